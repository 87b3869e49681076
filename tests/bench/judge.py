"""Runs the benchmarks in alternating rounds and judges the ratios to the bound of each group."""

import argparse
import json
import os
import pathlib
import resource
import statistics
import subprocess
import sys
import tempfile
import time

ROOT = pathlib.Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "release"

# Row, what it is measured against, the goal, and the goal beyond it. Of several the fastest counts.
GOALS = {
    "hold/callback": (("hold/bare_heap", "hold/bare_ladder"), 1.5, 1.2),
    "hold/process": (("hold/callback",), 1.4, 1.2),
    "single_server/process": (("single_server/two_event_loop",), 3.0, 2.0),
    "time_outs/armed": (("time_outs/bare_ladder",), 1.5, 1.2),
}
GOALS_AT = {("hold/process", "1000000"): (("hold/callback",), 1.7, 1.2)}
BOUNDS = {
    "hold": ("hold/bare_heap", "hold/bare_ladder"),
    "single_server": ("single_server/two_event_loop",),
    "time_outs": ("time_outs/bare_ladder",),
}


def native_round(program, group):
    """Nanoseconds of processor time by (row, N)."""
    program = BUILD / "tests" / "bench" / program
    command = [program, f"--benchmark_filter=^{group}/", "--benchmark_format=json"]
    output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
    rows = {}
    for entry in json.loads(output)["benchmarks"]:
        row, _, rest = entry["name"].partition("/iterations:")[0].rpartition("/")
        key = (row, rest) if rest.isdigit() else (f"{row}/{rest}", "")
        rows[key] = entry["cpu_time"]
    return rows


def simpy_round(python, label):
    """SimPy's rows under `label`; empty when this interpreter does not have it."""
    script = ROOT / "tests" / "bench" / "peers" / "simpy_bench.py"
    try:
        done = subprocess.run([python, script], capture_output=True, text=True, check=True)
    except (OSError, subprocess.CalledProcessError):
        return {}
    rows = {}
    for line in done.stdout.splitlines():
        name, nanoseconds = line.split()
        group, _, pending = name.partition("/simpy")
        rows[(f"{group}/{label}", pending.lstrip("/"))] = float(nanoseconds)
    return rows


def collect(rounds):
    """A list of rounds; peers, which nothing is judged by, run in the first ones only."""
    collected = []
    for number in range(rounds):
        rows = {}
        for group in BOUNDS:
            rows.update(native_round("kernel_bench", group))
            if number < 2 and (BUILD / "tests" / "bench" / "ns3_bench").exists():
                rows.update(native_round("ns3_bench", group))
        if number == 0:
            rows.update(simpy_round("/usr/bin/python3", "simpy_cpython"))
            rows.update(simpy_round("pypy3", "simpy_pypy"))
        collected.append(rows)
        print(f"round {number + 1} of {rounds}", file=sys.stderr)
    return collected


def ratio(rounds, key, against):
    """Median over the rounds of the row's time by the fastest of those it is measured against."""
    found = []
    for rows in rounds:
        bounds = [rows[(name, key[1])] for name in against if (name, key[1]) in rows]
        if key in rows and bounds:
            found.append(rows[key] / min(bounds))
    return statistics.median(found)


def verdict_of(value, goal, beyond):
    if value > goal:
        return "MISSED"
    return "beyond" if value <= beyond else "met"


def print_row(row, pending, amount, to_bound, goal="", verdict=""):
    print(f"{row:<19}{pending:>9}{amount:>10}{to_bound:>10}   {goal:<22}{verdict}".rstrip())


def judged(rounds, key):
    """The goal with what was measured against it, and the verdict; empty for a row without one."""
    if key[0] not in GOALS:
        return "", ""
    against, goal, beyond = GOALS_AT.get(key, GOALS[key[0]])
    value = ratio(rounds, key, against)
    of_what = " callback" if against == ("hold/callback",) else ""
    return f"{value:.2f} <= {goal}{of_what}", verdict_of(value, goal, beyond)


def reading_order(key):
    """By size; ours first, then the peers."""
    row, pending = key
    return int(pending or 0), "/ns3" in row, "/simpy" in row, row


def judge_kernel(rounds):
    print_row("row", "N", "ns", "to bound", "goal", "verdict")
    missed = False
    for group, against in BOUNDS.items():
        print(group)
        keys = {key for rows in rounds for key in rows if key[0].startswith(group + "/")}
        for key in sorted(keys, key=reading_order):
            nanoseconds = statistics.median(rows[key] for rows in rounds if key in rows)
            goal, verdict = judged(rounds, key)
            missed = missed or verdict == "MISSED"
            row = "  " + key[0].removeprefix(group + "/")
            to_bound = f"{ratio(rounds, key, against):.2f}"
            print_row(row, key[1], f"{nanoseconds:.1f}", to_bound, goal, verdict)
    return 1 if missed else 0


def run_chat(folder):
    """Simulated seconds per second of processor time, and peak memory in MB of all runs so far."""
    scenario = ROOT / "scenarios" / "chat" / "peak.yaml"
    command = [BUILD / "napkin", "run", scenario, "--set", "run.duration=5s"]
    command += ["--quiet", "--force", "--out", folder]
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    start = time.monotonic()
    done = subprocess.run(command, capture_output=True, text=True)
    seconds = time.monotonic() - start
    if done.returncode not in (0, 1, 3):
        sys.exit(done.stderr)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return 5 / processor, 5 / seconds, after.ru_maxrss / 1024


def judge_chat(rounds):
    with tempfile.TemporaryDirectory() as folder:
        runs = [run_chat(os.path.join(folder, "result")) for _ in range(rounds)]
    processor, wall, megabytes = (statistics.median(column) for column in zip(*runs))
    print("chat/peak, 5 s simulated, start to end with results written:")
    speed = "MISSED" if wall < 2 else "beyond" if wall >= 10 else "met"
    memory = "MISSED" if megabytes > 2048 else "met"
    print(f"  {processor:.3f} simulated seconds per second of processor time")
    print(f"  {wall:.3f} simulated seconds per second by the clock   >= 2   {speed}")
    print(f"  {megabytes:.0f} MB at peak   <= 2048   {memory}")
    return 1 if "MISSED" in (speed, memory) else 0


def time_replications(threads, folder):
    """Seconds by the clock for sixteen replications of M/M/1 on so many threads."""
    scenario = ROOT / "scenarios" / "queueing" / "mm1.yaml"
    command = [BUILD / "napkin", "run", scenario, "-j", str(threads), "--quiet", "--force"]
    command += ["--set", "run.duration=2000s", "--set", "run.replications=16", "--out", folder]
    start = time.monotonic()
    subprocess.run(command, capture_output=True, check=True)
    return time.monotonic() - start


def judge_replications(rounds):
    efficiencies = []
    with tempfile.TemporaryDirectory() as folder:
        result = os.path.join(folder, "result")
        for number in range(rounds):
            alone, together = (time_replications(threads, result) for threads in (1, 2))
            efficiencies.append(alone / (2 * together))
            print(f"round {number + 1} of {rounds}", file=sys.stderr)
    efficiency = statistics.median(efficiencies)
    verdict = "met" if efficiency >= 0.95 else "MISSED"
    print("16 replications of M/M/1, start to end with results written, two threads beside one:")
    print("  of each round: " + ", ".join(f"{one:.3f}" for one in efficiencies))
    print(f"  efficiency {efficiency:.3f}   >= 0.95   {verdict}")
    return 0 if verdict == "met" else 1


# The programs with goals of their own, and their rows that count.
ALGORITHM_ROWS = {
    "placement_bench": "^owner/(ring|std_map_ring)/1000$",
    "cache_bench": "^(hit|get)/",
    "ketama_bench": "^place/",
}


def algorithm_round():
    """What Google Benchmark says of the rows that count, by name."""
    rows = {}
    for name, rows_that_count in ALGORITHM_ROWS.items():
        program = BUILD / "tests" / "bench" / name
        if name == "ketama_bench" and not program.exists():
            continue
        command = [program, f"--benchmark_filter={rows_that_count}", "--benchmark_format=json"]
        command.append("--benchmark_min_time=0.05")
        output = subprocess.run(command, check=True, capture_output=True, text=True).stdout
        for entry in json.loads(output)["benchmarks"]:
            if entry.get("error_occurred"):
                sys.exit(f"{entry['name']}: {entry['error_message']}")
            rows[entry["name"]] = entry
    return rows


def print_goal(row, value, usual="", goal="", verdict=""):
    print(f"{row:<28}{value:>10}{usual:>10}{goal:>8}   {verdict}".rstrip())


def judge_time(rounds, name, usual_name, goal=None):
    """Whether a row misses its goal; beside it the usual way of doing the same. Of all rounds the
    fastest counts: the goals are in nanoseconds, and neighbours can only slow a row."""
    nanoseconds, usual = (
        min(rows[row]["cpu_time"] for rows in rounds) for row in (name, usual_name)
    )
    verdict = "" if goal is None else "met" if nanoseconds < goal else "MISSED"
    asked = "" if goal is None else f"< {goal}"
    print_goal(name, f"{nanoseconds:.1f}", f"{usual:.1f}", asked, verdict)
    return verdict == "MISSED"


def judge_algorithms(rounds):
    rows = rounds[0]
    print_goal("row", "ns", "usual", "goal", "verdict")
    missed = judge_time(rounds, "owner/ring/1000", "owner/std_map_ring/1000", 100)
    hits = [name for name in rows if name.startswith(("hit/", "get/")) and "/std_" not in name]
    for name in hits:
        missed |= judge_time(rounds, name, "hit/std_list_lru/" + name.rpartition("/")[2], 50)
    for name in ("place/ketama/10", "place/ketama/100"):
        if name in rows:
            judge_time(rounds, name, name.replace("ketama", "libmemcached"))
    allocations = sum(rows[name]["allocations"] for name in hits)
    verdict = "met" if allocations == 0 else "MISSED"
    print_goal("allocations on hits", f"{allocations:.0f}", "", "0", verdict)
    return 1 if missed or allocations else 0


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("part", choices=("kernel", "chat", "algorithms", "replications"))
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    if arguments.part == "algorithms":
        return judge_algorithms([algorithm_round() for _ in range(arguments.rounds)])
    if arguments.part == "chat":
        return judge_chat(arguments.rounds)
    if arguments.part == "replications":
        return judge_replications(arguments.rounds)
    return judge_kernel(collect(arguments.rounds))


sys.exit(main())
