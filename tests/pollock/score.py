"""Scores what Inspect data makes of the Pollock benchmark, with the benchmark's own metric.

score.py BENCHMARK RESULTS: BENCHMARK is a copy of HPI-Information-Systems/Pollock, RESULTS a folder with one folder for
each of survey_sample and polluted_files, as `inspect_natively` writes them, and with clean/ for the clean forms of
both. Prints the scores, the files that differ from their clean form without a word, and the clean forms that do not
come out the same or of which something is told.
"""

import csv
import functools
import io
import json
import multiprocessing
import os
import sys
import warnings

warnings.simplefilter("ignore")
csv.field_size_limit(1 << 30)
benchmark, results = map(os.path.abspath, sys.argv[1:3])
sys.path.insert(0, benchmark)
from pollock import data_types, metrics  # noqa: E402

# A cell is typed once, however often it stands in the files.
metrics.normalize_cell = functools.lru_cache(None)(data_types.normalize_cell)
SETS = ["survey_sample", "polluted_files"]
# What is told of names alone does not count against a clean form.
NAMES = ("A second column", "without a name")


def cells(path):
    with open(path, "rb") as file:
        data = file.read()
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("latin-1")
    # A line with nothing in it has no cells.
    return [row for row in csv.reader(io.StringIO(text, newline="")) if row]


def report(folder):
    found = {}
    with open(os.path.join(folder, "report.tsv"), encoding="utf-8") as lines:
        for line in lines:
            name, count, notes, problems = line.rstrip("\n").split("\t")
            found[name] = (count, notes.partition(": ")[2], problems)
    return found


def score(job):
    of, name = job
    clean = os.path.join(benchmark, of, "clean", name)
    ours = os.path.join(results, of, name)
    if not os.path.exists(ours):
        return name, [0.0] * 10, False
    try:
        measures = metrics.header_record_cell_measures_csv(clean, ours)
    except Exception:  # a file that the metric cannot read scores nothing
        measures = [0.0] * 9
    return name, [1.0, *map(float, measures)], cells(clean) == cells(ours)


def main():
    with open(os.path.join(benchmark, "pollock_weights.json"), encoding="utf-8") as file:
        weights = json.load(file)
    for of in SETS:
        names = sorted(os.listdir(os.path.join(benchmark, of, "csv")))
        told = report(os.path.join(results, of))
        with multiprocessing.Pool() as pool:
            scores = pool.map(score, [(of, name) for name in names], chunksize=20)
        simple = sum(sum(measures) for _, measures, _ in scores) / len(scores)
        line = f"{of}: {len(scores)} files, simple {simple:.2f}"
        if of == "polluted_files":
            weight = sum(weights.get(name, -1) for name in names)
            weighted = sum(sum(measures) * weights.get(name, -1) for name, measures, _ in scores)
            line += f", weighted {weighted / weight:.2f}"
        silent = [name for name, _, same in scores if not same and told[name][:2] == ("0", "")]
        print(f"{line}; differ from their clean form without a word: {len(silent)}")
        for name in silent:
            print(f"  {name}")
    differ, spoken, all_of_them = [], [], 0
    for of in SETS:
        told = report(os.path.join(results, "clean", of))
        for name in sorted(os.listdir(os.path.join(benchmark, of, "clean"))):
            all_of_them += 1
            ours = os.path.join(results, "clean", of, name)
            clean = os.path.join(benchmark, of, "clean", name)
            if not os.path.exists(ours) or cells(clean) != cells(ours):
                differ.append(name)
            count, _, problems = told[name]
            others = [what for what in problems.split(" | ") if not any(about in what for about in NAMES)]
            if count != "0" and others:
                spoken.append(f"{name}: {others[0]}")
    print(f"clean forms: {all_of_them}; not the same: {len(differ)} {differ or ''}; told of more than names: {len(spoken)}")
    for line in spoken:
        print(f"  {line}")


if __name__ == "__main__":
    main()
