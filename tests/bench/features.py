"""What `features.rs` times, in Python: prints one JSON object, job to median seconds, and what came out to compare.

    taskset -c 0 python tests/bench/features.py FOLDER RUNS
"""

import json
import statistics
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "fixtures"))

from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: E402
from sklearn.model_selection import train_test_split  # noqa: E402
from sklearn.svm import SVC  # noqa: E402

from clean_reference import Cleaner, Recipe  # noqa: E402

CLASSES = ("non-harmful", "cyberbullying", "hate-speech")
WORD = {"lowercase": False, "token_pattern": r"(?u)\b\w\w\w+\b|[^\x00-\x7F]", "max_df": 0.95, "min_df": 5}
CHAR_WB = {"analyzer": "char_wb", "ngram_range": (2, 5), "min_df": 2, "sublinear_tf": True}


def lines(path):
    rows = path.read_bytes().decode().split("\n")
    return [row.removesuffix("\r") for row in (rows[:-1] if rows[-1] == "" else rows)]


def median(runs, work):
    seconds = []
    for _ in range(runs):
        started = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - started)
    return statistics.median(seconds)


def main(folder, runs):
    folder = Path(folder)
    texts = lines(folder / "training_set_clean_only_text.txt")
    tags = [CLASSES[int(tag)] for tag in lines(folder / "training_set_clean_only_tags.txt")]
    tweets = lines(folder / "test_set_only_text.txt")
    train, validation, train_tags, validation_tags = train_test_split(
        texts, tags, test_size=0.3, random_state=2021, stratify=tags
    )
    texts, tags = train + validation, train_tags + validation_tags

    cleaner = Cleaner(Recipe())
    clean = lambda: [cleaner.clean(text) for text in texts]
    cleaned = clean()
    word = TfidfVectorizer(**WORD)
    rows = word.fit_transform(cleaned)
    svc = SVC(C=1.0, kernel="poly", degree=3).fit(rows, tags)
    linear = SVC(C=1.0, kernel="linear").fit(rows, tags)
    clean_tweets = [cleaner.clean(tweet) for tweet in tweets]
    tweet_rows = word.transform(clean_tweets)
    heavy = TfidfVectorizer(**CHAR_WB).fit_transform(texts)
    labels = svc.predict(tweet_rows)

    def predict(tweets):
        return svc.predict(word.transform([cleaner.clean(tweet) for tweet in tweets]))

    report = {
        "found": {
            "word": [rows.shape[1], rows.nnz],
            "char_wb": [heavy.shape[1], heavy.nnz],
            "labels": [int((labels == name).sum()) for name in sorted(CLASSES)],
            "linear": [int((linear.predict(tweet_rows) == name).sum()) for name in sorted(CLASSES)],
        },
        "seconds": {
            "clean": median(runs, clean),
            "word": median(runs, lambda: TfidfVectorizer(**WORD).fit_transform(cleaned)),
            "clean+word": median(runs, lambda: TfidfVectorizer(**WORD).fit_transform(clean())),
            "char_wb": median(runs, lambda: TfidfVectorizer(**CHAR_WB).fit_transform(texts)),
            "predict rows": median(runs, lambda: svc.predict(tweet_rows)),
            "predict linear": median(runs, lambda: linear.predict(tweet_rows)),
            "predict": median(runs, lambda: predict(tweets)),
            "predict singly": median(runs, lambda: [predict([tweet]) for tweet in tweets]),
        },
    }
    print(json.dumps(report))


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
