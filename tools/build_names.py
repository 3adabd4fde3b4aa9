#!/usr/bin/env python3
"""Builds data/names/parts.tsv: how often a word opens or closes a name in an open list of names. Standard library only.

usage: build_names.py NAMES_DIR data/names/parts.tsv
NAMES_DIR holds names.lexicon.tsv (Named_Entities_Lexicon_Project, CC BY 4.0: columns Arabic, English)
Words are folded as in build_lexicon.py. Titles are taken off first; a word alone after a title closes a name.
"""
import collections, os, sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
from build_lexicon import LETTERS, MARKS, fold

HERE = os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'data', 'names')
CONNECT = {fold(w) for w in 'بن ابن بنت آل أبو أبي أبا عبد أم ولد دي دو فان فون دا ديل دل لا لو سانت سان'.split()}


def table(name):
    rows = open(os.path.join(HERE, name), encoding='utf-8')
    return {fold(r.split('\t')[0].strip()) for r in rows if not r.startswith('#') and r.strip()}


def main(folder, out):
    titles = table('short_titles.tsv') | {fold(w) for w in 'السير اللورد الليدي المطران الأسقف الأخ الأخت القس صاحب صاحبة السمو الملكي الفخامة'.split()}
    firsts, lasts = collections.Counter(), collections.Counter()
    for row in open(os.path.join(folder, 'names.lexicon.tsv'), encoding='utf-8'):
        columns = row.rstrip('\n').split('\t')
        if len(columns) < 2: continue
        words = [fold(MARKS.sub('', w)) for w in columns[0].split()]
        titled = False
        while words and words[0] in titles:
            words.pop(0)
            titled = True
        words = [w for w in words if LETTERS.match(w)]
        if not words or len(words) > 5 or len(words) > len(columns[1].split()) + 2: continue
        if len(words) == 1:
            if titled and words[0] not in CONNECT: lasts[words[0]] += 1
            continue
        if words[0] not in CONNECT: firsts[words[0]] += 1
        if words[-2] not in CONNECT: lasts[words[-1]] += 1
    with open(out, 'w', encoding='utf-8') as file:
        file.write('# How often a folded word opens and closes a name; built by tools/build_names.py from the Named_Entities_Lexicon_Project (CC BY 4.0).\n')
        file.write('# Columns: word, times first, times last.\n')
        for word in sorted(set(firsts) | set(lasts)):
            if len(word) >= 2 and word not in CONNECT and word not in titles:
                file.write(f'{word}\t{firsts[word]}\t{lasts[word]}\n')


if __name__ == '__main__':
    main(*sys.argv[1:3])
