"""What the scripts of this folder share: running a program and what it cost, medians, the machine, tables between two marks of a page.

This module stays small on purpose: Linux counts the memory of the process that starts another one into the other's peak."""
import argparse
import os
import platform
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time


class Run:
    """A process that ended: seconds on the wall and of processors, most memory in MB, what it wrote."""

    def __init__(self, wall, usage, out, err):
        self.wall, self.cpu, self.peak = wall, usage.ru_utime + usage.ru_stime, usage.ru_maxrss / 1e3
        self.out, self.err = out, err


def run(argv, env=None, stdin=None):
    """Runs a program to its end; one that fails ends the script with what it said."""
    with tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        start = time.perf_counter()
        child = subprocess.Popen([str(a) for a in argv], stdin=stdin, stdout=out, stderr=err, env=env)
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - start
        child.returncode = os.waitstatus_to_exitcode(status)
        texts = []
        for file in (out, err):
            file.seek(0)
            texts.append(file.read().decode(errors="replace"))
        if child.returncode:
            sys.exit(f"error: {' '.join(map(str, argv))}: exit {child.returncode}: {texts[1].strip()[-2000:]}")
        return Run(wall, usage, *texts)


def median(values):
    return statistics.median(values) if values else float("nan")


def size(folder):
    return sum(os.path.getsize(os.path.join(d, f)) for d, _, files in os.walk(folder) for f in files)


def empty(folder):
    shutil.rmtree(folder, ignore_errors=True)
    return folder


def machine():
    """The machine in one line, with how busy it was."""
    def first(path, pattern):
        try:
            return re.search(pattern, open(path).read())[1].strip()
        except (OSError, TypeError):
            return "?"
    name = first("/proc/cpuinfo", r"model name\s*: (.*)")
    memory = int(int(first("/proc/meminfo", r"MemTotal:\s+(\d+)").replace("?", "0")) / 2**20 + 0.5)
    return (f"{name}, {os.cpu_count()} cores, {memory} GiB, {platform.system()} {platform.release()}, "
            f"load {os.getloadavg()[0]:.1f}")


def commit():
    found = subprocess.run(["git", "describe", "--always", "--dirty"], capture_output=True, text=True)
    return found.stdout.strip() or "unknown"


def between(path, name, text):
    """Puts `text` between the marks `name` of a page, which is made if it is not there."""
    first, last = f"<!-- {name}: written by a script, see benches/README.md -->", f"<!-- end of {name} -->"
    try:
        page = open(path, encoding="utf-8").read()
    except FileNotFoundError:
        page = ""
    if first not in page or last not in page:
        page = page.rstrip("\n") + f"\n\n{first}\n{last}\n"
    before, rest = page.split(first, 1)
    after = rest.split(last, 1)[1]
    with open(path, "w", encoding="utf-8") as out:
        out.write(f"{before}{first}\n{text.strip()}\n{last}{after}")


def held(path, name):
    """What stands between the marks now."""
    try:
        page = open(path, encoding="utf-8").read()
        return page.split(f"<!-- {name}:", 1)[1].split("-->", 1)[1].split(f"<!-- end of {name} -->", 1)[0]
    except (FileNotFoundError, IndexError):
        return ""


def table(head, rows):
    lines = ["| " + " | ".join(head) + " |", "|" + "---|" * len(head)]
    return "\n".join(lines + ["| " + " | ".join(str(c) for c in row) + " |" for row in rows])


def options(page):
    """The options that the scripts have in common; `page` is what their help says."""
    about = argparse.ArgumentParser(description=page, formatter_class=argparse.RawDescriptionHelpFormatter)
    about.add_argument("--news", required=True)
    about.add_argument("--bin", default="target/release")
    about.add_argument("--work", default="target/bench")
    about.add_argument("--threads", type=int, default=2)
    about.add_argument("--results", default="")
    return about
