#!/usr/bin/env python3
"""What grows with the number of articles, and how fast; `make growth` calls it.

usage: growth.py --news NEWS.jsonl.gz [--sizes 25000,100000,400000,1000000] [--bin target/release] [--work target/bench]
                 [--threads 2] [--results benches/RESULTS.md] [--scale docs/scale.md] [--render] [--keep]

For each size the generator (`grow`, see benches/README.md) is piped into `naba-index add`, so that only the index is on the disk (3.5 GB
for a million articles), then 200 mixed queries are asked in one process (`latency`), and `naba search` is started 20 times from
nothing. The index is removed unless --keep. Figures are added to WORK/growth.json, size by size; --render only writes the tables again
from there. The generator's own processor time is measured and told, as it runs beside the indexer."""
import json
import math
import os
import select
import subprocess
import sys
import tempfile
import threading
import time
from measure import between, commit, empty, machine, median, options, run, size, table

KINDS = ["keyword", "phrase", "person", "country", "wildcard", "timeline"]
STARTS = 20


def grow_and_add(args, articles, index):
    """Pipes the generator into the indexer: the indexer's cost, and the generator's."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as told:
        grow = subprocess.Popen([f"{args.bin}/examples/grow", str(articles), args.news], stdout=subprocess.PIPE, stderr=told)
        # It reads and recognises the base first: the indexer is started when there is something to index.
        select.select([grow.stdout], [], [])
        start = time.perf_counter()
        add = subprocess.Popen([f"{args.bin}/naba-index", "--index", index, "add", "--quiet", "--json", "--threads",
                                str(args.threads), "--format", "jsonl", "-"], stdin=grow.stdout, stdout=out)
        grow.stdout.close()
        usage = {}

        def wait(name, child):
            _, status, used = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
            usage[name] = used, time.perf_counter() - start

        most = [0.0]
        threading.Thread(target=anonymous, args=(add, most), daemon=True).start()
        waiting = [threading.Thread(target=wait, args=pair) for pair in (("grow", grow), ("add", add))]
        for thread in waiting:
            thread.start()
        for thread in waiting:
            thread.join()
        if grow.returncode or add.returncode:
            sys.exit(f"error: grow ended with {grow.returncode}, naba-index with {add.returncode}")
        out.seek(0)
        told.seek(0)
        said = json.loads(out.read().splitlines()[-1])
        print(told.read().decode().strip(), file=sys.stderr)
        used, wall = usage["add"]
        return {
            "articles": said["read"], "text": said["bytes"], "wall": wall, "commit": said["seconds"],
            "cpu": used.ru_utime + used.ru_stime, "peak": used.ru_maxrss / 1e3, "anonymous": most[0],
            "grow_cpu": usage["grow"][0].ru_utime + usage["grow"][0].ru_stime,
        }


def anonymous(process, most):
    """Keeps the most memory of a process that is not mapped files, in MB, in `most[0]` until it ends."""
    while process.returncode is None:
        try:
            status = open(f"/proc/{process.pid}/status").read()
            most[0] = max(most[0], int(status.split("RssAnon:")[1].split()[0]) / 1e3)
        except (OSError, IndexError):
            return
        time.sleep(0.1)


def measure(args, articles):
    os.makedirs(args.work, exist_ok=True)
    index = empty(os.path.join(args.work, f"index-{articles}"))
    found = grow_and_add(args, articles, index)
    found["bytes"] = size(index)
    stats = run([f"{args.bin}/naba-index", "--index", index, "stats", "--json"]).out
    found["segments"] = json.loads(stats)["segments"]
    queries = os.path.join(args.work, "mixed.tsv")
    if not os.path.exists(queries) or articles == args.sizes[0]:
        made = run([sys.executable, os.path.join(os.path.dirname(os.path.abspath(__file__)), "queries.py"), "mixed", args.news,
                    f"{args.bin}/naba", index])
        open(queries, "w", encoding="utf-8").write(made.out)
    done = run([f"{args.bin}/examples/latency", index, queries, "--passes", "3",
                "--each", os.path.join(args.work, f"each-{articles}.tsv")])
    found["latency"], found["latency_peak"] = json.loads(done.out.splitlines()[-1]), done.peak
    for name, query in (("start", ["وزير الخارجية"]), ("start_person", ["--person", "Lavrov"])):
        started = [run([f"{args.bin}/naba", "--index", index, "search", *query]) for _ in range(STARTS)]
        found[name] = median([s.wall for s in started]) * 1e3
        found[f"{name}_peak"] = max(s.peak for s in started)
    if not args.keep:
        empty(index)
    return found | {"machine": machine(), "commit_id": commit(), "threads": args.threads}


def exponent(a, b, key):
    """How fast something grows between two sizes: 1 is as fast as the articles, 0 not at all."""
    if a["articles"] == b["articles"]:
        return float("nan")
    return math.log(max(key(b), 1e-9) / max(key(a), 1e-9)) / math.log(b["articles"] / a["articles"])


def page(rows):
    """Two tables and what follows from them."""
    rows = [rows[k] for k in sorted(rows, key=int)]
    first, last = rows[0], rows[-1]
    measures = [
        ("articles a second", lambda r: r["articles"] / r["wall"], "{:,.0f}"),
        ("seconds, all", lambda r: r["wall"], "{:,.1f}"),
        ("of them after the commit: merging, who is who", lambda r: r["wall"] - r["commit"], "{:,.1f}"),
        ("processor seconds", lambda r: r["cpu"], "{:,.1f}"),
        ("the generator's own", lambda r: r["grow_cpu"], "{:,.1f}"),
        ("peak memory of add, MB", lambda r: r["peak"], "{:,.0f}"),
        ("of it not mapped files, MB", lambda r: r.get("anonymous", 0), "{:,.0f}"),
        ("bytes of index an article", lambda r: r["bytes"] / r["articles"], "{:,.0f}"),
        ("index : text", lambda r: r["bytes"] / r["text"], "{:.2f}"),
        ("segments", lambda r: r["segments"], "{:,.0f}"),
        ("all 200 queries, p50 ms", lambda r: r["latency"]["all"][1] / 1e3, "{:,.2f}"),
        ("all 200 queries, p99 ms", lambda r: r["latency"]["all"][3] / 1e3, "{:,.1f}"),
        *((f"{kind}, p50 ms", lambda r, k=kind: r["latency"][k][1] / 1e3, "{:,.2f}") for kind in KINDS),
        *((f"{kind}, slowest ms", lambda r, k=kind: r["latency"][k][4] / 1e3, "{:,.1f}") for kind in KINDS),
        ("memory of that process, MB", lambda r: r["latency_peak"], "{:,.0f}"),
        ("cold start, words, ms", lambda r: r["start"], "{:,.0f}"),
        ("cold start, --person Lavrov, ms", lambda r: r["start_person"], "{:,.0f}"),
        ("peak memory of naba search, words, MB", lambda r: r["start_peak"], "{:,.0f}"),
        ("peak memory of naba search --person, MB", lambda r: r["start_person_peak"], "{:,.0f}"),
    ]
    head = ["articles", *(f"{r['articles']:,}" for r in rows), "grows as articles to the power"]
    lines = [[label, *(shape.format(of(r)) for r in rows), f"{exponent(first, last, of):.2f}" if len(rows) > 1 else ""]
             for label, of, shape in measures]
    made = "; ".join(f"{r['articles']:,}: commit {r['commit_id']}, {r['threads']} threads, {r['machine']}" for r in rows)
    return f"`make growth NEWS=…`. {made}.\n\n" + table(head, lines)


def scale(rows):
    """What a machine holds, from the largest corpus measured and how fast each thing grows."""
    rows = [rows[k] for k in sorted(rows, key=int)]
    first, last = rows[0], rows[-1]

    def at(articles, of):
        power = exponent(first, last, of) if len(rows) > 1 else 1
        return of(last) * (articles / last["articles"]) ** (power if power == power else 1)

    lines = []
    for articles in (100_000, 1_000_000, 3_000_000, 10_000_000):
        hours = at(articles, lambda r: r["wall"]) / 3600
        lines.append([f"{articles:,}", f"{at(articles, lambda r: r['bytes']) / 1e9:.1f}",
                      f"{hours:.1f} h" if hours >= 1 else f"{60 * hours:.0f} min" if hours >= 1 / 60 else f"{3600 * hours:.0f} s",
                      *(f"{at(articles, of):,.0f}" for of in (lambda r: r["peak"], lambda r: r["latency"]["all"][1] / 1e3,
                                                            lambda r: r["latency"]["all"][3] / 1e3, lambda r: r["start_person"],
                                                            lambda r: r["start_person_peak"]))])
    head = ["articles", "index, GB", "to build", "memory to build, MB", "p50, ms", "p99, ms", "cold start --person, ms",
            "its memory, MB"]
    note = (f"Carried on from {first['articles']:,} and {last['articles']:,} articles, each figure at its own power of the number "
            "of articles; what lies past the largest measured is a guess.")
    return table(head, lines) + "\n\n" + note


def main():
    about = options(__doc__)
    about.add_argument("--sizes", default="25000,100000,400000,1000000")
    about.add_argument("--scale", default="")
    about.add_argument("--render", action="store_true")
    about.add_argument("--keep", action="store_true")
    args = about.parse_args()
    args.sizes = [int(s) for s in args.sizes.split(",")]
    figures = os.path.join(args.work, "growth.json")
    rows = json.load(open(figures)) if os.path.exists(figures) else {}
    for articles in [] if args.render else args.sizes:
        rows[str(articles)] = measure(args, articles)
        print(json.dumps(rows[str(articles)]), file=sys.stderr, flush=True)
        json.dump(rows, open(figures, "w"), indent=1)
    if not rows:
        sys.exit(f"error: nothing in {figures} yet")
    print(page(rows))
    if args.results:
        between(args.results, "growth", page(rows))
    if args.scale:
        between(args.scale, "scale", scale(rows))


if __name__ == "__main__":
    main()
