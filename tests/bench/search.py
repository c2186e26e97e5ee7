"""Dryf's samplers and Optuna's on one space (`search_space.toml`), by the same evaluator (`search.rs`), on PolEval's training file.

    python search.py draw PROGRAM TABLE [--times N] [--seed S] [--share S]
    python search.py surrogate PROGRAM TABLE [--objective NAME] [--seeds A:B] [--trials N] [--share S] [SAMPLER...]
    python search.py real PROGRAM TABLE [--objective NAME] [--seeds A:B] [--trials N] [--share S] [SAMPLER...]

PROGRAM is what `cargo bench --no-run --bench search` builds; it wants DRYF_POLEVAL_DIR. TABLE is a file of JSON lines, each a
configuration and what it came to on the split of a run; what is there is not evaluated again, by whomever it is asked for.
With `--share` the split scores another share of the rows than 0.3 and learns from the rest; it wants a table of its own.

`draw` adds random configurations. `surrogate` fits a random forest to the table, which has the values without their noise, and has
each sampler search it; `real` has it search the evaluator. Both print how good the best of the first 10, 25 and 50 trials is, on
average over the seeds with the 95 % interval of the mean, and the one-sided Wilcoxon signed-rank test that it is better than
Optuna's with the same seed. SAMPLER is `optuna`, or one of Dryf's, with `:2` behind it for a lag of 2. Nobody is given a
configuration to begin with. What fails, such as by taking more than a minute of processor, is told as failed to all.
"""

import argparse
import json
import math
import statistics
import sys
import tomllib
from pathlib import Path

sys.dont_write_bytecode = True
sys.path.insert(0, str(Path(__file__).resolve().parent))

from search_filter import Filter  # noqa: E402

SPACE = Path(__file__).resolve().parent / "search_space.toml"
# When a setting has an effect; the evaluator refuses a configuration that has another set of them.
EFFECT = {
    "tfidf.token_pattern": lambda point: point["tfidf.analyzer"] == "word",
    "svc.kernel": lambda point: point["svc.engine"] == "smo",
    "svc.gamma": lambda point: point.get("svc.kernel") in ("rbf", "poly"),
    "svc.loss": lambda point: point["svc.engine"] == "linear",
}
MARKS = (10, 25, 50)
# Seconds of processor for a configuration.
LIMIT = 60


class Dimension:
    def __init__(self, key, entry):
        self.key = key
        self.when = entry.get("when", {}) if isinstance(entry, dict) else {}
        values = [str(value) for values in self.when.values() for value in values]
        self.name = key + ("@" + ",".join(values) if values else "")
        self.choices = entry if isinstance(entry, list) else entry.get("choices")
        if self.choices is None:
            self.low, self.high, self.log = entry["low"], entry["high"], entry.get("log", False)

    def takes_part(self, point):
        holds = all(point.get(key) in values for key, values in self.when.items())
        return holds and EFFECT.get(self.key, lambda _: True)(point)

    def suggest(self, trial):
        if self.choices:
            # Optuna wants choices that are no lists.
            return json.loads(trial.suggest_categorical(self.name, [json.dumps(choice) for choice in self.choices]))
        suggest = trial.suggest_int if isinstance(self.low, int) else trial.suggest_float
        return suggest(self.name, self.low, self.high, log=self.log)

    def columns(self, point):
        value = point.get(self.name)
        if self.choices:
            return [float(value == choice) for choice in self.choices]
        scaled = math.log if self.log else float
        return [-1.0 if value is None else (scaled(value) - scaled(self.low)) / (scaled(self.high) - scaled(self.low))]


def space():
    def entries(entry):
        return entry if isinstance(entry, list) and all(isinstance(item, dict) for item in entry) else [entry]

    table = tomllib.loads(SPACE.read_text())
    dimensions = [
        Dimension(f"{section}.{name}", entry)
        for section, settings in table.items()
        for name, alternatives in settings.items()
        for entry in entries(alternatives)
    ]
    deciding = ("tfidf.analyzer", "svc.engine", "svc.kernel")
    return sorted(dimensions, key=lambda one: deciding.index(one.key) if one.key in deciding else len(deciding))


def suggested(dimensions, trial):
    point = {}
    for one in dimensions:
        if one.takes_part(point):
            point[one.name] = one.suggest(trial)
    return point


class Table:
    def __init__(self, path, program, share):
        self.path, self.program, self.share, self.filter = Path(path), program, share, None
        lines = self.path.read_text().splitlines() if self.path.exists() else []
        self.rows = {self.name(row["config"]): row for row in map(json.loads, lines)}

    @staticmethod
    def name(config):
        return json.dumps(config, sort_keys=True)

    def scores(self, config):
        name = self.name(config)
        if name not in self.rows:
            self.filter = self.filter or Filter(self.program, "evaluate", 1, LIMIT, self.share)
            self.filter.write(config)
            self.rows[name] = {"config": config, **self.filter.read()}
            with self.path.open("a") as file:
                file.write(json.dumps(self.rows[name]) + "\n")
        return self.rows[name]


def draw(table, times, seed):
    proposals = Filter(table.program, "propose", "random", seed)
    for _ in range(times):
        table.scores(proposals.read())
        proposals.write(None)
    proposals.close()


def surrogate(table, dimensions, objective):
    """The forest's value at a configuration, and how it stands to values that it has not seen."""
    import numpy
    from sklearn.ensemble import RandomForestRegressor
    from sklearn.model_selection import cross_val_predict

    def columns(config):
        return [column for one in dimensions for column in one.columns(config)]

    rows = [row for row in table.rows.values() if objective in row]
    x, y = numpy.array([columns(row["config"]) for row in rows]), numpy.array([row[objective] for row in rows])
    forest = RandomForestRegressor(n_estimators=100, min_samples_leaf=3, max_features=0.5, random_state=0)
    unseen = cross_val_predict(forest, x, y, cv=5)
    forest.fit(x, y)
    print(f"{len(rows)} configurations, {len(table.rows) - len(rows)} that failed and are left out; {objective} from "
          f"{y.min():.4f} to {y.max():.4f}; of values that it has not seen the forest explains "
          f"{1 - ((y - unseen) ** 2).sum() / ((y - y.mean()) ** 2).sum():.2f}; its best is {forest.predict(x).max():.4f}\n")
    # A leaf by a look at each tree: what `predict` does, without what it checks each time.
    trees = [tree.tree_ for tree in forest.estimators_]

    def value(config):
        row = numpy.array([columns(config)], dtype=numpy.float32)
        return float(numpy.mean([tree.value[tree.apply(row)[0], 0, 0] for tree in trees]))

    return value


def optuna_study(dimensions, seed, trials, value):
    import optuna

    optuna.logging.set_verbosity(optuna.logging.ERROR)
    study = optuna.create_study(direction="maximize", sampler=optuna.samplers.TPESampler(seed=seed))
    values = []
    for _ in range(trials):
        trial = study.ask()
        values.append(value(suggested(dimensions, trial)))
        if values[-1] is None:
            study.tell(trial, state=optuna.trial.TrialState.FAIL)
        else:
            study.tell(trial, values[-1])
    return values


def our_study(program, sampler, seed, trials, value):
    sampler, _, lag = sampler.partition(":")
    proposals = Filter(program, "propose", sampler, seed, lag or 1)
    values = []
    for _ in range(trials):
        values.append(value(proposals.read()))
        proposals.write(values[-1])
    proposals.close()
    return values


def best_so_far(values, marks):
    return [max((value for value in values[:mark] if value is not None), default=0.0) for mark in marks]


def compare(samplers, seeds, trials, run):
    from scipy.stats import t, wilcoxon

    marks = [mark for mark in MARKS if mark < trials] + [trials]
    best = {sampler: [] for sampler in samplers}
    for seed in seeds:
        for sampler in samplers:
            best[sampler].append(best_so_far(run(sampler, seed), marks))
        print(f"seed {seed}: done", file=sys.stderr, flush=True)
    print(f"| sampler | {' | '.join(f'best of {mark}' for mark in marks)} | {' | '.join(f'p of {mark}' for mark in marks)} |")
    print("|---" * (1 + 2 * len(marks)) + "|")
    for sampler in samplers:
        cells, tests = [], []
        for at in range(len(marks)):
            ours = [row[at] for row in best[sampler]]
            half = t.ppf(0.975, len(ours) - 1) * statistics.stdev(ours) / math.sqrt(len(ours))
            cells.append(f"{statistics.mean(ours):.4f} ± {half:.4f}")
            if sampler == "optuna" or "optuna" not in best:
                tests.append("–")
            else:
                gains = [a - b[at] for a, b in zip(ours, best["optuna"])]
                tests.append(f"{wilcoxon(gains, alternative='greater').pvalue:.2g}" if any(gains) else "1")
        print(f"| {sampler} | {' | '.join(cells)} | {' | '.join(tests)} |", flush=True)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("what", choices=["draw", "surrogate", "real"])
    parser.add_argument("program")
    parser.add_argument("table")
    parser.add_argument("samplers", nargs="*")
    parser.add_argument("--times", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--seeds", default="0:50")
    parser.add_argument("--trials", type=int, default=50)
    parser.add_argument("--share", type=float, default=0.3)
    parser.add_argument("--objective", default="f1_macro")
    given = parser.parse_intermixed_args()
    table, dimensions = Table(given.table, given.program, given.share), space()
    if given.what == "draw":
        return draw(table, given.times, given.seed)
    if given.what == "surrogate":
        value = surrogate(table, dimensions, given.objective)
    else:
        def value(config):
            return table.scores(config).get(given.objective)

    def run(sampler, seed):
        if sampler == "optuna":
            return optuna_study(dimensions, seed, given.trials, value)
        return our_study(given.program, sampler, seed, given.trials, value)

    compare(given.samplers or ["optuna", "random", "tpe", "union", "forest"], range(*map(int, given.seeds.split(":"))), given.trials, run)


main()
