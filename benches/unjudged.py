#!/usr/bin/env python3
"""Lists the articles among the ten best of a topic that nobody judged.

usage: unjudged.py NABA INDEX TOPICS.tsv TOPICS.qrels [NEWS.jsonl.gz] > unjudged.tsv

NABA    the query program; INDEX an index of the news
TOPICS  id, clean query, the same as hurriedly typed, need; both spellings are searched
NEWS    the articles: then each line ends with the title, for whoever judges. Titles are the newspapers', so the table that is
        committed (benches/unjudged.tsv) is made without.
"""
import gzip, json, os, subprocess, sys, tempfile

BEST = 10

def main(naba, index, topics, qrels, news=None):
    judged = {(row[0], row[2]) for row in (line.split() for line in open(qrels, encoding='utf-8')) if row}
    rows = [line.rstrip('\n').split('\t') for line in open(topics, encoding='utf-8') if line.strip()]
    found = set()
    for column in (1, 2):
        with tempfile.NamedTemporaryFile('w', suffix='.tsv', encoding='utf-8', delete=False) as queries:
            queries.writelines(f'{row[0]}\t{row[column]}\n' for row in rows)
        run = subprocess.run([naba, '--index', index, 'batch', queries.name, '--limit', str(BEST)], capture_output=True, text=True, check=True)
        os.unlink(queries.name)
        found |= {(row[0], row[2]) for row in (line.split() for line in run.stdout.splitlines()) if row}
    left = sorted(found - judged)
    titles = {}
    if news:
        wanted = {id for _, id in left}
        for line in gzip.open(news, 'rt', encoding='utf-8'):
            article = json.loads(line)
            if article['id'] in wanted: titles[article['id']] = ' '.join((article.get('title') or article['body'][:80]).split())
    print('# Articles among the ten best of a dev topic (clean or as typed) that nobody judged; made by unjudged.py.'
          + (' Columns: topic, id, title.' if news else ' Columns: topic, id.\n# Titles are left out: they are the newspapers\'.'))
    for topic, id in left: print(topic, id, *([titles.get(id, '')] if news else []), sep='\t')

if __name__ == '__main__':
    if len(sys.argv) not in (5, 6): sys.exit(__doc__)
    main(*sys.argv[1:])
