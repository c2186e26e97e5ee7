// Dryf beside scikit-learn, job by job, natively and in Chromium: `./dev bench`.
//
//   node tests/bench/bench.mjs [--rounds N] [--slow] [JOB...]
//
// In each round scikit-learn, the command line and the page do the same job one after the other; what is printed are
// medians of the seconds and of the ratios within a round, so that a machine that slows down slows all three. The jobs
// that take scikit-learn minutes run once, and only with --slow. scikit-learn and the command line get one processor, but for
// the job that says otherwise.
//
// Needs DRYF_POLEVAL_DIR, DRYF_BIN (the command line, built), DRYF_BENCH_PYTHON (with scikit-learn and spaCy), and the page
// in pkg/ or where DRYF_PKG says.

import assert from "node:assert/strict";
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { cpus, tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { dryfBinary } from "../e2e/harness.mjs";
import { startPage } from "./page_run.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const folder = process.env.DRYF_POLEVAL_DIR;
const python = process.env.DRYF_BENCH_PYTHON ?? "python3";

// On the tweets as they came: 74,413 terms, 2,411,921 stored values.
const CHAR_WB = {
  "clean.steps": "[]",
  "tfidf.lowercase": "true",
  "tfidf.analyzer": "char_wb",
  "tfidf.ngram_range": "[2, 5]",
  "tfidf.min_df": "2",
  "tfidf.sublinear_tf": "true",
};
// scikit-learn's LinearSVC stops at 1e-4 by itself.
const LINEAR_SVC = { "svc.engine": "linear", "svc.kernel": "linear", "svc.tol": "1e-4" };

/** Each job: what the table calls it, the settings of the run that does it (without a profile for drift,
 *  unless they say so), the stages whose seconds count. */
const JOBS = {
  svc_poly: { title: "SVC poly, 10,041 rows", settings: {}, stages: ["fit_full"] },
  svc_rbf: { title: "SVC rbf, the same", settings: { "svc.kernel": "rbf" }, stages: ["fit_full"] },
  svc_linear: { title: "SVC linear, the same", settings: { "svc.kernel": "linear" }, stages: ["fit_full"] },
  svc_linear_char: {
    title: "SVC linear on char_wb 2–5 grams",
    settings: { ...CHAR_WB, "svc.kernel": "linear" },
    stages: ["fit_full"],
    slow: true,
  },
  linear_svc: { title: "LinearSVC on words", settings: LINEAR_SVC, stages: ["fit_full"] },
  linear_svc_char: { title: "LinearSVC on char_wb 2–5 grams", settings: { ...CHAR_WB, ...LINEAR_SVC }, stages: ["fit_full"] },
  clean_and_tfidf: {
    title: "cleaning plus word TF-IDF",
    settings: {},
    // No step of the cleaning learns: both parts cleaned are all rows cleaned.
    stages: ["clean", "clean_validation", "tfidf_full"],
  },
  char_tfidf: { title: "char_wb 2–5 TF-IDF", settings: { ...CHAR_WB, ...LINEAR_SVC }, stages: ["tfidf_full"] },
  predict: { title: "predict 1,000 tweets, SVC poly", settings: {}, stages: ["predict_test"] },
  // What the user's train.py does, and the validation of the data.
  whole: { title: "the whole run, file to archive", settings: {}, stages: ["total", "archive"] },
  // And by default: five more fits, for scores out of fold, and what a later drift report needs of each row.
  whole_profile: {
    title: "the same with the profile for drift",
    settings: { "drift.profile": "rows" },
    stages: ["total", "archive"],
    peer: "whole",
  },
  // As the command line does it unless it is told otherwise.
  whole_profile_all: {
    title: "the same, the command line on all processors",
    settings: { "drift.profile": "rows" },
    stages: ["total", "archive"],
    peer: "whole",
    onAllCores: true,
  },
};

function options(args) {
  const given = { rounds: 5, slow: false, jobs: [] };
  while (args.length > 0) {
    const arg = args.shift();
    if (arg === "--rounds") given.rounds = Number(args.shift());
    else if (arg === "--slow") given.slow = true;
    else if (arg in JOBS) given.jobs.push(arg);
    else throw new Error(`no job is named ${arg}; known are ${Object.keys(JOBS).join(", ")}`);
  }
  if (!(given.rounds >= 1)) throw new Error("--rounds takes a whole number from 1");
  if (given.jobs.length === 0) given.jobs = Object.keys(JOBS).filter((name) => given.slow || !JOBS[name].slow);
  return given;
}

/** Runs a program on one processor, where the system has a way to say so. */
const onOneCore = (program, args) => (process.platform === "linux" ? ["taskset", ["-c", "0", program, ...args]] : [program, args]);

function startPeer() {
  const environment = { ...process.env };
  // Workarounds for older processors, which slow a current numpy.
  delete environment.OPENBLAS_CORETYPE;
  delete environment.OPENBLAS_L2_SIZE;
  const peer = spawn(...onOneCore(python, [join(here, "peer.py"), folder]), { env: environment, stdio: ["pipe", "pipe", "inherit"] });
  const lines = createInterface({ input: peer.stdout })[Symbol.asyncIterator]();
  return {
    seconds: async (job) => {
      peer.stdin.write(`${job}\n`);
      const { value, done } = await lines.next();
      if (done) throw new Error("scikit-learn's side ended early");
      return Number(value);
    },
    end: () => peer.stdin.end(),
  };
}

const secondsOf = (seconds, job) => job.stages.reduce((sum, stage) => sum + (seconds[stage] ?? 0), 0);

/** The settings as the command line's TOML: the link's texts are TOML but for words, which want quotes. */
function toToml(settings) {
  const sections = {};
  for (const [field, text] of Object.entries(settings)) {
    const [section, key] = field.split(".");
    const value = /^[a-z_-]+$/.test(text) && text !== "true" && text !== "false" ? `"${text}"` : text;
    (sections[section] ??= []).push(`${key} = ${value}`);
  }
  return Object.entries(sections)
    .map(([section, lines]) => `[${section}]\n${lines.join("\n")}\n`)
    .join("");
}

function native(job, settings, work) {
  writeFileSync(join(work, "run.toml"), toToml(settings));
  const args = ["train", "--data", folder, "--config", join(work, "run.toml"), "--json", join(work, "run.json")];
  if (job.stages.includes("archive")) args.push("--out", join(work, "run.zip"));
  const command = job.onAllCores ? [dryfBinary, args] : onOneCore(dryfBinary, args);
  execFileSync(...command, { stdio: ["ignore", "ignore", "ignore"] });
  return secondsOf(JSON.parse(readFileSync(join(work, "run.json"), "utf8")).seconds, job);
}

const median = (values) => {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};
const shown = (seconds) => (seconds < 0.1 ? `${(seconds * 1000).toFixed(1)} ms` : `${seconds.toFixed(2)} s`);
const ratio = (value) => (value < 1 ? `1/${(1 / value).toFixed(1)}` : value.toFixed(2));

const { rounds, slow, jobs } = options(process.argv.slice(2));
assert.ok(folder, "DRYF_POLEVAL_DIR must name the folder with PolEval's files");
const work = mkdtempSync(join(tmpdir(), "dryf-bench-"));
const peer = startPeer();
const page = await startPage(folder, join(work, "profile"));
try {
  console.log(`${cpus()[0].model}, ${cpus().length} processors; ${new Date().toISOString().slice(0, 10)}; ${rounds} rounds\n`);
  console.log("| job | scikit-learn | native | ratio | Chromium | ratio |\n|---|---|---|---|---|---|");
  for (const name of jobs) {
    const job = JOBS[name];
    const settings = { "drift.profile": "none", ...job.settings };
    const taken = { peer: [], native: [], page: [] };
    for (let round = 0; round < (job.slow ? 1 : rounds); round++) {
      taken.peer.push(await peer.seconds(job.peer ?? name));
      taken.native.push(native(job, settings, work));
      const seconds = await page.run(settings);
      // Of the whole run, what the user waits for: from the click to the archive.
      taken.page.push(job.stages.includes("archive") ? seconds.to_archive : secondsOf(seconds, job));
    }
    const against = (ours) => ratio(median(ours.map((seconds, round) => seconds / taken.peer[round])));
    const columns = [
      job.title + (job.slow ? " (1 round)" : ""),
      shown(median(taken.peer)),
      shown(median(taken.native)),
      against(taken.native),
      shown(median(taken.page)),
      against(taken.page),
    ];
    console.log(`| ${columns.join(" | ")} |`);
  }
} finally {
  peer.end();
  await page.end();
  rmSync(work, { recursive: true, force: true, maxRetries: 5 });
}
