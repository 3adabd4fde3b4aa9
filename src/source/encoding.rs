//! Any supported encoding to UTF-8 bytes, decided from the first bytes of a stream.
use encoding_rs::{Decoder, Encoding, UTF_8, UTF_16BE, UTF_16LE};
use std::io::{self, Read};

/// Bytes looked at to decide.
const LOOK: usize = 64 << 10;

/// Reads UTF-8 from a stream in any supported encoding. A stream that is UTF-8 passes as it is, broken bytes included, so that
/// each record can be judged by itself.
pub(super) fn utf8(mut reader: Box<dyn Read>) -> io::Result<Box<dyn Read>> {
    let mut head = Vec::with_capacity(LOOK);
    reader.by_ref().take(LOOK as u64).read_to_end(&mut head)?;
    let (encoding, skip) = decide(&head);
    let rest = io::Cursor::new(head.split_off(skip)).chain(reader);
    if encoding == UTF_8 {
        return Ok(Box::new(rest));
    }
    Ok(Box::new(Transcoder {
        reader: rest,
        decoder: encoding.new_decoder_without_bom_handling(),
        buffer: String::new(),
        at: 0,
        done: false,
    }))
}

/// The encoding of a stream that starts with `head`, and the length of its byte order mark.
fn decide(head: &[u8]) -> (&'static Encoding, usize) {
    if let Some(found) = Encoding::for_bom(head) {
        return found;
    }
    // Valid UTF-8 is never taken for anything else: every byte is also a letter in windows-1256.
    let (mut sequences, mut errors) = (0u32, 0u32);
    for chunk in head.utf8_chunks() {
        sequences += chunk.valid().chars().filter(|c| !c.is_ascii()).count() as u32;
        errors += u32::from(!chunk.invalid().is_empty());
    }
    let cut_at_end = u32::from(head.len() == LOOK);
    let zeros = |parity: usize| {
        head.iter()
            .skip(parity)
            .step_by(2)
            .filter(|b| **b == 0 || **b == 6)
            .count()
            * 4
    };
    if head.contains(&0) {
        // Arabic letters, digits and spaces in UTF-16 have 0x06 or 0x00 as their higher byte.
        if zeros(1) > head.len() {
            return (UTF_16LE, 0);
        }
        if zeros(0) > head.len() {
            return (UTF_16BE, 0);
        }
    }
    if errors <= cut_at_end || sequences > errors.saturating_mul(10) {
        return (UTF_8, 0);
    }
    if let Some(named) = named(head) {
        return (named, 0);
    }
    let mut detector = chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
    detector.feed(head, true);
    // The country only breaks ties, and what comes here is Arabic news.
    (
        detector.guess(Some(b"eg"), chardetng::Utf8Detection::Deny),
        0,
    )
}

/// The encoding that a page names for itself.
fn named(head: &[u8]) -> Option<&'static Encoding> {
    let start = String::from_utf8_lossy(head.get(..head.len().min(2048))?).to_lowercase();
    if !start.contains("<html") && !start.contains("<?xml") && !start.contains("<meta") {
        return None;
    }
    let at = ["charset=", "encoding="]
        .iter()
        .find_map(|key| start.find(key).map(|i| i + key.len()))?;
    let label: String = start
        .get(at..)?
        .chars()
        .skip_while(|c| matches!(c, '"' | '\''))
        .take_while(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_'))
        .collect();
    Encoding::for_label(label.as_bytes()).filter(|e| *e != UTF_8)
}

struct Transcoder<R> {
    reader: R,
    decoder: Decoder,
    buffer: String,
    at: usize,
    done: bool,
}

impl<R: Read> Read for Transcoder<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.at == self.buffer.len() && !self.done {
            let mut bytes = [0; 8192];
            let n = self.reader.read(&mut bytes)?;
            self.done = n == 0;
            self.buffer.clear();
            self.at = 0;
            let input = bytes.get(..n).unwrap_or_default();
            self.buffer
                .reserve(self.decoder.max_utf8_buffer_length(n).unwrap_or(n * 3 + 16));
            let _ = self
                .decoder
                .decode_to_string(input, &mut self.buffer, self.done);
        }
        let rest = self.buffer.as_bytes().get(self.at..).unwrap_or_default();
        let n = rest.len().min(out.len());
        if let (Some(to), Some(from)) = (out.get_mut(..n), rest.get(..n)) {
            to.copy_from_slice(from);
        }
        self.at += n;
        Ok(n)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "أعلن وزير الخارجية الجزائري أن المحادثات مع نظيره الروسي كانت بناءة، وأن الطرفين اتفقا على مواصلة الحوار.\n";

    fn read(bytes: Vec<u8>) -> String {
        let mut out = Vec::new();
        utf8(Box::new(io::Cursor::new(bytes)))
            .unwrap()
            .read_to_end(&mut out)
            .unwrap();
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn arabic_in_every_encoding_reads_the_same() {
        let text = TEXT.repeat(3);
        assert_eq!(read(text.clone().into_bytes()), text);
        assert_eq!(read([b"\xEF\xBB\xBF", text.as_bytes()].concat()), text);
        assert_eq!(
            read(encoding_rs::WINDOWS_1256.encode(&text).0.into_owned()),
            text
        );
        assert_eq!(
            read(encoding_rs::ISO_8859_6.encode(&text).0.into_owned()),
            text
        );
        let units: Vec<u16> = text.encode_utf16().collect();
        let le: Vec<u8> = units.iter().flat_map(|u| u.to_le_bytes()).collect();
        let be: Vec<u8> = units.iter().flat_map(|u| u.to_be_bytes()).collect();
        assert_eq!(read(le.clone()), text);
        assert_eq!(read(be.clone()), text);
        assert_eq!(read([vec![0xFF, 0xFE], le].concat()), text);
        assert_eq!(read([vec![0xFE, 0xFF], be].concat()), text);
    }

    #[test]
    fn one_broken_byte_does_not_make_a_file_another_encoding() {
        let mut bytes = TEXT.repeat(3).into_bytes();
        bytes.insert(40, 0xFF);
        let mut out = Vec::new();
        utf8(Box::new(io::Cursor::new(bytes.clone())))
            .unwrap()
            .read_to_end(&mut out)
            .unwrap();
        assert_eq!(out, bytes);
    }
}
