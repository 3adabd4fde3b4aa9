#!/usr/bin/env python3
"""Queries to measure with, drawn from articles; the same articles give the same queries.

usage: queries.py plain NEWS.jsonl[.gz] NABA INDEX     700 for any engine: 500 headlines, 80 words, 60 neighbouring pairs, 60 persons
       queries.py mixed NEWS.jsonl[.gz] NABA INDEX     200 for Naba: 60 keyword, 30 phrase, 40 person, 20 country, 20 wildcard, 30 timeline

Prints `kind TAB query`. Words, pairs and phrases are drawn at ranks spread evenly over the logarithm of frequency, so that common and
rare ones are there; persons and countries come from `naba people` and `naba countries` on INDEX, half the most named, half any.
Plain queries have no signs, which Naba would read as operators."""
import collections
import gzip
import json
import random
import re
import subprocess
import sys

kind, news, naba, index = sys.argv[1:]
draw = random.Random(8)
words, pairs, triples, titles = (collections.Counter() for _ in range(3)), None, None, []
words, pairs, triples = words
opened = gzip.open(news, "rt", encoding="utf-8") if news.endswith(".gz") else open(news, encoding="utf-8")
for line in opened:
    article = json.loads(line)
    titles.append(" ".join(re.findall(r"\w+", article.get("title", ""))))
    found = re.findall(r"[ء-ي]{2,}", article.get("body", ""))[:120]
    words.update(found)
    pairs.update(zip(found, found[1:]))
    if kind == "mixed":
        triples.update(zip(found, found[1:], found[2:]))


def ranked(counts, n, least=3):
    """n entries over the logarithm of their ranks, from the 20th to the last that occurs `least` times."""
    order = [w for w, c in sorted(counts.items(), key=lambda e: (-e[1], e[0])) if c >= least]
    first, last = min(20, len(order) - 1), len(order) - 1
    at = [int(first * (max(last, 1) / max(first, 1)) ** (i / max(n - 1, 1))) for i in range(n)]
    return [order[min(i, last)] for i in at]


def counted(command, key, n):
    """Names from `naba people` or `naba countries`: the most named, and as many drawn from the rest."""
    out = subprocess.run([naba, "--index", index, command, "--limit", "3000", "--format", "jsonl"],
                         capture_output=True, text=True, check=True).stdout
    names = [json.loads(line)[key] for line in out.splitlines()]
    best, rest = names[:n // 2], names[n // 2:]
    return best + draw.sample(rest, min(n - len(best), len(rest)))


def join(parts):
    return " ".join(parts)


if kind == "plain":
    titles = sorted({t for t in titles if len(t.split()) >= 3})
    out = [("headline", t) for t in draw.sample(titles, min(500, len(titles)))]
    out += [("word", w) for w in ranked(words, 80)]
    out += [("pair", join(p)) for p in ranked(pairs, 60)]
    out += [("name", p) for p in counted("people", "name", 60)]
else:
    common = ranked(words, 200)
    out = [("keyword", join(draw.sample(common, 1 + i % 3))) for i in range(60)]
    out += [("phrase", f'"{join(p)}"') for p in ranked(pairs, 15) + ranked(triples, 15)]
    out += [("person", p) for p in counted("people", "name", 40)]
    out += [("country", c) for c in counted("countries", "code", 20)]
    out += [("wildcard", w[:4] + "*") for w in draw.sample([w for w in ranked(words, 400) if len(w) > 5], 20)]
    out += [("timeline", w) for w in ranked(words, 20)] + [("timeline", join(p)) for p in ranked(pairs, 10)]
draw.shuffle(out)
for row in out:
    print(*row, sep="\t")
