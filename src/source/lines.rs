//! Cutting a stream into records of bounded size.
use crate::limits::RECORD_BYTES;
use memchr::memchr;
use std::io::{self, BufRead};

/// What came next.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Cut {
    /// A record is in the buffer.
    Record,
    /// A record was over the limit and left out.
    TooLong,
    /// Nothing is left.
    End,
}

/// Reads a line without its end into `out`, at most [`RECORD_BYTES`] of it.
pub(super) fn line(reader: &mut dyn BufRead, out: &mut Vec<u8>) -> io::Result<Cut> {
    out.clear();
    let (mut any, mut long) = (false, false);
    loop {
        let available = match reader.fill_buf() {
            Ok(available) => available,
            Err(e) if e.kind() == io::ErrorKind::Interrupted => continue,
            Err(e) => return Err(e),
        };
        if available.is_empty() {
            break;
        }
        any = true;
        let end = memchr(b'\n', available);
        let part = available
            .get(..end.unwrap_or(available.len()))
            .unwrap_or_default();
        long |= out.len() + part.len() > RECORD_BYTES;
        if !long {
            out.extend_from_slice(part);
        }
        let used = part.len() + usize::from(end.is_some());
        reader.consume(used);
        if end.is_some() {
            break;
        }
    }
    if out.last() == Some(&b'\r') {
        out.pop();
    }
    Ok(match (any, long) {
        (_, true) => Cut::TooLong,
        (true, false) => Cut::Record,
        (false, false) => Cut::End,
    })
}

/// Reads the next `{…}` of a JSON array, or of objects one after another, into `out`; counts line ends in `lines`.
pub(super) fn element(
    reader: &mut dyn BufRead,
    out: &mut Vec<u8>,
    lines: &mut u64,
) -> io::Result<Cut> {
    out.clear();
    let (mut depth, mut in_string, mut escaped, mut long) = (0usize, false, false, false);
    loop {
        let available = reader.fill_buf()?;
        if available.is_empty() {
            // What was begun is handed over, so that its fault is reported.
            return Ok(if out.is_empty() {
                Cut::End
            } else {
                Cut::Record
            });
        }
        let (mut used, mut done) = (0, false);
        for byte in available {
            used += 1;
            *lines += u64::from(*byte == b'\n');
            if depth == 0 && *byte != b'{' {
                // Between elements only commas, brackets and space are expected; anything else is a record of its own fault.
                if !byte.is_ascii_whitespace() && !matches!(byte, b',' | b'[' | b']') {
                    out.push(*byte);
                } else if !out.is_empty() {
                    done = true;
                    break;
                }
                continue;
            }
            if out.len() >= RECORD_BYTES {
                long = true;
            } else {
                out.push(*byte);
            }
            match byte {
                _ if escaped => escaped = false,
                b'\\' if in_string => escaped = true,
                b'"' => in_string = !in_string,
                b'{' | b'[' if !in_string => depth += 1,
                b'}' | b']' if !in_string => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                done = true;
                break;
            }
        }
        reader.consume(used);
        if done {
            return Ok(if long { Cut::TooLong } else { Cut::Record });
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_line_over_the_limit_is_left_out_and_the_next_one_read() {
        let mut input = vec![b'x'; RECORD_BYTES + 1];
        input.extend_from_slice(b"\nnext\r\nlast");
        let (mut reader, mut out) = (io::BufReader::new(&input[..]), Vec::new());
        assert_eq!(line(&mut reader, &mut out).unwrap(), Cut::TooLong);
        assert_eq!(line(&mut reader, &mut out).unwrap(), Cut::Record);
        assert_eq!(out, b"next");
        assert_eq!(line(&mut reader, &mut out).unwrap(), Cut::Record);
        assert_eq!(out, b"last");
        assert_eq!(line(&mut reader, &mut out).unwrap(), Cut::End);
    }

    #[test]
    fn elements_of_an_array_are_cut_whatever_their_strings_hold() {
        let input = "[ {\"a\":\"}]\\\"{\"},\n{\"b\":[{}]}\n]";
        let (mut reader, mut out, mut lines) =
            (io::BufReader::new(input.as_bytes()), Vec::new(), 0);
        assert_eq!(
            element(&mut reader, &mut out, &mut lines).unwrap(),
            Cut::Record
        );
        assert_eq!(out, br#"{"a":"}]\"{"}"#);
        assert_eq!(
            element(&mut reader, &mut out, &mut lines).unwrap(),
            Cut::Record
        );
        assert_eq!(out, br#"{"b":[{}]}"#);
        assert_eq!(
            element(&mut reader, &mut out, &mut lines).unwrap(),
            Cut::End
        );
        assert_eq!(lines, 2);
    }
}
