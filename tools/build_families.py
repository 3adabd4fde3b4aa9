#!/usr/bin/env python3
"""Builds data/lexicon/families.tsv: words of one root that keep the same company, such as خطف and اختطاف, ارهابي and ارهاب.

usage: build_families.py NEWS.jsonl.gz NABA OUT.tsv      (make families; needs numpy and scipy)

NEWS  articles, one JSON object a line with title and body; only statistics of them go into the table
NABA  the query program, whose `analyze` gives the lemma of each word

Method. Each lemma gets a vector: positive pointwise mutual information with the lemmas up to four words away, reduced to 150
dimensions by singular value decomposition (Levy and Goldberg, "Neural word embedding as implicit matrix factorization", 2014).
Two lemmas are of one family if they share the consonants that are left when vowels, and prefixes and infixes of the derived
forms, are taken off, and the cosine of their vectors says that they are used alike. Words of persons' names are left out:
حسن and حسين share a root and are not related.
"""
import collections, gzip, json, os, re, subprocess, sys
import numpy as np, scipy.sparse as sparse
from scipy.sparse.linalg import svds

WORD = re.compile('[\u0621-\u065f\u0670-\u06d3]+')
WINDOW, LEAST, DIMENSIONS = 4, 8, 150
# Least cosine for pairs that share three consonants, and two.
ALIKE = {3: 0.38, 2: 0.55}
# and for a noun and its relative adjective.
NISBA = 0.2
MOST = 8
VOWELS = set('اويهءئؤى')
PREFIXES = 'مست است مت من ان م ت ا ي ن'.split()

def lemmas(words, naba):
    """The likeliest lemma of each word."""
    out, at = {}, 0
    while at < len(words):
        chunk, size = [], 0
        while at < len(words) and size < 100_000:
            chunk.append(words[at]); size += len(words[at].encode()) + 3; at += 1
        lines = subprocess.run([naba, 'analyze', ' . '.join(chunk), '--format', 'jsonl'], capture_output=True, text=True, check=True).stdout
        for line in lines.splitlines():
            token = json.loads(line)
            out[token['text']] = next(r['lemma'] for r in token['readings'] if r['chosen'])
    return out

def vectors(sequences):
    """Words that are frequent enough, and a unit vector for each."""
    counts = collections.Counter(w for s in sequences for w in s)
    words = sorted((w for w, n in counts.items() if n >= LEAST), key=lambda w: (-counts[w], w))
    number = {w: i for i, w in enumerate(words)}
    line = np.array([i for s in sequences for i in [number.get(w, -1) for w in s] + [-1] * WINDOW], dtype=np.int32)
    matrix = sparse.csr_matrix((len(words), len(words)), dtype=np.float32)
    for apart in range(1, WINDOW + 1):
        left, right = line[:-apart], line[apart:]
        both = (left >= 0) & (right >= 0)
        weights = np.full(both.sum(), 1 / apart, dtype=np.float32)
        pairs = sparse.coo_matrix((weights, (left[both], right[both])), shape=matrix.shape).tocsr()
        matrix = matrix + pairs + pairs.T
    matrix = matrix.tocoo()
    rows = np.asarray(sparse.csr_matrix(matrix).sum(1)).ravel()
    context = rows ** 0.75 / (rows ** 0.75).sum()
    information = np.log(matrix.data / (rows[matrix.row] * context[matrix.col]))
    keep = information > 0
    matrix = sparse.csr_matrix((information[keep], (matrix.row[keep], matrix.col[keep])), shape=matrix.shape)
    u, s, _ = svds(matrix.astype(np.float32), k=DIMENSIONS, v0=np.ones(len(words), dtype=np.float32))
    points = u * np.sqrt(s)
    return words, points / (np.linalg.norm(points, axis=1, keepdims=True) + 1e-9)

def skeletons(word):
    """What may be the consonants of its root."""
    bare = {word} | {word[len(p):] for p in PREFIXES if word.startswith(p) and len(word) - len(p) >= 3}
    for w in list(bare):
        if len(w) >= 4 and w[1] == 'ت': bare.add(w[0] + w[2:])
        if len(w) >= 4 and w[0] == 'ا' and w[2] == 'ت': bare.add(w[1] + w[3:])
        if len(w) >= 5 and w.endswith('ات'): bare.add(w[:-2])
        if len(w) >= 6 and w.endswith('ان'): bare.add(w[:-2])
    found = {''.join(c for c in w if c not in VOWELS) for w in bare}
    return {s for s in found if len(s) >= 2}

def nisba(noun):
    """The relative adjectives that a noun may have: دوله gives دولي, فرنسا gives فرنسي."""
    return {noun + 'ي'} | ({noun[:-1] + 'ي'} if noun[-1] in 'اه' and len(noun) > 3 else set())

def is_name(folder):
    """Whether a word is known from names of persons rather than from the dictionary of names and nouns alike."""
    names = set()
    for file in ('given.tsv', 'surnames.tsv'):
        for line in open(os.path.join(folder, 'names', file), encoding='utf-8'):
            if not line.startswith('#'): names.add(re.sub('[أإآ]', 'ا', line.split('\t')[0].strip()).replace('ى', 'ي').replace('ة', 'ه').replace('ئ', 'ي').replace('ؤ', 'و'))
    return names.__contains__

def main(news, naba, out):
    texts, seen = [], set()
    for line in gzip.open(news, 'rt', encoding='utf-8'):
        article = json.loads(line)
        # The same story in several papers counts once.
        if (start := article['body'][50:150]) in seen: continue
        seen.add(start)
        texts.append(WORD.findall(article.get('title', '') + ' . ' + article['body']))
    lemma = lemmas(sorted({w for t in texts for w in t}), naba)
    words, points = vectors([[lemma.get(w, w) for w in t] for t in texts])
    number = {w: i for i, w in enumerate(words)}
    name = is_name(os.path.join(os.path.dirname(os.path.abspath(__file__)), '..', 'data'))
    alike = collections.defaultdict(list)
    for word in words:
        if 2 <= len(word) <= 9 and not name(word):
            for s in skeletons(word): alike[s].append(word)
    family = collections.defaultdict(dict)
    for skeleton, members in alike.items():
        if len(members) > 200: continue
        for i, a in enumerate(members):
            for b in members[i + 1:]:
                cosine = float(points[number[a]] @ points[number[b]])
                if cosine >= ALIKE[min(len(skeleton), 3)]:
                    family[a][b] = family[b][a] = cosine
    for a in words:
        for b in nisba(a) if len(a) >= 3 and not name(a) else ():
            if b in number and not name(b) and (cosine := float(points[number[a]] @ points[number[b]])) >= NISBA:
                family[a][b] = family[b][a] = cosine
    with open(out, 'w', encoding='utf-8') as file:
        file.write('# Words of one root that keep the same company in news. Built by tools/build_families.py; rows sorted by their bytes.\n'
                   '# Columns: lemma, then related lemmas, most alike first, each with the cosine of their contexts in hundredths.\n')
        for word in sorted(family, key=lambda w: w.encode()):
            best = sorted(family[word].items(), key=lambda p: (-p[1], p[0]))[:MOST]
            file.write(word + ''.join(f'\t{w}:{round(c * 100)}' for w, c in best) + '\n')

if __name__ == '__main__':
    if len(sys.argv) != 4: sys.exit(__doc__)
    main(*sys.argv[1:])
