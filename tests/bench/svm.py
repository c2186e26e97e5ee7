"""scikit-learn's processor times for the jobs of tests/bench/svm.rs, on one core, beside Dryf's in the same minutes.

    python tests/bench/svm.py BENCH ROWS [JOB...] [--repeat N] [--params TOML] [--part] [--peer NAME...] [--liblinear PYTHON]

BENCH is the program that `cargo bench --no-run --bench svm` builds. Each job runs by turns: a round of Dryf's, then one
of scikit-learn's; medians are of the rounds. OPENBLAS_CORETYPE and OPENBLAS_L2_SIZE do not reach scikit-learn.

`linear_svc` is compared with each `--peer`: `default` (scikit-learn's LinearSVC as it is, which chooses one of both), `dual`, `primal` (its `dual=`) or
`liblinear` (the primal solver of LIBLINEAR itself, `-s 2`, at scikit-learn's tolerance). The last is the package liblinear-official of
PyPI, which nothing else here needs: `--liblinear` is a Python that has it, by hand (`pip install liblinear-official==2.50.0 scipy`).
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


def primal(x, y, classes, coef, intercept, c):
    """Objective of LinearSVC's problem of each class against the rest."""
    import numpy as np

    found = []
    for name, w, b in zip(classes, coef, intercept):
        loss = np.maximum(0, 1 - np.where(y == name, 1.0, -1.0) * (x @ w + b))
        found.append(float((w @ w + b * b) / 2 + c * (loss**2).sum()))
    return found


def fit_liblinear(x, y, given):
    import numpy as np
    from liblinear.liblinear import parameter, problem
    from liblinear.liblinearutil import train

    c, tol = given.get("C", 1.0), given.get("tol", 1e-4)
    rows, options = problem(y, x, bias=1), parameter(f"-s 2 -q -B 1 -c {c!r} -e {tol!r}")
    used = time.process_time()
    model = train(rows, options)
    used = time.process_time() - used
    names = model.get_labels()
    weights = [model.get_decfun(label_idx=at) for at in range(len(names))]
    objective = primal(x, y, names, [np.array(w) for w, _ in weights], [b for _, b in weights], c)
    ordered = [value for _, value in sorted(zip(names, objective))]
    return {"seconds": used, "objective": ordered}


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
        result["objective"] = primal(x, y, model.classes_, model.coef_, model.intercept_, c)
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
    parser.add_argument("--part", action="store_true")
    parser.add_argument("--peer", nargs="*", default=["default"], choices=["default", "dual", "primal", "liblinear"])
    parser.add_argument("--liblinear", metavar="PYTHON")
    parser.add_argument("--worker", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.worker:
        import tomllib

        import numpy as np
        from scipy.sparse import load_npz

        x, y = load_npz(given.rows + ".npz"), np.load(given.rows + ".npy")
        params = tomllib.loads(given.params)
        if given.worker == "liblinear":
            print(json.dumps(fit_liblinear(x, y, params)))
            return
        if x.nnz == x.shape[0] * x.shape[1]:
            x = x.toarray()
        if given.worker != "default":
            params["dual"] = given.worker == "dual"
        print(json.dumps(fit(given.jobs[0], x, y, params)))
        return
    quiet = {name: value for name, value in os.environ.items() if not name.startswith("OPENBLAS_")}
    part = ["--part"] if given.part else []
    with tempfile.TemporaryDirectory() as folder:
        path = os.path.join(folder, "rows.svm")
        bench = [given.bench, given.rows, *part]
        subprocess.run([*bench, "--write", path], check=True)
        convert(path)
        for job in given.jobs:
            peers = given.peer if job == "linear_svc" else ["default"]
            runs = {who: [] for who in ["dryf", *peers]}
            for _ in range(given.repeat):
                command = ["taskset", "-c", "0", *bench, job, "--repeat", "3", "--params", given.params]
                runs["dryf"].append(json.loads(subprocess.run(command, check=True, capture_output=True, text=True).stdout))
                for peer in peers:
                    python = given.liblinear if peer == "liblinear" else sys.executable
                    command = ["taskset", "-c", "0", python, __file__, "-", path, job, "--worker", peer, "--params", given.params]
                    run = subprocess.run(command, check=True, capture_output=True, text=True, env=quiet)
                    runs[peer].append(json.loads(run.stdout))
            for what, name in [("seconds", "fit"), ("predict", "predict 2,000 rows")]:
                middle = {who: statistics.median(run[what] for run in of) for who, of in runs.items() if what in of[0]}
                ours = max(middle.pop("dryf"), 1e-4)  # the system counts no finer
                beside = ", ".join(f"{who} {theirs:.4f} s, 1/{theirs / ours:.1f}" for who, theirs in middle.items())
                print(f"{given.rows} {job} {given.params}, {name}: {ours:.4f} s; {beside}")
            for who, of in runs.items():
                keys = ("iterations", "objective", "n_support", "labels", "peak_mb")
                print(f"  {who}: " + ", ".join(f"{key} {of[-1][key]}" for key in keys if key in of[-1]))
            sys.stdout.flush()


def convert(path):
    """The rows as numpy and scipy keep them, so that every peer reads them."""
    import numpy as np
    from scipy.sparse import save_npz
    from sklearn.datasets import load_svmlight_file

    # Every column of a vectorizer has a row, so that the file tells their number.
    x, y = load_svmlight_file(path, zero_based=True)
    # As the vectorizer gives them; LIBSVM takes no other.
    x.indices, x.indptr = x.indices.astype("int32"), x.indptr.astype("int32")
    save_npz(path + ".npz", x)
    np.save(path + ".npy", y)


main()
