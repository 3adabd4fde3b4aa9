#!/usr/bin/env python3
"""Builds data/lexicon/*.bin, the tables that the analyser is compiled with. Standard library only.

usage: build_lexicon.py HUNSPELL_DIR WORDFREQ.whl NAMES_DIR OUT_DIR
HUNSPELL_DIR  holds ar.dic and ar.aff (Debian package hunspell-ar, used under the MPL 1.1)
WORDFREQ.whl  wordfreq 3.1.1 from PyPI (its data: CC BY-SA 4.0)
NAMES_DIR     holds names.google.train.tsv (Apache-2.0), names.wikidata.train.tsv (MIT), names.lexicon.tsv (CC BY 4.0)

words.bin        stems with their class, the inflections that they take, and their lemma; from hunspell-ar, data/lexicon/plurals.tsv and spellings.tsv, and the names of
                 countries and places in data/
frequencies.bin  how common a folded word is; from wordfreq, so under CC BY-SA 4.0
names.bin        folded words that occur in names of persons; from the name lists

A table is open addressing over FNV-1a: magic "NABATAB2", u32 slots (a power of two), u32 entries, slots x u32 (0, or in
the low 24 bits the offset into the heap + 1 and above them the top 8 bits of the hash), then the heap of entries: u8 key length, key, u8 value length, value. Little endian; keys are folded UTF-8.
Value of words.bin: one or more of [u8 class, u8 inflections, u8 lemma length, lemma]; length 0 means that the key is the lemma.
Value of frequencies.bin: u8, -100*log10(frequency) / 4 rounded down. Value of names.bin: u8 count, capped at 255.
"""
import collections, gzip, os, re, struct, sys, zipfile

MARKS = re.compile('[\u0610-\u061a\u0640\u064b-\u065f\u0670\u06d6-\u06ed\u200b-\u200f]')
FOLD = str.maketrans({'إ': 'ا', 'آ': 'ا', 'ٱ': 'ا', 'ى': 'ي', 'ة': 'ه', 'ؤ': 'و', 'ی': 'ي', 'ک': 'ك', 'پ': 'ب', 'ڤ': 'ف', 'گ': 'غ', 'چ': 'ج', 'ژ': 'ج'})
LETTERS = re.compile('^[\u0621-\u064a]+$')

def fold(word):
    """The folded tier, as src/arabic/fold.rs makes it: a test compares the two."""
    word = MARKS.sub('', word)
    word = re.sub('ئ(?=و)', 'و', word).replace('ئ', 'ي').translate(FOLD)
    word = re.sub('(?<=.ي)أ(?=.)', 'ي', word).replace('أ', 'ا')
    word = re.sub('(?<=.)وو+', 'و', word)
    return word[:-1] if word.endswith('يي') and len(word) > 3 else word

NOUN, PLURAL, VERB, PARTICLE, PROPER = 1, 2, 4, 8, 16
DUAL, SOUND_MASC, SOUND_FEM, FEMININE, NISBA = 1, 2, 4, 8, 16

def weakless(word):
    """Strong consonants: what a broken plural shares with its singular."""
    return re.sub('[اويء]', '', fold(word).rstrip('ه') if word.endswith('ة') else fold(word))

def read_hunspell(folder):
    aliases, morphs = [None], [None]
    for line in open(os.path.join(folder, 'ar.aff'), encoding='utf-8', errors='replace'):
        parts = line.split()
        if len(parts) >= 2 and parts[0] == 'AF': aliases.append(parts[1])
        if len(parts) >= 2 and parts[0] == 'AM': morphs.append(parts[1:])
    aliases.pop(1); morphs.pop(1)  # the counts
    entries = []
    for line in open(os.path.join(folder, 'ar.dic'), encoding='utf-8', errors='replace'):
        m = re.match(r'^(\S+?)(?:/(\d+))?(?:\s+(\d+))?\s*$', line)
        if not m or not LETTERS.match(MARKS.sub('', m[1])): continue
        flags = aliases[int(m[2])] if m[2] else ''
        flags = {flags[i:i + 2] for i in range(0, len(flags), 2)}
        morph = morphs[int(m[3])] if m[3] else []
        lemma = next((x[3:] for x in morph if x.startswith('st:')), None)
        entries.append((MARKS.sub('', m[1]), flags, lemma if 'po:verb' in morph else None))
    return entries

def first(flags, letters): return any(f[0] in letters and f[1] in 'ABCDEFG' for f in flags)

def main(hunspell, wheel, names_dir, out):
    here = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'data', 'lexicon')
    freq = read_wordfreq(wheel)
    words = collections.defaultdict(dict)  # key -> {(class, lemma): inflections}
    entries = read_hunspell(hunspell)
    singulars = []
    nouns = set()
    plurals = []
    for word, flags, verb in entries:
        key = fold(word)
        if verb is not None:
            words[key][VERB, fold(verb)] = 0
            continue
        if not flags or any(f[0] == 'T' for f in flags) or not first(flags, 'ABCDEFGHIJKLMN'):
            words[key].setdefault((PARTICLE if len(flags) == 0 or any(f[0] == 'T' for f in flags) else NOUN, key), 0)
            continue
        inflections = (DUAL * first(flags, 'CDEFG') | SOUND_MASC * (first(flags, 'IN')) | SOUND_FEM * first(flags, 'H')
                       | FEMININE * first(flags, 'B') | NISBA * first(flags, 'LM'))
        plain = not first(flags, 'BCDEFGHI')
        # The dictionary lists plurals after their singular, but for a few other words of the same root between them.
        near = next((s for s in reversed(singulars) if weakless(s) == weakless(word) and fold(s) != key), None)
        if plain and near and len(weakless(word)) >= 2:
            plurals.append((key, fold(near)))
            continue
        if not plain:
            singulars = singulars[-3:] + [word]
        nouns.add(key)
        if first(flags, 'DB') and first(flags, 'CD'): inflections |= SOUND_MASC | SOUND_FEM
        words[key][NOUN, key] = words[key].get((NOUN, key), 0) | inflections
    for plural, sing in plurals:
        f = lambda w: freq.get(w, 0.0) + freq.get('ال' + w, 0.0)
        # A plural spelled like another noun is kept only where the singular is common enough to be meant.
        if plural in nouns and f(sing) < 0.5 * f(plural): continue
        words[plural][PLURAL, sing] = 0
    for line in open(os.path.join(here, 'plurals.tsv'), encoding='utf-8'):
        if line.startswith('#') or not line.strip(): continue
        plural, sing = line.rstrip('\n').split('\t')[:2]
        key = fold(plural)
        words[key] = {k: v for k, v in words[key].items() if k[0] == VERB}
        words[key][PLURAL, fold(sing)] = 0
    for word, country in read_places(os.path.join(here, '..')):
        key = fold(word)
        # The name of a country is never a plural or a verb: لبنان is not the plural of لبن.
        if country: words[key] = {k: v for k, v in words[key].items() if k[0] == NOUN}
        words[key].setdefault((PROPER, key), 0)
    for line in open(os.path.join(here, 'spellings.tsv'), encoding='utf-8'):
        if line.startswith('#') or not line.strip(): continue
        other, usual = map(fold, line.rstrip('\n').split('\t')[:2])
        if not any(kind == NOUN for kind, _ in words[usual]): words[usual][NOUN, usual] = DUAL | SOUND_FEM
        words[other] = {(NOUN, lemma): n for (kind, lemma), n in words[usual].items() if kind == NOUN}
    table = {}
    for key, readings in words.items():
        if not key or len(key.encode()) > 200: continue
        has_noun = any(c & (NOUN | PLURAL) for c, _ in readings)
        value = b''
        order = sorted(readings.items(), key=lambda r: ({PARTICLE: 0, PROPER: 0, NOUN: 1, PLURAL: 2, VERB: 3}[r[0][0]], -freq.get(r[0][1], 0)))
        seen = set()
        for (kind, lemma), inflections in order:
            if (kind, lemma) in seen: continue
            seen.add((kind, lemma))
            text = b'' if lemma == key else lemma.encode()
            if len(value) + 3 + len(text) > 250: break
            value += bytes([kind, inflections, len(text)]) + text
        table[key] = value
    write(os.path.join(out, 'words.bin'), table)
    import math
    write(os.path.join(out, 'frequencies.bin'), {w: bytes([min(255, int(-100 * math.log10(f) / 4))]) for w, f in freq.items()})
    counts = read_names(names_dir)
    write(os.path.join(out, 'names.bin'), {w: bytes([min(255, n)]) for w, n in counts.items()})
    print(f'{len(table)} stems, {len(plurals)} broken plurals, {len(freq)} frequencies, {len(counts)} name words')

def read_places(folder):
    """Words that are the name of a country or place by themselves, with and without the article;
    whether it is a country."""
    names = [(n, True) for line in open(os.path.join(folder, 'countries.tsv'), encoding='utf-8') if not line.startswith('#')
             for n in (line.split('\t') + ['', '', ''])[2].split('|')]
    names += [(line.split('\t')[0], False) for line in open(os.path.join(folder, 'places.tsv'), encoding='utf-8') if not line.startswith('#')]
    for name, country in names:
        if ' ' not in name and LETTERS.match(name) and len(name) > 2:
            yield name, country
            if name.startswith('ال') and len(name) > 5: yield name[2:], False

def read_wordfreq(wheel):
    data = gzip.decompress(zipfile.ZipFile(wheel).read('wordfreq/data/large_ar.msgpack.gz'))
    pos = 0
    def item():
        nonlocal pos
        b = data[pos]; pos += 1
        if 0x90 <= b <= 0x9f: return [item() for _ in range(b & 15)]
        if b == 0xdc: n = struct.unpack_from('>H', data, pos)[0]; pos += 2; return [item() for _ in range(n)]
        if b == 0xdd: n = struct.unpack_from('>I', data, pos)[0]; pos += 4; return [item() for _ in range(n)]
        if 0x80 <= b <= 0x8f: return {item(): item() for _ in range(b & 15)}
        if b <= 0x7f: return b
        if 0xa0 <= b <= 0xbf: n = b & 31
        elif b == 0xd9: n = data[pos]; pos += 1
        elif b == 0xda: n = struct.unpack_from('>H', data, pos)[0]; pos += 2
        else: raise ValueError(hex(b))
        s = data[pos:pos + n].decode('utf-8'); pos += n
        return s
    freq = collections.Counter()
    for centibels, words in enumerate(item()[1:]):
        for w in words:
            if LETTERS.match(MARKS.sub('', w)): freq[fold(w)] += 10 ** (-centibels / 100)
    return {w: f for w, f in freq.items() if f >= 10 ** -7.6 and len(w) >= 2}

def read_names(folder):
    counts = collections.Counter()
    def add(text, n=1):
        for w in text.split():
            w = MARKS.sub('', w)
            if LETTERS.match(w) and len(w) >= 3: counts[fold(w)] += n
    for line in open(os.path.join(folder, 'names.google.train.tsv'), encoding='utf-8'): add(line.split('\t')[0])
    for line in open(os.path.join(folder, 'names.wikidata.train.tsv'), encoding='utf-8'):
        p = line.rstrip('\n').split('\t'); add(p[1].replace(' ', ''), int(p[2]) if len(p) > 2 and p[2].isdigit() else 1)
    for line in open(os.path.join(folder, 'names.lexicon.tsv'), encoding='utf-8'): add(line.split('\t')[0])
    return counts

def write(path, table):
    entries = sorted(table.items())
    slots = 1 << max(4, (len(entries) * 3 // 2).bit_length())
    index, heap = [0] * slots, bytearray()
    for key, value in entries:
        raw = key.encode()
        h = 0x811c9dc5
        for b in raw: h = ((h ^ b) * 0x01000193) & 0xffffffff
        i = h & (slots - 1)
        while index[i]: i = (i + 1) & (slots - 1)
        assert len(heap) + 1 < 1 << 24
        index[i] = len(heap) + 1 | h >> 24 << 24
        heap += bytes([len(raw)]) + raw + bytes([len(value)]) + value
    with open(path, 'wb') as f:
        f.write(b'NABATAB2' + struct.pack('<II', slots, len(entries)) + struct.pack(f'<{slots}I', *index) + heap)

if __name__ == '__main__':
    main(*sys.argv[1:5])
