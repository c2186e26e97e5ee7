# SPDX-License-Identifier: MIT OR Apache-2.0
# Copyright (c) 2026 The Dryf contributors
"""A text classifier that Dryf trained, in plain Python: cleaning, TF-IDF and support vector machine, no pickle.

It needs numpy only. MLflow loads it as a pyfunc, whose `get_raw_model()` is the classifier; without MLflow:

    import dryf_model
    model = dryf_model.load("path/to/model/data")
    model.labels(["Ale dziś pięknie!"])          # ['non-harmful']
    pipeline = model.to_sklearn()                  # the same as a fitted scikit-learn pipeline

    python dryf_model.py path/to/model/data < texts.txt     # one label a line

The arithmetic is done in the order in which Dryf does it, so that the labels are the same for every text. A loaded model
does not change, so that any number of threads may ask it at once.
"""

import hashlib
import io
import json
import math
import re
import sys
import unicodedata
from pathlib import Path

import numpy as np


def _pandas():
    """pandas, where it is installed."""
    try:
        import pandas
    except ImportError:
        return None
    return pandas


# Labels alone, as of the command line, need none.
pandas = None if __name__ == "__main__" else _pandas()

FORMAT = 2


def load(folder):
    """The classifier whose files (model.json, vocabulary.json, *.npy) lie in `folder`.

    The folder of an archive's model has their digests beside it (`data.sha256`, and `model_sha256` in `MLmodel`): ValueError
    where a file is missing or not the one that was written. Without them the files are read as they are.
    """
    return TextClassifier(folder)


def _load_pyfunc(path):
    """MLflow's entry: `path` is the model's data folder."""
    return load(path)


class TextClassifier:
    """From raw texts to labels. `classes` holds the names of the classes that it can tell apart, in the order of
    every score."""

    def __init__(self, folder):
        files = _files(Path(folder))
        description = json.loads(files["model.json"])
        if description["format"] > FORMAT:
            raise ValueError(
                f"the model has format {description['format']}, this program reads up to {FORMAT}; take the program from "
                "the `code` folder beside the model"
            )
        self.classes = [description["classes"][index] for index in description["trained_classes"]]
        self.recipe = description["recipe"]
        self.tfidf = description["tfidf"]
        self.chars = description.get("chars")
        self.svc = description["svc"]
        self.gamma = description["gamma"]
        self.n_features = description["n_features"]
        self.decision = description["decision"]
        self._arrays = {
            name.removesuffix(".npy"): np.load(io.BytesIO(data), allow_pickle=False)
            for name, data in files.items()
            if name.endswith(".npy")
        }
        self._clean_steps = [_CleanStep(step) for step in description["python_steps"]]
        # In the order of their columns.
        self._vectorizers = {"tfidf": _Vectorizer(self.tfidf, json.loads(files["vocabulary.json"]), self._arrays.get("idf"))}
        if self.chars is not None:
            vocabulary = json.loads(files["chars_vocabulary.json"])
            self._vectorizers["chars"] = _Vectorizer(self.chars, vocabulary, self._arrays.get("chars_idf"))
        if self.decision != "linear":
            coefficients = self._coefficients()
            if _adds_up(self.svc, self._arrays, self.n_features):
                self._vectors = _SummedWeights(self._arrays, coefficients, self.n_features)
            else:
                self._vectors = _SupportVectors(self._arrays, coefficients, self.svc, self.gamma, self.n_features)

    # From a text to its row of features

    def clean(self, text):
        """The text after the cleaning steps."""
        for step in self._clean_steps:
            text = step(text)
        return text

    @property
    def vocabulary(self):
        """The name of each column: its term, or, where words and characters are features together, what scikit-learn's
        `FeatureUnion.get_feature_names_out` calls it, as `chars__ab`."""
        parts = self._vectorizers
        if self.chars is None:
            return parts["tfidf"].vocabulary
        return [f"{name}__{term}" for name, part in parts.items() for term in part.vocabulary]

    def terms(self, cleaned):
        """The terms of a cleaned text in their order, known to the model or not."""
        return [term for part in self._vectorizers.values() for term in part.terms(cleaned)]

    def onnx_inputs(self, texts):
        """What `model.onnx` beside the folder `data`, the same model without this program, is asked with: the terms of all
        texts one after the other, and how many each has. No text may be missing.

            session = onnxruntime.InferenceSession(".../model/model.onnx")
            label, scores, *probabilities = session.run(None, model.onnx_inputs(texts))
        """
        rows = [self._named_terms(self.clean(text)) for text in texts]
        terms = np.array([term for row in rows for term in row], dtype=object)
        return {"terms": terms, "lengths": np.array([len(row) for row in rows], dtype=np.int64)}

    def _named_terms(self, cleaned):
        """The terms of a cleaned text by the names of their columns, see `vocabulary`."""
        if self.chars is None:
            return self.terms(cleaned)
        return [f"{name}__{term}" for name, part in self._vectorizers.items() for term in part.terms(cleaned)]

    def features(self, cleaned):
        """The TF-IDF row of a cleaned text: ascending columns and their values."""
        columns, values, first = [], [], 0
        for part in self._vectorizers.values():
            of_part = part.features(cleaned)
            columns += [first + column for column in of_part[0]]
            values += of_part[1]
            first += len(part.vocabulary)
        return columns, values

    # From a row to its label

    def machines(self, columns, values):
        """What each machine says of a row: one value for each pair of classes (above 0 for the first of the pair), or
        for each class, or (engine `linear`, two classes) a single one, above 0 for the second class."""
        if self.decision == "linear":
            sums = np.zeros(len(self._arrays["intercept"]))
            for column, value in zip(columns, values):
                sums += self._arrays["coef"][:, column] * value
            return sums + self._arrays["intercept"]
        return self._vectors.decide(columns, values)

    def scores(self, machines):
        """One value for each class, the greater the surer: scikit-learn's `decision_function` of shape `ovr` (two
        classes have the negative and the positive value of its single column)."""
        n_classes = len(self.classes)
        if self.decision == "one-vs-rest" or (self.decision == "linear" and n_classes > 2):
            return machines.tolist()
        if n_classes == 2:
            value = float(machines[0]) if self.decision == "linear" else -float(machines[0])
            return [-value, value]
        votes = np.zeros(n_classes)
        sums = np.zeros(n_classes)
        pair = 0
        for i in range(n_classes):
            for j in range(i + 1, n_classes):
                sums[i] += machines[pair]
                sums[j] -= machines[pair]
                votes[j if machines[pair] < 0 else i] += 1
                pair += 1
        return (votes + sums / (3 * (np.abs(sums) + 1))).tolist()

    def probabilities(self, machines):
        """The probability of each class, for a model that was fitted with `probability`: Platt's sigmoid for each pair
        of classes, coupled as LIBSVM does."""
        k = len(self.classes)
        pairs = np.zeros((k, k))
        pair = 0
        for i in range(k):
            for j in range(i + 1, k):
                a, b = self._arrays["platt"][pair]
                pairs[i, j] = min(max(_sigmoid(float(machines[pair] * a + b)), 1e-7), 1.0 - 1e-7)
                pairs[j, i] = 1.0 - pairs[i, j]
                pair += 1
        return _coupled(pairs)

    def label(self, machines):
        """The index of the class that the machines decide for."""
        n_classes = len(self.classes)
        if self.decision == "linear" and n_classes == 2:
            return int(machines[0] > 0)
        if self.decision != "one-vs-one":
            return int(np.argmax(machines))
        if self.svc["break_ties"] and n_classes > 2:
            return int(np.argmax(self.scores(machines)))
        votes = [0] * n_classes
        pair = 0
        for i in range(n_classes):
            for j in range(i + 1, n_classes):
                votes[i if machines[pair] > 0 else j] += 1
                pair += 1
        return votes.index(max(votes))

    def labels(self, texts):
        """The class name of each raw text; None for a missing one (None, NaN)."""
        texts, _ = _texts(texts)
        return [None if machines is None else self.classes[self.label(machines)] for machines in self._decide(texts)]

    def predict(self, model_input, params=None):
        """Labels and scores of raw texts, for MLflow.

        `model_input`: a DataFrame (the column `text`, or its only one), a Series, an array, a list of texts or of
        `{"text": ..}`, a `{"text": [..]}`, or one text. MLflow, which holds what it gets against the model's signature,
        lets those through that name the column: a DataFrame or a Series with the name `text`, a list of `{"text": ..}`,
        a `{"text": [..]}` and a `{"text": ..}`.

        Gives a DataFrame with the columns `label`, `score_<class>` (see `scores`) and, for a model that was fitted with
        `probability`, `probability_<class>`; rows and index as they came. A missing text (None, NaN, and the text `None`,
        which MLflow makes of null in some requests) has a missing label and missing scores, in JSON null. Turned into an
        array (`numpy.asarray`), the answer is its labels, as scikit-learn's metrics and `mlflow.models.evaluate` want them;
        `to_numpy()` has all columns. Where pandas is missing, a list of dictionaries.
        """
        texts, index = _texts(model_input)
        # MLflow's forms `inputs` and `instances` make the text None of null before it comes here.
        texts = [None if text == "None" else text for text in texts]
        rows = []
        names = ["label"] + [f"score_{name}" for name in self.classes]
        if "platt" in self._arrays:
            names += [f"probability_{name}" for name in self.classes]
        for machines in self._decide(texts):
            if machines is None:
                rows.append(dict.fromkeys(names))
                continue
            values = [self.classes[self.label(machines)], *self.scores(machines)]
            if "platt" in self._arrays:
                values += self.probabilities(machines)
            rows.append(dict(zip(names, values)))
        if pandas is None:
            return rows
        frame = pandas.DataFrame(rows, columns=names, index=index)
        return Answer(frame.astype(dict.fromkeys(names[1:], float)))

    def get_raw_model(self):
        """Itself, for MLflow: `mlflow.pyfunc.load_model(..).get_raw_model().to_sklearn()`."""
        return self

    def _decide(self, texts):
        """What the machines say of each text, None of a missing one; texts that are cleaned to the same are decided once."""
        decided = {}
        for text in texts:
            if text is None:
                yield None
                continue
            cleaned = self.clean(text)
            if cleaned not in decided:
                decided[cleaned] = self.machines(*self.features(cleaned))
            yield decided[cleaned]

    # The same in scikit-learn

    def to_sklearn(self):
        """A fitted scikit-learn `Pipeline` (steps `clean`, `tfidf`, `svc`) that gives the same labels. Where words and
        characters are features together, the step `features` in the place of `tfidf` is a `FeatureUnion` of `tfidf` and
        `chars`.

        The engine `smo` becomes an `SVC`, `linear` a `LinearSVC`; `linfa-svm` has no counterpart there. Calibrated
        probabilities stay behind. Needs scikit-learn 1.3 or later.
        """
        if self.decision == "one-vs-rest":
            raise NotImplementedError(
                "scikit-learn has no kernel machine that decides one-vs-rest as the engine linfa-svm does; train with "
                "the engine smo or linear, or use this model's own predict"
            )
        from sklearn.pipeline import Pipeline
        from sklearn.preprocessing import FunctionTransformer

        svc = self._sklearn_linear_svc() if self.decision == "linear" else self._sklearn_svc()
        clean = FunctionTransformer(self._clean_all)
        parts = [(name, part.to_sklearn()) for name, part in self._vectorizers.items()]
        features = parts[0] if len(parts) == 1 else ("features", self._sklearn_union(parts))
        return Pipeline([("clean", clean), features, ("svc", svc)])

    def _clean_all(self, texts):
        return [self.clean(text) for text in texts]

    def _coefficients(self):
        """The coefficient of each support vector (column) in each machine (row)."""
        dual = self._arrays["dual_coef"]
        if self.decision == "one-vs-rest":
            return dual
        ends = np.concatenate([[0], np.cumsum(self._arrays["n_support"], dtype=np.int64)])
        machines = []
        for i in range(len(self.classes)):
            for j in range(i + 1, len(self.classes)):
                machine = np.zeros(dual.shape[1])
                machine[ends[i] : ends[i + 1]] = dual[j - 1, ends[i] : ends[i + 1]]
                machine[ends[j] : ends[j + 1]] = dual[i, ends[j] : ends[j + 1]]
                machines.append(machine)
        return np.array(machines)

    def _sklearn_union(self, parts):
        from sklearn.pipeline import FeatureUnion

        weights = {name: part.weight for name, part in self._vectorizers.items()}
        return FeatureUnion(parts, transformer_weights=weights)

    def _sklearn_class_weight(self):
        weight = self.svc["class_weight"]
        return None if weight == "none" else weight

    def _sklearn_svc(self):
        import scipy.sparse
        from sklearn.svm import SVC

        names = ["kernel", "C", "degree", "gamma", "coef0", "tol", "max_iter", "decision_function_shape"]
        names += ["break_ties", "shrinking", "cache_size"]
        svc = SVC(class_weight=self._sklearn_class_weight(), **{name: self.svc[name] for name in names})
        arrays = self._arrays
        n_vectors = len(arrays["support"])
        n_rows = len(self.classes) - 1
        svc.classes_ = np.array(self.classes, dtype=object)
        svc.n_features_in_ = self.n_features
        svc.support_ = arrays["support"].astype(np.int32)
        svc.support_vectors_ = scipy.sparse.csr_matrix(
            (
                arrays["support_vectors_data"],
                arrays["support_vectors_indices"].astype(np.int32),
                arrays["support_vectors_indptr"].astype(np.int32),
            ),
            shape=(n_vectors, self.n_features),
        )
        svc._n_support = arrays["n_support"].astype(np.int32)
        svc._dual_coef_ = scipy.sparse.csr_matrix(
            (
                np.ascontiguousarray(arrays["dual_coef"]).ravel(),
                np.tile(np.arange(n_vectors, dtype=np.int32), n_rows),
                np.arange(0, n_rows * n_vectors + 1, max(n_vectors, 1), dtype=np.int32)[: n_rows + 1],
            ),
            shape=(n_rows, n_vectors),
        )
        svc._intercept_ = arrays["intercept"].copy()
        # For two classes scikit-learn shows both with the opposite sign.
        sign = -1.0 if len(self.classes) == 2 else 1.0
        svc.dual_coef_ = sign * svc._dual_coef_
        svc.intercept_ = sign * svc._intercept_
        svc._probA = svc._probB = np.empty(0)
        svc._effective_probability = False
        svc._sparse = True
        svc._gamma = self.gamma
        svc._num_iter = np.zeros(len(svc._intercept_), dtype=np.int32)
        svc.n_iter_ = svc._num_iter
        svc.class_weight_ = np.ones(len(self.classes))
        svc.fit_status_ = 0
        svc.shape_fit_ = (int(svc.support_.max(initial=-1)) + 1, self.n_features)
        return svc

    def _sklearn_linear_svc(self):
        from sklearn.svm import LinearSVC

        names = ["C", "tol", "loss", "fit_intercept", "intercept_scaling"]
        svc = LinearSVC(class_weight=self._sklearn_class_weight(), **{name: self.svc[name] for name in names})
        svc.classes_ = np.array(self.classes, dtype=object)
        svc.n_features_in_ = self.n_features
        svc.coef_ = self._arrays["coef"]
        svc.intercept_ = self._arrays["intercept"]
        svc.n_iter_ = 0
        return svc


if pandas is not None:

    class Answer(pandas.DataFrame):
        """What a model says of some rows: a DataFrame that becomes its labels where an array is wanted. Whatever is made of
        it (by `copy()`, a part, a pickle) is a plain DataFrame.

        MLflow's evaluator of classifiers takes what `predict` gives for a single column: it makes an array of it for the
        scores, and puts a deep copy of it into a frame for its users' own metrics. Both get the labels.
        """

        def __array__(self, dtype=None, copy=None):
            return np.array(self["label"].tolist(), dtype=dtype or object)

        def __deepcopy__(self, memo):
            return pandas.Series(self["label"], copy=True)

        def to_dict(self, *args, **kwargs):
            """As of any DataFrame, but None for what is missing: MLflow makes JSON of it, which has no NaN."""
            plain = pandas.DataFrame(self)
            there = plain.notna()
            if not there.all(axis=None):
                plain = plain.astype(object).where(there, None)
            return plain.to_dict(*args, **kwargs)

        def __reduce_ex__(self, protocol):
            return pandas.DataFrame, (pandas.DataFrame(self),)


class _Vectorizer:
    """From cleaned texts to TF-IDF values."""

    def __init__(self, params, vocabulary, idf):
        self.vocabulary = vocabulary
        self.weight = params.get("weight", 1.0)
        self._params = {name: value for name, value in params.items() if name != "weight"}
        self._terms = {term: column for column, term in enumerate(vocabulary)}
        self._idf = idf.tolist() if params["use_idf"] else None
        if params["analyzer"] == "word":
            self._token_pattern = re.compile(params["token_pattern"])
        self._stop_words = frozenset(params["stop_words"])

    def terms(self, cleaned):
        params = self._params
        if params["lowercase"]:
            cleaned = cleaned.lower()
        if params["strip_accents"] == "ascii":
            cleaned = unicodedata.normalize("NFKD", cleaned).encode("ASCII", "ignore").decode("ASCII")
        elif params["strip_accents"] == "unicode":
            cleaned = _strip_accents_unicode(cleaned)
        shortest, longest = params["ngram_range"]
        if params["analyzer"] == "char":
            return _char_ngrams(re.sub(r"\s\s+", " ", cleaned), shortest, longest)
        if params["analyzer"] == "char_wb":
            return _char_wb_ngrams(re.sub(r"\s\s+", " ", cleaned), shortest, longest)
        tokens = self._token_pattern.findall(cleaned)
        if self._stop_words:
            tokens = [token for token in tokens if token not in self._stop_words]
        return _word_ngrams(tokens, shortest, longest)

    def features(self, cleaned):
        """Ascending columns and their values."""
        counts = {}
        for term in self.terms(cleaned):
            column = self._terms.get(term)
            if column is not None:
                counts[column] = counts.get(column, 0) + 1
        columns = sorted(counts)
        values = [1.0 if self._params["binary"] else float(counts[column]) for column in columns]
        if self._params["sublinear_tf"]:
            values = [math.log(value) + 1.0 for value in values]
        if self._idf is not None:
            values = [value * self._idf[column] for column, value in zip(columns, values)]
        values = _normalised(values, self._params["norm"])
        return columns, values if self.weight == 1.0 else [value * self.weight for value in values]

    def to_sklearn(self):
        import scipy.sparse
        from sklearn.feature_extraction.text import TfidfTransformer, TfidfVectorizer

        none = {"none": None}
        params = dict(self._params)
        params["strip_accents"] = none.get(params["strip_accents"], params["strip_accents"])
        params["norm"] = none.get(params["norm"], params["norm"])
        params["stop_words"] = params["stop_words"] or None
        params["ngram_range"] = tuple(params["ngram_range"])
        vectorizer = TfidfVectorizer(**params)
        vectorizer.vocabulary_ = dict(self._terms)
        vectorizer.fixed_vocabulary_ = False
        if self._idf is not None:
            vectorizer.idf_ = np.array(self._idf)
        else:
            # Without weights there is nothing to hand over, but the step that norms the rows wants to have seen one.
            names = ["norm", "use_idf", "smooth_idf", "sublinear_tf"]
            norming = TfidfTransformer(**{name: params[name] for name in names})
            vectorizer._tfidf = norming.fit(scipy.sparse.csr_matrix((1, len(self.vocabulary))))
        return vectorizer


class _CleanStep:
    """A cleaning step as a function from text to text, made from what `model.json` says of it."""

    def __init__(self, step):
        self._kind = step["kind"]
        if self._kind in ("lower", "upper"):
            pass
        elif self._kind == "translate":
            self._table = str.maketrans(step["map"])
        elif self._kind == "strip_collapse":
            self._pattern = re.compile(r"\s\s+")
        elif self._kind in ("surround", "sub"):
            self._pattern, self._replacement = re.compile(step["pattern"]), step.get("repl")
        elif self._kind == "split_join_if":
            self._if, self._split, self._join = re.compile(step["if"]), re.compile(step["split"]), step["join"]
        elif self._kind == "numbers":
            self._replacement = None if step["action"] == "delete" else step["replacement"]
        else:
            raise ValueError(f"the cleaning step {self._kind!r} is not known")

    def __call__(self, text):
        kind = self._kind
        if kind == "lower":
            return text.lower()
        if kind == "upper":
            return text.upper()
        if kind == "translate":
            return text.translate(self._table)
        if kind == "strip_collapse":
            return self._pattern.sub(" ", text.strip())
        if kind == "surround":
            return self._pattern.sub(lambda match: f" {match.group()} ", text)
        if kind == "sub":
            return self._pattern.sub(lambda match: self._replacement, text)
        if kind == "split_join_if":
            return self._join.join(self._split.split(text)) if self._if.search(text) else text
        words = (self._replacement if word.isnumeric() else word for word in text.split())
        return " ".join(word for word in words if word is not None)


def _strip_accents_unicode(text):
    if text.isascii():
        return text
    return "".join(c for c in unicodedata.normalize("NFKD", text) if not unicodedata.combining(c))


# The n-grams of scikit-learn's vectorizers, in their order


def _word_ngrams(tokens, shortest, longest):
    if longest == 1:
        return tokens
    terms = list(tokens) if shortest == 1 else []
    for n in range(max(shortest, 2), min(longest, len(tokens)) + 1):
        terms.extend(" ".join(tokens[i : i + n]) for i in range(len(tokens) - n + 1))
    return terms


def _char_ngrams(text, shortest, longest):
    terms = list(text) if shortest == 1 else []
    for n in range(max(shortest, 2), min(longest, len(text)) + 1):
        terms.extend(text[i : i + n] for i in range(len(text) - n + 1))
    return terms


def _char_wb_ngrams(text, shortest, longest):
    terms = []
    for word in text.split():
        word = f" {word} "
        for n in range(shortest, longest + 1):
            terms.append(word[:n])
            terms.extend(word[i : i + n] for i in range(1, len(word) - n + 1))
            if n >= len(word):  # a short word counts once, not once for each n
                break
    return terms


def _normalised(values, norm):
    """The values divided by their norm; a row of zeros stays."""
    if norm == "none" or not values:
        return values
    length = 0.0
    for value in values:
        length += abs(value) if norm == "l1" else value * value
    if norm == "l2":
        length = math.sqrt(length)
    return [value / length for value in values] if length else values


# So many weights are held for however few support vectors.
_FEW_WEIGHTS = 1 << 22


def _adds_up(svc, arrays, n_features):
    """Whether a linear kernel's support vectors are added up: unless that takes too much memory, as in Dryf."""
    n_weights = n_features * len(arrays["intercept"])
    return svc["kernel"] == "linear" and n_weights <= max(_FEW_WEIGHTS, len(arrays["support_vectors_data"]))


class _SummedWeights:
    """Machines of a linear kernel: their support vectors add up to one weight for each column and machine."""

    def __init__(self, arrays, coefficients, n_features):
        self._intercept = arrays["intercept"]
        self._weights = np.zeros((n_features, len(coefficients)))
        indptr = arrays["support_vectors_indptr"].astype(np.int64).tolist()
        indices = arrays["support_vectors_indices"].astype(np.int64)
        for vector, (begin, end) in enumerate(zip(indptr[:-1], indptr[1:])):
            values = arrays["support_vectors_data"][begin:end]
            self._weights[indices[begin:end]] += np.outer(values, coefficients[:, vector])

    def decide(self, columns, values):
        """What each machine says of a row."""
        sums = self._intercept.copy()
        for column, value in zip(columns, values):
            sums += value * self._weights[column]
        return sums


class _SupportVectors:
    """Kernel machines over common support vectors, which are kept by column.

    Most support vectors share no term with a row. The sum is what all of them give at a product of 0, known beforehand,
    and a correction for those that do share one.
    """

    def __init__(self, arrays, coefficients, svc, gamma, n_features):
        self._kind, self._gamma = svc["kernel"], gamma
        self._coef0, self._degree = svc["coef0"], svc["degree"]
        self._coefficients, self._intercept = coefficients, arrays["intercept"]
        data, indptr = arrays["support_vectors_data"], arrays["support_vectors_indptr"]
        indices = arrays["support_vectors_indices"].astype(np.int64)
        n_vectors = len(indptr) - 1
        order = np.argsort(indices, kind="stable")
        self._rows = np.repeat(np.arange(n_vectors), np.diff(indptr))[order]
        self._values = data[order]
        self._ends = np.searchsorted(indices[order], np.arange(n_features + 1)).tolist()
        squares = np.square(data)
        self._norms = np.array([_sum(squares[begin:end]) for begin, end in zip(indptr[:-1], indptr[1:])])
        if self._kind == "rbf":
            self._bases = np.exp(-gamma * self._norms)
        else:
            self._bases = self._kernel(np.zeros(n_vectors), 0.0, 0.0)
        self._base_sums = np.array([_sum(machine * self._bases) for machine in coefficients])

    def decide(self, columns, values):
        """What each machine says of a row."""
        # Nothing of the model is written to: several threads may ask at once.
        ends = self._ends
        rows = [self._rows[ends[column] : ends[column + 1]] for column in columns]
        products = [value * self._values[ends[column] : ends[column + 1]] for column, value in zip(columns, values)]
        norm = _sum(np.square(values))
        factor = math.exp(-self._gamma * norm) if self._kind == "rbf" else 1.0
        start = self._intercept + factor * self._base_sums
        if not rows:
            return start
        rows = np.concatenate(rows)
        # Adds up in the order of the columns.
        dots = np.bincount(rows, weights=np.concatenate(products), minlength=len(self._bases))
        places = np.arange(len(rows))
        first = np.empty(len(self._bases), dtype=places.dtype)
        first[rows[::-1]] = places[::-1]
        touched = rows[first[rows] == places]  # each once, as they were met
        kernel = self._kernel(dots[touched], norm, self._norms[touched])
        terms = self._coefficients[:, touched] * (kernel - factor * self._bases[touched])
        return np.add.accumulate(np.column_stack([start, terms]), axis=1)[:, -1]

    def _kernel(self, dots, norm, norms):
        if self._kind == "linear":
            return dots
        if self._kind == "poly":
            return _power(self._gamma * dots + self._coef0, self._degree)
        if self._kind == "rbf":
            return np.exp(-self._gamma * (norm + norms - 2.0 * dots))
        return np.tanh(self._gamma * dots + self._coef0)


def _sum(values):
    """The sum from left to right (numpy's own sum pairs the values up, which rounds in another way)."""
    return float(np.add.accumulate(values)[-1]) if len(values) else 0.0


def _power(base, exponent):
    """`base` to a whole power by squaring, in LIBSVM's order of multiplications."""
    result = np.ones_like(base)
    while exponent > 0:
        if exponent % 2:
            result = result * base
        base = base * base
        exponent //= 2
    return result


def _sigmoid(z):
    """1 / (1 + exp(z)) without an overflow."""
    if z >= 0.0:
        return math.exp(-z) / (1.0 + math.exp(-z))
    return 1.0 / (1.0 + math.exp(z))


def _coupled(pairs):
    """Probabilities of the classes from those of pairs, `pairs[i, j]` being P(i | i or j).

    Source: T.-F. Wu, C.-J. Lin, R. C. Weng, JMLR 5 (2004), Algorithm 2, as LIBSVM's `multiclass_probability`.
    """
    k = len(pairs)
    if k == 2:
        return [float(pairs[0, 1]), float(pairs[1, 0])]
    q = -(pairs.T * pairs)
    for t in range(k):
        q[t, t] = sum(pairs[j, t] ** 2 for j in range(k) if j != t)
    p = np.full(k, 1.0 / k)
    for _ in range(max(100, k)):
        qp = q @ p
        pqp = float(p @ qp)
        if np.max(np.abs(qp - pqp)) < 0.005 / k:
            break
        for t in range(k):
            by = (pqp - qp[t]) / q[t, t]
            p[t] += by
            pqp = (pqp + by * (by * q[t, t] + 2.0 * qp[t])) / (1.0 + by) ** 2
            qp = (qp + by * q[t]) / (1.0 + by)
            p = p / (1.0 + by)
    return p.tolist()


def _texts(model_input):
    """The texts of whatever came in, None for a missing one, and its index where it has one."""
    index = None
    if isinstance(model_input, str):
        model_input = [model_input]
    elif hasattr(model_input, "columns"):
        index = model_input.index
        columns = list(model_input.columns)
        if "text" in columns:
            model_input = model_input["text"]
        elif len(columns) == 1:
            model_input = model_input.iloc[:, 0]
        else:
            raise ValueError(f"none of the columns {columns} is `text`")
        model_input = model_input.tolist()
        # MLflow makes one row of {"text": [..]}.
        if len(model_input) == 1 and isinstance(model_input[0], (list, tuple, np.ndarray)):
            return _texts(model_input[0])
    elif hasattr(model_input, "index") and hasattr(model_input, "tolist"):
        index = model_input.index
        model_input = model_input.tolist()
    elif isinstance(model_input, dict):
        if "text" not in model_input:
            raise ValueError(f"none of the keys {list(model_input)} is `text`")
        return _texts([None] if model_input["text"] is None else model_input["text"])
    elif isinstance(model_input, np.ndarray):
        if model_input.ndim > 2 or (model_input.ndim == 2 and model_input.shape[1] != 1):
            raise ValueError(f"an array of texts has one column, not the shape {model_input.shape}")
        model_input = model_input.reshape(-1).tolist()
    texts = [item["text"] if isinstance(item, dict) and "text" in item else item for item in model_input]
    return [_text(number, text) for number, text in enumerate(texts)], index


def _text(row, item):
    """A text, or None for a missing one."""
    if isinstance(item, str):
        return item
    # NaN of every kind, pandas' NA and NaT
    is_nan = isinstance(item, (float, np.floating)) and math.isnan(item)
    if item is None or is_nan or type(item).__name__ in ("NAType", "NaTType"):
        return None
    kind = {bool: "a truth value", int: "a number", float: "a number"}.get(type(item), type(item).__name__)
    raise ValueError(
        f"row {row} (the first is 0) is {_shortened(repr(item))}, {kind}, where a text is needed; give a string, or null "
        "for a row without a text"
    )


def _shortened(text):
    return text if len(text) <= 80 else f"{text[:80]}.."


# Digests beside the model's files: a line for each as `sha256sum` prints it, in the order of their names. The digest of
# these lines is the model's own.
_DIGESTS = "data.sha256"
_DIGEST_LINE = re.compile(r"([0-9a-f]{64})  ([\w.-]+)")
_MODEL_DIGEST = re.compile(r"""^\s+model_sha256:\s*["']?([0-9a-f]{64})\b""", re.MULTILINE)


def _files(folder):
    """The files of a model by name, held against the digests that lie beside the folder, if any do."""
    again = "take the model's folder out of its archive or registry again"
    listed = _read(folder.parent / _DIGESTS)
    if listed is None:
        names = sorted(path.name for path in folder.iterdir() if path.is_file() and not path.name.startswith("."))
        expected = {}
    else:
        lines = [_DIGEST_LINE.fullmatch(line) for line in listed.splitlines()]
        if not all(lines):
            raise ValueError(f"{folder.parent / _DIGESTS} is not a list of digests; {again}")
        expected = {line[2]: line[1] for line in lines}
        names = list(expected)
    files, digests = {}, []
    for name in names:
        path = folder / name
        if not path.is_file():
            raise ValueError(f"{path} is missing; {again}")
        files[name] = path.read_bytes()
        digest = hashlib.sha256(files[name]).hexdigest()
        if expected.get(name, digest) != digest:
            raise ValueError(f"{path} is not the file that was written: its SHA-256 is another; {again}")
        digests.append(f"{digest}  {name}\n")
    described = _MODEL_DIGEST.search(_read(folder.parent / "MLmodel") or "")
    if described and described[1] != hashlib.sha256("".join(digests).encode("utf-8")).hexdigest():
        raise ValueError(f"the files in {folder} are not the model {described[1]} that MLmodel beside it names; {again}")
    for name in ["model.json", "vocabulary.json"]:
        if name not in files:
            raise ValueError(f"{folder / name} is missing; {again}")
    return files


def _read(path):
    """The text of a file, None where there is none."""
    return path.read_text(encoding="utf-8") if path.is_file() else None


if __name__ == "__main__":
    if len(sys.argv) != 2:
        sys.exit("usage: python dryf_model.py MODEL_DATA_FOLDER < texts.txt")
    _model = load(sys.argv[1])
    sys.stdin.reconfigure(encoding="utf-8", newline="\n")
    sys.stdout.reconfigure(encoding="utf-8")
    _lines = (line.removesuffix("\n").removesuffix("\r") for line in sys.stdin)
    for _label in _model.labels(_lines):
        print(_label)
