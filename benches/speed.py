#!/usr/bin/env python3
"""Naba against Apache Lucene and bare tantivy on the same articles, in one run; `make bench` calls it.

usage: speed.py --news NEWS.jsonl.gz [--lucene DIR] [--bin target/release] [--work target/bench] [--rounds 5] [--threads 2]
                [--results benches/RESULTS.md]
       speed.py --news NEWS.jsonl.gz --combine A/speed.json,B/speed.json [--results …]    one table of runs that were made before

Each round starts every contestant once (the searches, which are short, three times), one after the other, in an order that moves on by
one place a round. A ratio is taken within its round, between processes that ran next to each other in time; the table has the median of
the rounds and, in brackets, the least and the most. So what else the machine does in a round weighs on both sides.
Seconds of processors are printed too: other processes move them less than the clock on the wall.

--lucene is the folder with LucenePeer.java and its `run`, which fetches the jars with Maven and needs a JDK 21 or newer (JAVA_HOME, or
the newest under /usr/lib/jvm). Without it, or without a JDK, Lucene's rows say so. Its process is started here by `java` itself, as
`run` looks for a JDK before, which is no part of Lucene."""
import glob
import json
import os
import re
import subprocess
import sys
from measure import between, commit, empty, machine, median, options, run, size, table

HERE = os.path.dirname(os.path.abspath(__file__))
WARM = "-Xms4g -Xmx4g -XX:+AlwaysPreTouch"
COLD_STARTS = 20
# Pairs of searches in a round: a search takes two seconds, in which the machine may be another one than in the two before.
SEARCHES = 3


class Lucene:
    """The peer, or why it is not there."""

    def __init__(self, folder):
        self.why, self.java = None, None
        if not folder:
            self.why = "no folder given (LUCENE=DIR)"
        elif not os.path.exists(os.path.join(folder, "run")):
            self.why = f"nothing at {folder}"
        else:
            built = subprocess.run([os.path.join(folder, "run"), "summary", os.devnull], capture_output=True, text=True)
            if built.returncode:
                self.why = (built.stderr.strip().splitlines() or ["it did not start"])[-1]
            else:
                self.java = max(self.jdks())[1]

    @staticmethod
    def jdks():
        for home in [os.environ.get("JAVA_HOME", ""), *glob.glob("/usr/lib/jvm/*")]:
            if os.access(os.path.join(home, "bin/javac"), os.X_OK):
                said = subprocess.run([os.path.join(home, "bin/javac"), "-version"], capture_output=True, text=True)
                yield int(re.search(r"javac (\d+)", said.stdout + said.stderr)[1]), os.path.join(home, "bin/java")

    def run(self, options, *args):
        home = os.environ.get("LUCENE_HOME", os.path.expanduser("~/.cache/naba-lucene"))
        return run([self.java, "--enable-native-access=ALL-UNNAMED", "--add-modules", "jdk.incubator.vector", *options.split(),
                    "-cp", f"{home}/classes:{home}/lib/*", "LucenePeer", *args])

    @staticmethod
    def results(out, phase):
        """The RESULT lines of a phase, each as its numbers."""
        for line in out.splitlines():
            if line.startswith("RESULT\t") and f"phase={phase}" in line:
                yield line, {k: float(v) for k, v in re.findall(r"\t(\w+)=([\d.]+)", line)}


class Bench:
    def __init__(self, args):
        self.args, self.lucene = args, Lucene(args.lucene)
        self.machine, self.commit = machine(), commit()
        self.rows = {}  # contestant to what each round gave
        os.makedirs(args.work, exist_ok=True)
        self.path = lambda name: os.path.join(args.work, name)
        self.program = lambda name: os.path.join(args.bin, name)

    def note(self, name, **numbers):
        self.rows.setdefault(name, []).append(numbers)
        told = " ".join(f"{k}={v:.4g}" for k, v in numbers.items())
        print(f"{name}: {told}", file=sys.stderr, flush=True)

    # ------------------------------------------------------------ contestants

    def naba(self, name, *options):
        index = empty(self.path(f"index-{name}"))
        done = run([self.program("naba-index"), "--index", index, "add", "--quiet", "--json", "--threads", self.args.threads,
                    *options, self.args.news])
        said = json.loads(done.out.splitlines()[-1])
        self.articles, self.bytes = said["read"], said["bytes"]
        self.note(name, wall=done.wall, cpu=done.cpu, peak=done.peak, bytes=size(index), rate=said["read"] / done.wall)

    def bare(self, name, mode, file):
        index = empty(self.path("index-bare"))
        done = run([self.program("examples/bare_tantivy"), "index", mode, file, index, self.args.threads])
        read = json.loads(done.out.splitlines()[-1])["articles"]
        self.note(name, wall=done.wall, cpu=done.cpu, peak=done.peak, bytes=size(index), rate=read / done.wall)
        empty(index)

    def lucene_whole(self, name, options):
        index = self.path("index-lucene")
        done = self.lucene.run(options, "index", self.args.news, index, str(self.args.threads))
        self.note(name, wall=done.wall, cpu=done.cpu, peak=done.peak, bytes=size(index), rate=self.articles / done.wall)

    def lucene_warm(self, name):
        done = self.lucene.run(WARM, "index", self.args.news, self.path("index-lucene-warm"), str(self.args.threads),
                               "--repeat", "7")
        steady = [numbers for _, numbers in self.lucene.results(done.out, "steady")]
        secs = median([s["secs"] for s in steady])
        cores = [float(c) for c in re.findall(r"phase=steady.*?own_cores=([\d.]+)", done.out)]
        self.note(name, wall=secs, cpu=secs * median(cores), peak=done.peak, bytes=steady[0]["bytes"],
                  rate=median([s["docs_s"] for s in steady]))
        empty(self.path("index-lucene-warm"))

    def naba_search(self, name):
        done = run([self.program("examples/latency"), self.path("index-naba"), self.path("plain.tsv")])
        said = json.loads(done.out.splitlines()[-1])
        kinds = {f"p50_{kind}": row[1] / 1e3 for kind, row in said.items() if isinstance(row, list)}
        self.note(name, p50=said["all"][1] / 1e3, p90=said["all"][2] / 1e3, p99=said["all"][3] / 1e3, peak=done.peak, **kinds)

    def lucene_search(self, name):
        done = self.lucene.run(WARM, "search", self.path("index-lucene"), self.path("plain.tsv"), "10", self.path("lucene.run"))
        for line, numbers in self.lucene.results(done.out, "steady"):
            if "mode=snippet" in line:
                self.note(name, p50=numbers["p50_ms"], p99=numbers["p99_ms"], peak=done.peak)

    def cold_start(self, name, *query):
        for _ in range(COLD_STARTS):
            done = run([self.program("naba"), "--index", self.path("index-naba"), "search", *query])
            self.rows.setdefault(name, []).append({"wall": done.wall * 1e3, "peak": done.peak})
        print(f"{name}: {median([r['wall'] for r in self.rows[name]]):.1f} ms", file=sys.stderr)

    # ------------------------------------------------------------ rounds

    def measure(self):
        forms = self.path("forms.jsonl")
        run([self.program("examples/bare_tantivy"), "prepare", self.args.news, forms])
        contestants = [
            lambda: self.naba("naba"),
            lambda: self.naba("naba-plain", "--no-entities"),
            lambda: self.bare("bare-forms", "forms", forms),
            lambda: self.bare("bare", "default", self.args.news),
        ]
        self.naba("warm-up")
        empty(self.path("index-warm-up"))
        if self.lucene.why:
            print(f"Lucene is left out: {self.lucene.why}", file=sys.stderr)
        else:
            contestants += [
                lambda: self.lucene_whole("lucene", "-Xmx4g"),
                lambda: self.lucene_whole("lucene-touched", WARM),
                lambda: self.lucene_warm("lucene-warm"),
            ]
        for round_ in range(self.args.rounds):
            print(f"round {round_ + 1} of {self.args.rounds}, {machine()}", file=sys.stderr, flush=True)
            turn = round_ % len(contestants)
            for contestant in contestants[turn:] + contestants[:turn]:
                contestant()
            if round_ == 0:
                queries = run([sys.executable, os.path.join(HERE, "queries.py"), "plain", self.args.news, self.program("naba"),
                               self.path("index-naba")])
                open(self.path("plain.tsv"), "w", encoding="utf-8").write(queries.out)
            searches = [lambda: self.naba_search("search")]
            if not self.lucene.why:
                searches.append(lambda: self.lucene_search("lucene-search"))
            for turn in range(round_, round_ + SEARCHES):
                for search in searches if turn % 2 else searches[::-1]:
                    search()
        self.cold_start("start", "وزير الخارجية")
        self.cold_start("start-person", "--person", "Lavrov")
        for folder in ("index-naba", "index-naba-plain", "index-lucene"):
            empty(self.path(folder))
        os.remove(forms)

    # ------------------------------------------------------------ the page

    def of(self, name, key):
        return [row[key] for row in self.rows.get(name, [])]

    def ratio(self, a, b, key="rate"):
        """Of a to b, round by round: median, least and most."""
        ratios = [x / y for x, y in zip(self.of(a, key), self.of(b, key))]
        return (median(ratios), min(ratios), max(ratios)) if ratios else None

    def target(self, what, found, limit, unit="", most=True):
        """One row: `found` is a number or a median with least and most; at most `limit`, or at least."""
        if found is None:
            return [what, f"not measured: {self.lucene.why}", "", ""]
        value, *spread = found if isinstance(found, tuple) else (found,)
        text = f"{value:.2f}" if not unit else f"{value:.0f} {unit}"
        if spread:
            text += f" ({spread[0]:.2f} to {spread[1]:.2f})"
        met = "" if limit is None else "met" if (value <= limit if most else value >= limit) else "**missed**"
        sign = "" if limit is None else f"{'≤' if most else '≥'} {limit:g}{' ' + unit if unit else ''}"
        return [what, text, sign, met]

    def page(self):
        # The spread of the ratios against Lucene's whole process says how far a run can be trusted.
        at_least = dict(most=False)
        targets = [
            self.target("add, everything : Lucene's whole process", self.ratio("naba", "lucene"), 1.2, **at_least),
            self.target("the same, Lucene's heap touched first as its `run` does", self.ratio("naba", "lucene-touched"), None),
            self.target("add, everything : Lucene warmed up", self.ratio("naba", "lucene-warm"), 0.5, **at_least),
            self.target("add --no-entities : Lucene's whole process", self.ratio("naba-plain", "lucene"), 1.5, **at_least),
            self.target("add --no-entities : Lucene warmed up", self.ratio("naba-plain", "lucene-warm"), None),
            self.target("add --no-entities : bare tantivy given the same tokens", self.ratio("naba-plain", "bare-forms"), 0.9,
                        **at_least),
            self.target("add --no-entities : bare tantivy, its default tokenizer", self.ratio("naba-plain", "bare"), None),
            self.target("bare tantivy, default tokenizer : Lucene's whole process", self.ratio("bare", "lucene"), None),
            self.target("search p50 : Lucene's (less is better)", self.ratio("search", "lucene-search", "p50"), 0.7),
            self.target("search p99 : Lucene's", self.ratio("search", "lucene-search", "p99"), 0.7),
            self.target("bytes of the index : Lucene's", self.ratio("naba", "lucene", "bytes"), 1.2),
            self.target("bytes of the index without entities : Lucene's", self.ratio("naba-plain", "lucene", "bytes"), None),
            self.target("`naba search WORDS`, cold start", median(self.of("start", "wall")), 60, "ms"),
            self.target("`naba search --person NAME`, cold start", median(self.of("start-person", "wall")), 60, "ms"),
            self.target("peak memory of add", max(self.of("naba", "peak")), 600, "MB"),
            self.target("peak memory of search", max(self.of("start", "peak") + self.of("start-person", "peak")), 150, "MB"),
        ]
        speeds = []
        for name, label in [("naba", "naba-index add"), ("naba-plain", "naba-index add --no-entities"),
                            ("bare-forms", "bare tantivy, the same tokens"), ("bare", "bare tantivy, default tokenizer"),
                            ("lucene", "Lucene, whole process"), ("lucene-touched", "Lucene, whole process, heap touched"),
                            ("lucene-warm", "Lucene, warmed up, runs 5 to 7 in one process")]:
            rates = self.of(name, "rate")
            if rates:
                speeds.append([label, f"{median(rates):,.0f} ({min(rates):,.0f} to {max(rates):,.0f})",
                               f"{self.ratio(name, 'naba')[0]:.2f}", f"{median(self.of(name, 'cpu')):.1f}",
                               f"{max(self.of(name, 'peak')):.0f}", f"{median(self.of(name, 'bytes')) / 1e6:.1f}"])
        latencies = []
        for name, label in [("search", "Naba"), ("lucene-search", "Lucene, UnifiedHighlighter, warmed up")]:
            if self.of(name, "p50"):
                latencies.append([label, *(f"{median(self.of(name, p)):.2f} ({min(self.of(name, p)):.2f} to "
                                           f"{max(self.of(name, p)):.2f}), {self.ratio(name, 'search', p)[0]:.2f} of Naba's"
                                           for p in ("p50", "p99")), f"{max(self.of(name, 'peak')):.0f}"])
        kinds = ", ".join(f"{k[4:]} {median(self.of('search', k)):.2f}" for k in self.rows["search"][0]
                          if k.startswith("p50_") and k != "p50_all")
        return "\n\n".join([
            f"`make bench LUCENE=… NEWS=…`, {self.args.rounds} rounds, {self.args.threads} threads, {self.articles:,} articles, "
            f"{self.bytes / 1e6:.1f} MB of title and body, commit {self.commit}. Machine: {self.machine}.",
            table(["what", "median of the rounds (least to most)", "target", ""], targets),
            "Articles a second of the whole process (of Lucene warmed up: inside it), beside Naba's in the same round:",
            table(["", "articles/s", "times Naba's", "processor seconds", "peak MB", "index MB"], speeds),
            "Milliseconds a query of 700 (500 headlines, 80 words, 60 pairs, 60 names), ten hits, title and marked passage, one "
            f"process, every query answered before. Naba's medians by kind: {kinds}.",
            table(["", "p50", "p99", "peak MB"], latencies),
        ])


def combined(args):
    """The rounds of several runs as those of one, and on standard error the ratios of each run."""
    runs = [json.load(open(path, encoding="utf-8")) for path in args.combine.split(",")]
    args.lucene, args.rounds = "", sum(run["rounds"] for run in runs)
    whole = Bench(args)
    whole.lucene.why = None
    whole.articles, whole.bytes = runs[0]["articles"], runs[0]["bytes"]
    whole.machine, whole.commit = runs[0]["machine"], runs[0]["commit"]
    for run in runs:
        for name, rows in run["rows"].items():
            whole.rows.setdefault(name, []).extend(rows)
    for name, other, key in [("naba", "lucene", "rate"), ("naba", "lucene-warm", "rate"), ("naba-plain", "lucene", "rate"),
                             ("naba-plain", "bare-forms", "rate"), ("search", "lucene-search", "p50"),
                             ("search", "lucene-search", "p99")]:
        ratios = []
        for run in runs:
            pairs = zip(run["rows"][name], run["rows"][other])
            ratios.append(median([a[key] / b[key] for a, b in pairs]))
        print(f"{name} : {other}, {key}: " + ", ".join(f"{r:.2f}" for r in ratios)
              + f"; most : least {max(ratios) / min(ratios):.2f}", file=sys.stderr)
    return whole


def main():
    about = options(__doc__)
    about.add_argument("--lucene", default="")
    about.add_argument("--rounds", type=int, default=5)
    about.add_argument("--combine", default="", help="figures of runs with as many rounds each as --rounds says, with a comma between")
    args = about.parse_args()
    if args.combine:
        bench = combined(args)
    else:
        bench = Bench(args)
        bench.measure()
        with open(bench.path("speed.json"), "w", encoding="utf-8") as out:
            json.dump({"machine": bench.machine, "commit": bench.commit, "rounds": args.rounds, "articles": bench.articles,
                       "bytes": bench.bytes, "rows": bench.rows}, out, indent=1)
    page = bench.page()
    print(page)
    if args.results:
        between(args.results, "speed", page)


if __name__ == "__main__":
    main()
