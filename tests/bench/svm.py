"""scikit-learn's processor times for the jobs of tests/bench/svm.rs, on one core, beside Dryf's in the same minutes.

    python tests/bench/svm.py BENCH ROWS [JOB...] [--repeat N] [--params TOML]

BENCH is the program that `cargo bench --no-run --bench svm` builds. Each job runs by turns: a round of Dryf's, then one
of scikit-learn's; medians are of the rounds. OPENBLAS_CORETYPE and OPENBLAS_L2_SIZE do not reach scikit-learn.
"""

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
import warnings


def fit(job, x, y, given):
    import numpy as np
    from sklearn.svm import SVC, LinearSVC

    model = LinearSVC(**given) if job == "linear_svc" else SVC(kernel=job, **given)
    began = time.process_time()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        model.fit(x, y)
    seconds = time.process_time() - began
    began = time.process_time()
    model.predict(x[:2000])
    predict = time.process_time() - began
    result = {"seconds": seconds, "predict": predict, "iterations": np.ravel(model.n_iter_).tolist()}
    labels = model.predict(x).astype(int).tolist()
    if job == "linear_svc":
        c = given.get("C", 1.0)
        result["objective"] = []
        for at, (w, b) in enumerate(zip(model.coef_, model.intercept_)):
            sign = np.where(y == model.classes_[at], 1.0, -1.0)
            loss = np.maximum(0, 1 - sign * (x @ w + b))
            result["objective"].append(float((w @ w + b * b) / 2 + c * (loss**2).sum()))
    else:
        result["n_support"] = model.n_support_.tolist()
        result["objective"] = objectives(model, x, y)
    hashed = 0xCBF29CE484222325
    for label in labels:
        hashed = (hashed ^ label) * 0x100000001B3 % 2**64
    result["labels"] = f"{hashed:016x}"
    result["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return result


def objectives(model, x, y):
    """Dual objective of each pair of classes, from the model's coefficients."""
    import numpy as np
    from sklearn.metrics.pairwise import linear_kernel, polynomial_kernel, rbf_kernel, sigmoid_kernel

    kernel = {
        "linear": linear_kernel,
        "poly": lambda a, b: polynomial_kernel(a, b, model.degree, model._gamma, model.coef0),
        "rbf": lambda a, b: rbf_kernel(a, b, model._gamma),
        "sigmoid": lambda a, b: sigmoid_kernel(a, b, model._gamma, model.coef0),
    }[model.kernel]
    k, found = len(model.classes_), []
    coef = model._dual_coef_.toarray() if hasattr(model._dual_coef_, "toarray") else model._dual_coef_
    ends = np.concatenate([[0], np.cumsum(model.n_support_)])
    for i in range(k):
        for j in range(i + 1, k):
            rows = np.r_[ends[i] : ends[i + 1], ends[j] : ends[j + 1]]
            of_pair = np.r_[coef[j - 1, ends[i] : ends[i + 1]], coef[i, ends[j] : ends[j + 1]]]
            used = of_pair != 0
            rows, of_pair = x[model.support_[rows[used]]], of_pair[used]
            twice = sum(
                of_pair[at : at + 500] @ kernel(rows[at : at + 500], rows) @ of_pair for at in range(0, len(of_pair), 500)
            )
            found.append(float(twice / 2 - np.abs(of_pair).sum()))
    return found


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("bench")
    parser.add_argument("rows")
    parser.add_argument("jobs", nargs="*")
    parser.add_argument("--repeat", type=int, default=5)
    parser.add_argument("--params", default="")
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.worker:
        from sklearn.datasets import load_svmlight_file
        import tomllib

        x, y = load_svmlight_file(given.rows, n_features=int(given.worker), zero_based=True)
        # As the vectorizer gives them; LIBSVM takes no other.
        x.indices, x.indptr = x.indices.astype("int32"), x.indptr.astype("int32")
        if x.nnz == x.shape[0] * x.shape[1]:
            x = x.toarray()
        print(json.dumps(fit(given.jobs[0], x, y, tomllib.loads(given.params))))
        return
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "rows.svm")
        subprocess.run([given.bench, given.rows, "--write", path], check=True)
        for job in given.jobs:
            ours, theirs = [], []
            for _ in range(given.repeat):
                command = ["taskset", "-c", "0", given.bench, given.rows, job, "--repeat", "3", "--params", given.params]
                ours.append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
                features = str(ours[-1]["n_features"])
                command = ["taskset", "-c", "0", sys.executable, __file__, "-", path, job, "--worker", features, "--params", given.params]
                run = subprocess.run(command, check=True, capture_output=True, text=True, env=quiet)
                theirs.append(json.loads(run.stdout))
            for what in ("seconds", "predict"):
                a, b = (statistics.median(run[what] for run in runs) for runs in (ours, theirs))
                name = {"seconds": "fit", "predict": "predict 2,000 rows"}[what]
                print(f"{given.rows} {job}, {name}: {a:.4f} s, scikit-learn {b:.4f} s, 1/{b / a:.1f}")
            for who, run in (("dryf", ours[-1]), ("scikit-learn", theirs[-1])):
                keys = ("iterations", "objective", "n_support", "labels", "peak_mb")
                print(f"  {who}: " + ", ".join(f"{key} {run[key]}" for key in keys if key in run))
            sys.stdout.flush()


main()
