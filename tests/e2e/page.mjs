// The page by what a user does with it, for every test: load data, run, go to a view, download; and the command line
// beside it.

import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { dryfBinary } from "./harness.mjs";

export const VIEWS = ["data", "clean", "train", "tune", "evaluate", "runs", "drift", "validate", "monitor", "export", "try"];

/** PolEval's own names, in the order of the roles. */
export const POLEVAL_FILES = [
  "training_set_clean_only_text.txt",
  "training_set_clean_only_tags.txt",
  "test_set_only_text.txt",
  "test_set_only_tags.txt",
];

/** The message of each line that the notebook logs, in its order; numbers and parameters are left out. */
export const NOTEBOOK_LINES = [
  "Collecting new data",
  "Read ",
  "Read ",
  "Read ",
  "Read ",
  "Labels are named by PolEval's names",
  "New data collected",
  "Data verification and validation",
  "Starting MLFlow run: ",
  "Creating validation set",
  "Creating cleaning pipeline",
  "Fitting cleaning pipeline and transforming training set",
  "Transforming validation set",
  "Hyperparameters are those of the configuration: there was no search",
  "Params are: ",
  "Creating ML model pipeline",
  "Fitting ML model",
  "Performing check on training data",
  "Predicting training set",
  "Evaluating training set",
  "Performing check on validation data",
  "Predicting validation set",
  "Evaluating validation set",
  "F1 micro average -> train set = ",
  "Performing check on test data",
  "Fitting cleaning pipeline and transforming training set on full data",
  "Transforming test set",
  "Fitting ML model on full data",
  "Predicting test set",
  "Evaluating test set",
  "Checking new ML model vs. production ML model",
  "F1 micro average -> New model = ",
  "Scoring training set by 5 models that each did not see a part of it",
  "Recording training set for drift reports",
  "Ended MLFlow run: ",
];

/** Waits until a view's entry in the rail is in one of these states. */
export async function inState(page, view, ...states) {
  const wanted = states.map((state) => `[data-testid=tab-${view}][data-state=${state}]`).join(", ");
  await page.locator(wanted).waitFor({ timeout: 60_000 });
}

export async function open(page, view) {
  await page.getByTestId(`tab-${view}`).click();
  await page.locator(`[data-testid=tab-${view}][aria-current=page]`).waitFor();
}

/** Opens the view Train with all of its settings. */
export async function openSettings(page) {
  await open(page, "train");
  const all = page.locator(".all-settings");
  if ((await all.getAttribute("open")) === null) await page.getByTestId("all-settings").click();
}

/** Loads the demo and nothing more: who goes elsewhere before it is there has taken over, and no run begins. */
export async function loadDemo(page) {
  await page.locator("#start").waitFor({ state: "detached" }); // before that there is nowhere to go
  await page.getByTestId("load-demo").waitFor();
  await page.evaluate(() => ["load-demo", "tab-clean"].forEach((id) => document.querySelector(`[data-testid=${id}]`).click()));
  await open(page, "data");
  await inState(page, "data", "ready");
}

/** Waits until the page has gone to a view by itself. */
export async function ledTo(page, view) {
  await page.locator(`[data-testid=tab-${view}][aria-current=page]`).waitFor({ timeout: 120_000 });
}

/** Presses the first card's button and waits for what it promises: the demo, a run of it, its verdict. */
export async function tryDemo(page) {
  await page.getByTestId("load-demo").click();
  await ledTo(page, "evaluate");
  await page.getByTestId("evaluate-verdict").waitFor();
}

/** Gives files to the page, by path or as `{ name, mimeType, buffer }`. */
export async function giveFiles(page, files) {
  await page.getByTestId("file-input").setInputFiles(files);
}

/** A text or bytes as a file of this name. */
export function file(name, content) {
  return { name, mimeType: "application/octet-stream", buffer: Buffer.from(content) };
}

export async function loadPoleval(page, folder) {
  await giveFiles(page, POLEVAL_FILES.map((name) => join(folder, name)));
  await inState(page, "data", "ready");
}

/** Presses Run and waits for the end, archive included. */
export async function run(page) {
  await page.getByTestId("run").click();
  await ended(page);
  await inState(page, "train", "ready");
  await inState(page, "export", "ready");
}

/** Waits until no run is at work. */
export async function ended(page) {
  await page.getByTestId("run").waitFor({ timeout: 120_000 });
}

/** The number behind what is shown. */
export async function value(page, id) {
  const text = await page.getByTestId(id).getAttribute("data-value");
  assert.notEqual(text, null, `${id} shows no value`);
  return Number(text);
}

/** F1 micro on the training part, the validation part and the test set. */
export async function scores(page) {
  const parts = ["train", "validation", "test"];
  return Object.fromEntries(
    await Promise.all(parts.map(async (part) => [part, await value(page, `metric-f1-micro-${part}`)])),
  );
}

export async function logLines(page) {
  return (await page.getByTestId("log").textContent()).trim().split("\n");
}

/** Waits until there are so many: what a press brings comes later on a busy machine. */
export async function counted(locator, n, why) {
  const end = Date.now() + 30_000;
  let found = await locator.count();
  while (found !== n && Date.now() < end) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    found = await locator.count();
  }
  assert.equal(found, n, why);
}

/** A table's rows by the text of their first cell, each with the texts of the other cells. */
export async function table(locator) {
  const rows = await locator.locator("tbody tr").evaluateAll((rows) =>
    rows.map((row) => [...row.cells].map((cell) => (cell.querySelector(".score-about") ? cell.firstChild.textContent : cell.innerText).trim())),
  );
  return Object.fromEntries(rows.map(([name, ...cells]) => [name, cells]));
}

/** A whole number as the page writes it. */
export function count(text) {
  assert.match(text, /^[0-9,]+$/);
  return Number(text.replaceAll(",", ""));
}

/** Presses Download in the view Export and gives the path of the file. */
export async function download(page, folder, button = "export") {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId(button).click()]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  return path;
}

/** Puts the run that is shown into production, in the view Validate; where the page asks, all the same. */
export async function promote(page) {
  await open(page, "validate");
  await page.getByTestId("promote").click();
  const promoted = page.locator("[data-testid=promote][data-promoted=true]");
  const question = page.getByTestId("promote-question");
  await promoted.or(question).first().waitFor({ timeout: 60_000 });
  if (await question.isVisible()) {
    await page.getByTestId("promote-reason").fill("the test wants it");
    await page.getByTestId("promote-anyway").click();
  }
  await promoted.waitFor();
  await page.getByTestId("production").waitFor();
}

/** Opens the view Validate and waits for the comparison. */
export async function compared(page) {
  await open(page, "validate");
  await inState(page, "validate", "ready");
  await page.getByTestId("validate-verdict").waitFor();
}

/** Trains the data with a weak model, promotes it, and has a better one compared with it. */
export async function challenge(page) {
  await open(page, "train");
  await page.getByTestId("svc.C").fill("0.01");
  await run(page);
  await promote(page);
  await open(page, "train");
  await page.getByTestId("svc.C").fill("1.0");
  await run(page);
  await compared(page);
}

/**
 * Waits until the browser has stored what is expected: whether there is an archive in production and one before it, how
 * many promotions, what the settings hold.
 */
export async function kept(page, expected) {
  await page.waitForFunction(
    (expected) =>
      new Promise((resolve) => {
        const opening = indexedDB.open("dryf");
        opening.onerror = () => resolve(false);
        opening.onsuccess = () => {
          const database = opening.result;
          if (!database.objectStoreNames.contains("kept")) return database.close(), resolve(false);
          const store = database.transaction("kept").objectStore("kept");
          const [production, before, promotions, settings] = ["production", "production-before", "promotions", "settings"].map(
            (key) => store.get(key),
          );
          store.transaction.oncomplete = () => {
            database.close();
            resolve(
              Boolean(production.result) === expected.production &&
                Boolean(before.result) === expected.before &&
                promotions.result?.length === expected.promotions &&
                String(settings.result).includes(expected.settings ?? ""),
            );
          };
        };
      }),
    expected,
    { timeout: 20_000 },
  );
}

/** Waits until what the browser keeps of the data names a file, or tells of so many versions. */
export async function keptData(page, wanted) {
  await page.waitForFunction(
    ({ file, versions }) =>
      new Promise((resolve) => {
        const opening = indexedDB.open("dryf");
        opening.onerror = () => resolve(false);
        opening.onsuccess = () => {
          const asked = opening.result.transaction("kept").objectStore("kept").get("data");
          asked.onsuccess = () => {
            opening.result.close();
            const text = asked.result ?? "{}";
            resolve((file === undefined || text.includes(file)) && (versions === undefined || JSON.parse(text).versions?.length === versions));
          };
        };
      }),
    wanted,
    { timeout: 20_000 },
  );
}

/** Runs `body` with a folder of its own, which is removed afterwards. */
export async function inFolder(body) {
  const folder = mkdtempSync(join(tmpdir(), "dryf-e2e-files-"));
  try {
    return await body(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Writes a file into a folder and gives its path. */
export function write(folder, name, content) {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

/** What the command line prints; it must succeed. */
export function dryf(args, { env, input } = {}) {
  return execFileSync(dryfBinary, args, {
    encoding: "utf8",
    env: { ...process.env, ...env },
    input,
    maxBuffer: 64 << 20,
    stdio: ["pipe", "pipe", "pipe"],
  });
}

/** What a Python script prints; it may use the standard library. */
export function python(script, ...args) {
  const ended = spawnSync("python3", ["-c", script, ...args], { encoding: "utf8", maxBuffer: 256 << 20 });
  assert.equal(ended.status, 0, ended.stderr);
  return ended.stdout;
}

/** Every file of a zip that the command line or the page wrote, by its path without the archive's folder. */
export function unzip(path) {
  const script =
    "import base64, json, sys, zipfile\n" +
    "z = zipfile.ZipFile(sys.argv[1])\n" +
    "print(json.dumps({n: base64.b64encode(z.read(n)).decode() for n in z.namelist() if not n.endswith('/')}))";
  const files = Object.entries(JSON.parse(python(script, path)));
  return new Map(files.map(([name, base64]) => [name.slice(name.indexOf("/") + 1), Buffer.from(base64, "base64")]));
}

export function manifestOf(path) {
  return JSON.parse(unzip(path).get("manifest.json"));
}

/** A demo with a run, a model in production and a challenger: every view has something to show. */
export async function everything(page) {
  await loadDemo(page);
  await open(page, "train");
  await page.getByTestId("svc.C").fill("0.01");
  await run(page);
  await promote(page);
  await open(page, "train");
  await page.getByTestId("svc.kernel").selectOption("linear");
  await page.getByTestId("svc.C").fill("1.0");
  await run(page);
}

/** What in the cell of a text is no element of the page's own. */
export const STRANGE = "*:not(.tweet-text, .tweet-open, .sign, .hidden-word, mark)";

/** A text as a table shows it: its first 600 characters. */
export function shortened(text) {
  const characters = [...text];
  return characters.length > 600 ? `${characters.slice(0, 600).join("")}…` : text;
}

/** Goes to a view and waits until it shows what it has to show. */
export async function settled(page, view) {
  await open(page, view);
  if (["drift", "validate", "monitor"].includes(view)) await inState(page, view, "ready");
  await page.waitForTimeout(150);
}
