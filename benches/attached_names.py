#!/usr/bin/env python3
"""Case file of names under particles, for `naba why --cases`: names that nobody read, in sentences that do not help.

usage: attached_names.py NAMES.tsv GOLD.jsonl > cases.tsv     NAMES: Arabic TAB Latin; GOLD: {"persons": [{"name"}]} a line

250 words of each, drawn with a fixed seed, each under ten stacks of particles and asked for without (must match); and each that
begins with a letter that is also a particle, asked for without that letter (must not).
"""
import json, random, sys

STACKS = 'و ف ب ك ل وب ول فل وك فب'.split()
# After ل the article loses its alef.
MELTED = {'ل': 'لل', 'ول': 'ولل', 'فل': 'فلل'}

def main(names, gold):
    random.seed(5)
    listed = {line.split('\t')[0].strip() for line in open(names, encoding='utf-8')}
    listed = sorted(n for n in listed if 4 <= len(n) <= 9 and ' ' not in n)
    persons = (p['name'] for line in open(gold, encoding='utf-8') for p in json.loads(line)['persons'])
    written = sorted({word for name in persons for word in name.split() if len(word) >= 4})
    print('id\tgroup\tmode\ttext\tquery\texpect')
    number = 0
    for group, words in (('listed', listed), ('written', written)):
        random.shuffle(words)
        for word in words[:250]:
            rows = []
            for stack in STACKS:
                form = MELTED[stack] + word[2:] if word.startswith('ال') and stack in MELTED else stack + word
                rows.append((f'قالت المصادر إن ذلك مرتبط {form} منذ أمس', word, 'match'))
            if word[0] in 'وفبكل' and len(word) >= 5:
                rows.append((f'زار الوزير {word} بغداد أمس', word[1:], 'no'))
            for text, query, expect in rows:
                number += 1
                print(f'a{number:05}\t{group}\tdefault\t{text}\t{query}\t{expect}')

if __name__ == '__main__':
    if len(sys.argv) != 3: sys.exit(__doc__)
    main(*sys.argv[1:])
