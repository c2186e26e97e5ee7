"""Scores a table that lies in partitions by day, on the Spark that runs this, and hands counts of each day to `dryf monitor`.

    spark-submit score.py --model run.zip --table tweets.parquet --out FOLDER

The table has the columns `text` and `day`. FOLDER gets `scored` (the table with label and scores, Parquet by day), `counts`
(a file a day), the monitor's state and its report. Ends with the monitor's exit code: 0 keep the model, 1 retrain, 2 not enough
data. Beside PySpark it needs mlflow here and numpy and pandas on the workers.
"""

import argparse
import collections
import shutil
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import mlflow
from pyspark import SparkFiles
from pyspark.sql import SparkSession
from pyspark.sql import functions as F


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", required=True, help="an archive, or a model on a tracking server: models:/tweets@champion")
    parser.add_argument("--table", required=True, help="Parquet, anywhere that Spark reads")
    parser.add_argument("--out", required=True, type=Path)
    parser.add_argument("--dryf", default="dryf", help="the program, which is sent to the workers")
    parser.add_argument("--parts", default=8, type=int, help="in which a day is counted, each by one task in its memory")
    options = parser.parse_args()
    options.dryf = shutil.which(options.dryf) or parser.error(f"there is no program {options.dryf}")
    options.out.mkdir(parents=True, exist_ok=True)
    archive = Path(options.model)
    if options.model.startswith(("models:/", "runs:/")):
        archive = options.out / "production.zip"
        subprocess.run([options.dryf, "pull", options.model, "--out", archive], check=True)

    spark = SparkSession.builder.appName("dryf").getOrCreate()
    table = spark.read.parquet(options.table).withColumn("day", F.col("day").cast("string"))
    score(spark, table, archive, str(options.out / "scored"))
    days = count(spark, table, archive, options)
    spark.stop()

    watch = [options.dryf, "monitor", "--production", archive, "--state", options.out / "state.json"]
    watch += ["--json", options.out / "monitor.json", "--html", options.out / "monitor.html"]
    sys.exit(subprocess.run([*watch, *(word for day in days for word in ("--batch", day))]).returncode)


def score(spark, table, archive, out):
    """The table with what the model says of each text; its columns come from the model's signature."""
    with tempfile.TemporaryDirectory() as folder:
        with zipfile.ZipFile(archive) as packed:
            packed.extractall(folder)
        (model,) = Path(folder).glob("*/mlruns/*/*/artifacts/model")
        predict = mlflow.pyfunc.spark_udf(spark, str(model), env_manager="local")
        # Where there is no text there is no answer; spark_udf makes a text of a missing label, "nan" or "None".
        answer = F.when(F.col("text").isNotNull(), predict("text"))
        scored = table.withColumn("answer", answer).select("*", "answer.*").drop("answer")
        scored.write.mode("overwrite").partitionBy("day").parquet(out)


def count(spark, table, archive, options):
    """A file of counts for each day, in the order of the days."""
    for file in [options.dryf, archive]:
        spark.sparkContext.addFile(str(file))
    program, model = Path(options.dryf).name, archive.name

    def of_part(rows):
        with tempfile.TemporaryDirectory() as folder:
            texts = Path(folder, "texts.jsonl")
            rows[["text"]].to_json(texts, orient="records", lines=True, force_ascii=False)
            command = [SparkFiles.get(program), "predict", "--model", SparkFiles.get(model), "--text", texts]
            done = subprocess.run([*command, "--format", "counts"], capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return rows[["day"]].head(1).assign(counts=done.stdout)

    part = F.expr(f"pmod(hash(text), {options.parts})")
    parts = table.where("text is not null").groupBy("day", part).applyInPandas(of_part, "day string, counts string")
    lines = collections.defaultdict(list)
    for row in parts.collect():
        lines[row.day].append(row.counts)
    files = []
    for day in sorted(lines):
        files.append(options.out / "counts" / f"{day}.jsonl")
        files[-1].parent.mkdir(exist_ok=True)
        files[-1].write_text("".join(sorted(lines[day])), encoding="utf-8")
    return files


if __name__ == "__main__":
    main()
