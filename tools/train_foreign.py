#!/usr/bin/env python3
"""Trains data/names/spelling.bin: how much the letters of a word that no dictionary knows look like those of a name. Standard library only.

usage: train_foreign.py DATA_DIR
DATA_DIR is the repository's data/. Names are the keys of lexicon/names.bin (name lists: Apache-2.0, MIT, CC BY 4.0), other words those
of lexicon/frequencies.bin (wordfreq, CC BY-SA 4.0) and lexicon/words.bin (hunspell-ar, MPL 1.1) that no name list has.
Logistic regression over the letter 1- to 4-grams of the folded word between ^ and $, the article taken off; 16384 weights, addressed by
FNV-1a modulo 16384, one signed byte each in units of 1/24 (log-odds); the last byte pair of the file is the bias in the same unit.
"""
import math, os, random, struct, sys

BUCKETS, UNIT = 16384, 24


def keys(path):
    data = open(path, 'rb').read()
    slots = struct.unpack_from('<I', data, 8)[0]
    pos = 16 + 4 * slots
    while pos < len(data):
        n = data[pos]; key = data[pos + 1:pos + 1 + n].decode(); pos += 1 + n
        m = data[pos]; yield key, data[pos + 1:pos + 1 + m]; pos += 1 + m


def bare(word):
    return word[2:] if word.startswith('ال') and len(word) > 4 else word


def grams(word):
    text = '^' + bare(word) + '$'
    out = []
    for n in (1, 2, 3, 4):
        for i in range(len(text) - n + 1):
            h = 0x811c9dc5
            for b in text[i:i + n].encode(): h = ((h ^ b) * 0x01000193) & 0xffffffff
            out.append(h % BUCKETS)
    return out


def main(folder):
    random.seed(7)
    names = {k: v[0] for k, v in keys(os.path.join(folder, 'lexicon/names.bin'))}
    freq = {k: v[0] for k, v in keys(os.path.join(folder, 'lexicon/frequencies.bin'))}
    words = {k for k, _ in keys(os.path.join(folder, 'lexicon/words.bin'))}
    positive = [k for k, n in names.items() if len(k) >= 3 and not ((k in words or bare(k) in words) and n < 4)]
    negative = [k for k in freq if len(k) >= 3 and k not in names and bare(k) not in names]
    negative += [k for k in words if len(k) >= 3 and k not in names and k not in freq and random.random() < 0.2]
    random.shuffle(negative)
    negative = negative[:150000]
    data = [(k, 1) for k in positive] + [(k, 0) for k in negative]
    random.shuffle(data)
    cut = len(data) * 19 // 20
    train, test = data[:cut], data[cut:]
    print(len(positive), 'names', len(negative), 'other words')
    feats = {k: grams(k) for k, _ in data}
    w, g, bias = [0.0] * BUCKETS, [1e-2] * BUCKETS, 0.0
    for epoch in range(3):
        random.shuffle(train)
        for k, y in train:
            f = feats[k]
            z = bias + sum(w[i] for i in f)
            e = y - 1 / (1 + math.exp(-max(-30, min(30, z))))
            bias += 0.002 * e
            for i in f:
                d = e - 0.002 * w[i]
                g[i] += d * d
                w[i] += 0.15 * d / math.sqrt(g[i])
        q = [max(-127, min(127, round(x * UNIT))) for x in w]
        score = lambda k: (sum(q[i] for i in feats[k]) / UNIT + bias)
        right = sum((score(k) > 0) == bool(y) for k, y in test)
        print(epoch, 'held-out accuracy', right / len(test), flush=True)
    with open(os.path.join(folder, 'names/spelling.bin'), 'wb') as out:
        out.write(struct.pack(f'<{BUCKETS}bh', *q, round(bias * UNIT)))
    for k in 'لافروف ناديلا يحتاجونه لشراء بمقدور مقاتلي شكل بشكل هاكرز مايكروسوفت كينياتا اولوكولاد قوطالي شزيب وزيري كورنيش الدغيلبي العفالق الذكير كسبب بسبب دورا هاما'.split():
        print(k, round(sum(q[i] for i in grams(k)) / UNIT + bias, 2), end='; ')


if __name__ == '__main__':
    main(sys.argv[1])
