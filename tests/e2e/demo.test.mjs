// The demo from the first click to the downloaded archive: every view says what it should, and the archive is the
// command line's to the byte.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dryfTest, started } from "./harness.mjs";
import * as user from "./page.mjs";

/** Seconds since 1970 at which both clocks stand still. */
const MOMENT = 1_700_000_000;

/** The command line's run on the same demo, at that moment. */
function commandLine(folder) {
  const [out, json] = [join(folder, "command-line.zip"), join(folder, "summary.json")];
  user.dryf(["train", "--demo", "--out", out, "--json", json], { env: { SOURCE_DATE_EPOCH: String(MOMENT) } });
  return { out, summary: JSON.parse(readFileSync(json, "utf8")) };
}

dryfTest("the demo's archive is the command line's to the byte", { open: false }, async ({ page, url, screenshot }) => {
  await page.goto(`${url}?source_date_epoch=${MOMENT * 1000}`);
  await user.inFolder(async (folder) => {
    const { out, summary } = commandLine(folder);
    await user.loadDemo(page);
    await screenshot("demo-data");
    await user.run(page);
    assert.deepEqual(await user.scores(page), {
      train: summary.metrics.f1_micro_train_set,
      validation: summary.metrics.f1_micro_validation_set,
      test: summary.metrics.f1_micro_test_set,
    });

    await user.open(page, "export");
    const path = await user.download(page, folder);
    assert.match(path, /dryf-run-[0-9a-f]{8}\.zip$/);
    const inspected = user.dryf(["inspect", path]);
    assert.match(inspected, new RegExp(summary.run_id));
    assert.match(inspected, new RegExp(summary.model_sha256));
    const [ours, theirs] = [user.unzip(path), user.unzip(out)];
    assert.deepEqual([...ours.keys()], [...theirs.keys()]);
    for (const [name, bytes] of ours) {
      assert.ok(bytes.equals(theirs.get(name)), `${name} differs:\n${bytes.subarray(0, 2000)}\n${theirs.get(name).subarray(0, 2000)}`);
    }
    assert.ok(readFileSync(path).equals(readFileSync(out)), "the same files, but not the same zip");
  });
});

dryfTest("a run says what the notebook says, and how long each stage took", async ({ page, element, screenshot }) => {
  await user.loadDemo(page);
  await user.run(page);
  const lines = await user.logLines(page);
  const messages = lines.map((line) => {
    const parts = line.match(/^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d{3} - (INFO|WARNING) - (.*)$/);
    assert.ok(parts, `not a line of the notebook: ${line}`);
    return { level: parts[1], text: parts[2] };
  });
  const said = messages.filter(({ level }) => level === "INFO").map(({ text }) => text);
  assert.equal(said.length, user.NOTEBOOK_LINES.length, said.join("\n"));
  user.NOTEBOOK_LINES.forEach((start, place) => assert.ok(said[place].startsWith(start), `${said[place]}: ${start}`));
  const { train, validation, test } = await user.scores(page);
  assert.ok(lines.join("\n").includes(`train set = ${train.toFixed(4)}, validation set = ${validation.toFixed(4)}`));
  assert.match(said.at(-4), new RegExp(`New model = ${test.toFixed(4)}, Production = none, Baseline = 0\\.6333$`));

  // The stages that were too short for the clock have no part in the strip; those that do the work have.
  for (const stage of ["clean", "fit", "clean_full", "fit_full"]) {
    assert.ok((await user.value(page, `seconds-${stage}`)) > 0, stage);
  }
  const total = await user.value(page, "seconds-total");
  const parts = await element("strip").locator("[data-stage]").evaluateAll((parts) => parts.map((part) => Number(part.dataset.value)));
  const sum = parts.reduce((sum, part) => sum + part, 0);
  // Stages too short to be drawn are missing in the sum; the archive is built after the total is known.
  assert.ok(sum > 0.8 * total && sum < 1.01 * total, `${sum} of ${total} s`);

  await element("log-toggle").click();
  await element("log").waitFor({ state: "visible" });
  await screenshot("demo-log");
});

dryfTest("Evaluate counts every tweet once and shows those of a cell", async ({ page, element, screenshot }) => {
  await user.loadDemo(page);
  await user.run(page);
  await user.open(page, "evaluate");
  const counts = await element("confusion").locator("tbody tr").evaluateAll((rows) =>
    rows.map((row) => [...row.querySelectorAll("button > span")].map((cell) => Number(cell.textContent))),
  );
  // Rows by class in the order of their names, as the test tags count them.
  assert.deepEqual(counts.map((row) => row.reduce((sum, n) => sum + n)), [43, 67, 190]);
  const right = counts[0][0] + counts[1][1] + counts[2][2];
  const { test } = await user.scores(page);
  assert.equal(right / 300, test);
  assert.equal(await user.value(page, "baseline-f1-micro"), 190 / 300);

  const total = element("errors-total");
  const wrong = 300 - right;
  await page.waitForFunction(
    (wrong) => document.querySelector("[data-testid=errors-total]").textContent === String(wrong),
    wrong,
  );
  const rows = element("errors").locator("tbody tr");
  const shown = async () =>
    rows.evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText)));
  for (const [, truth, predicted, , text] of await shown()) {
    assert.notEqual(truth, predicted);
    assert.ok(text.length > 0);
  }
  // What the model was most sure of comes first.
  const margins = (await shown()).map((row) => Number(row[3]));
  assert.deepEqual(margins, [...margins].sort((a, b) => b - a));

  // A cell of wrong answers, and one of right ones.
  const classes = ["cyberbullying", "hate-speech", "non-harmful"];
  const worst = [[0, 2], [1, 2], [2, 0], [0, 1]].find(([truth, predicted]) => counts[truth][predicted] > 0);
  for (const [truth, predicted] of [worst, [1, 1]]) {
    await element(`cell-${truth}-${predicted}`).click();
    await page.waitForFunction(
      (n) => document.querySelector("[data-testid=errors-total]").textContent === String(n),
      counts[truth][predicted],
    );
    await page.waitForFunction(
      ([truth, predicted]) =>
        [...document.querySelectorAll("[data-testid=errors] tbody tr")].every(
          (row) => row.cells[1].innerText === truth && row.cells[2].innerText === predicted,
        ),
      [classes[truth], classes[predicted]],
    );
    await user.counted(rows, Math.min(60, counts[truth][predicted]));
  }
  await screenshot("demo-evaluate");
  await element("cell-1-1").click();
  await page.waitForFunction((wrong) => document.querySelector("[data-testid=errors-total]").textContent === String(wrong), wrong);
  assert.equal(await total.innerText(), String(wrong));

  const byClass = await user.table(element("per-class"));
  for (const [index, name] of classes.entries()) {
    const column = counts.reduce((sum, row) => sum + row[index], 0);
    const support = counts[index].reduce((sum, n) => sum + n);
    const [precision, recall, , rows] = byClass[name];
    assert.deepEqual(
      [precision, recall, rows],
      [(counts[index][index] / column).toFixed(3), (counts[index][index] / support).toFixed(3), String(support)],
    );
  }
});

dryfTest("Clean shows what each step does, and a change of it makes the run stale", async ({ page, element, screenshot }) => {
  await user.loadDemo(page);
  await user.run(page);
  await user.open(page, "clean");
  const after = (step) => element("trace").locator(`[data-step=${step}]`);
  await element("own-text").fill("@anonymized_account  Żółty KALAFIOR 😊 kosztuje 12zł i waży 3kg!!!");
  await page.waitForFunction(
    () => document.querySelector("[data-testid=trace] [data-step=word_caser]")?.dataset.after.includes("żółty kalafior"),
  );
  const traced = await element("trace").locator("[data-after]").evaluateAll((steps) =>
    Object.fromEntries(steps.map((step) => [step.dataset.step, step.dataset.after])),
  );
  // As Python's steps on spaCy's lists clean it (tests/fixtures/clean_reference.py).
  assert.equal(traced.polish_letter_replacer, "@anonymized_account  zolty kalafior 😊 kosztuje 12zl i wazy 3kg!!!");
  assert.equal(traced.whitespace_remover_1, "@anonymized_account zolty kalafior 😊 kosztuje 12zl i wazy 3kg!!!");
  assert.equal(traced.whitespace_remover_2, "zolty kalafior 😊 kosztuje wazy");
  assert.match(await after("stop_words_remover").locator("del").first().innerText(), /anonymized_account/);

  await element("step-polish_letter_replacer").uncheck();
  await page.waitForFunction(
    () => document.querySelector("[data-testid=trace] [data-step=whitespace_remover_2]")?.dataset.after === "ż ó ł kalafior 😊 kosztuje z ł wa ż y",
  );
  await user.counted(after("polish_letter_replacer"), 0);
  for (const view of ["train", "evaluate", "try"]) await user.inState(page, view, "stale");
  assert.match(page.url(), /clean\.steps=/);
  const before = await user.scores(page);

  await element("measure").click();
  await element("clean-report").waitFor({ timeout: 30_000 });
  const report = await user.table(element("clean-report"));
  assert.equal(Object.keys(report).length, 9, "one row for each step that is on");
  assert.ok(user.count(report["Stop words"][2]) > 1000, "stop words are the most frequent words");
  assert.match(report["Stop words"][3], /anonymized_account/);
  await screenshot("demo-clean");

  await user.run(page);
  for (const view of ["train", "evaluate", "try"]) await user.inState(page, view, "ready");
  assert.notDeepEqual(await user.scores(page), before);
  await element("step-polish_letter_replacer").check();
  await user.inState(page, "train", "stale");
  assert.ok(!page.url().includes("clean.steps"));
});

dryfTest("Train takes settings by scikit-learn's names and says in place what is wrong with one", async ({ page, element, screenshot }) => {
  await user.loadDemo(page);
  await user.run(page);
  const before = await user.scores(page);
  await user.open(page, "train");
  const field = element("svc.C");
  const fault = page.locator(".setting", { has: field }).getByTestId("error");

  for (const [text, says] of [
    ["0", /C/],
    ["nan", /C/],
    ["ten", /can't be ten/],
  ]) {
    await field.fill(text);
    await fault.waitFor();
    assert.match(await fault.innerText(), says);
    assert.equal(await field.getAttribute("aria-invalid"), "true");
    await user.inState(page, "train", "failed");
    await element("run").click();
    const refused = page.locator("footer").getByTestId("error");
    await refused.waitFor();
    assert.match(await refused.innerText(), /svc\.C/);
    await user.counted(element("cancel"), 0, "a run with a faulty setting must not start");
  }
  await screenshot("demo-train-fault");

  await field.fill("10");
  await fault.waitFor({ state: "detached" });
  await user.counted(page.locator("footer").getByTestId("error"), 0);
  await user.inState(page, "train", "stale");
  assert.match(page.url(), /svc\.C=10/);
  await user.run(page);
  const after = await user.scores(page);
  assert.ok(after.train > before.train, "a dearer error fits the training part closer");
  const fits = await user.table(element("fits"));
  assert.deepEqual(fits.rows, ["840", "1,200"]);

  await element("reset-settings").click();
  assert.equal(await field.inputValue(), "1.0");
  await user.inState(page, "train", "stale");
  await user.run(page);
  assert.deepEqual(await user.scores(page), before);
});

dryfTest("Try labels a text of one's own as the archive's model does", async ({ page, element, screenshot }) => {
  await user.loadDemo(page);
  await user.run(page);
  await user.open(page, "try");
  // Each text with what Python's cleaning leaves of it.
  const texts = {
    "ty rozgotowany kalafiorze, idź do domu": "rozgotowany kalafiorze idz domu",
    "krasnale ogrodowe niszczą nasz kraj": "krasnale ogrodowe niszcza kraj",
    "co za ładny dzień 😊": "ladny dzien 😊",
  };
  const labels = [];
  for (const [text, cleaned] of Object.entries(texts)) {
    await element("try-text").fill(text);
    await page.waitForFunction(
      (cleaned) => document.querySelector("[data-testid=try-tokens]")?.textContent === cleaned,
      cleaned,
    );
    labels.push(await element("try-label").getAttribute("data-label"));
    const shares = await element("nearest").locator("tbody tr td:first-child").evaluateAll((cells) => cells.map((cell) => Number(cell.innerText)));
    assert.ok(shares.length > 0);
    assert.deepEqual(shares, [...shares].sort((a, b) => b - a), "the closest tweet comes first");
  }
  await screenshot("demo-try");
  assert.deepEqual(labels, ["cyberbullying", "hate-speech", "non-harmful"]);
  await user.inFolder(async (folder) => {
    await user.open(page, "export");
    const path = await user.download(page, folder);
    const predicted = user.dryf(["predict", "--model", path], { input: Object.keys(texts).join("\n") + "\n" });
    assert.deepEqual(predicted.trim().split("\n"), labels);
  });
});

dryfTest("Export shows what is in the archive and leaves the texts out on request", async ({ page, element, screenshot }) => {
  await user.loadDemo(page);
  await user.open(page, "export");
  assert.ok(await element("export").isDisabled(), "there is nothing to download before a run");
  await user.run(page);
  await user.inFolder(async (folder) => {
    const names = async () => element("archive-tree").locator(".tree-file > span:first-child").evaluateAll((names) => names.map((name) => name.textContent));
    assert.ok((await names()).includes("train_text.txt"));
    const whole = await user.download(page, folder);
    const listed = (await names()).length;
    assert.equal(listed, user.unzip(whole).size);
    await screenshot("demo-export");

    const sha256 = await element("archive-sha256").innerText();
    await element("include-texts").uncheck();
    await page.waitForFunction((old) => document.querySelector("[data-testid=archive-sha256]").textContent !== old, sha256);
    await user.inState(page, "export", "ready");
    assert.ok(!(await names()).includes("train_text.txt"));
    const lean = await user.download(page, folder);
    const files = user.unzip(lean);
    assert.ok(![...files.keys()].some((name) => /(train|test)_text\.txt$/.test(name)));
    assert.ok([...files.keys()].some((name) => name.endsWith("data/digests.json")));
    user.dryf(["inspect", lean]);
    // Not one tweet stands in any file that is left.
    const tweet = "Od rana pada, więc czytam kryminał";
    for (const [name, bytes] of files) assert.ok(!bytes.includes(tweet), `${name} holds a tweet`);
    assert.match(await element("commands").innerText(), /mlflow migrate-filestore/);
  });
});

/** The files that are listed: the name of each, and what it is for. */
const listed = (page) =>
  page.getByTestId("file").evaluateAll((rows) => rows.map((row) => [row.cells[0].innerText.trim(), row.querySelector("select").selectedOptions[0].label]));

/** Waits until files of these names are listed and the data of them are ready. */
async function stand(page, ...names) {
  await page.waitForFunction(
    (names) => JSON.stringify([...document.querySelectorAll("[data-testid=file] .file-name")].map((name) => name.textContent.trim())) === names,
    JSON.stringify(names),
  );
  await user.inState(page, "data", "ready");
}

const ROWS = Array.from({ length: 60 }, (_, at) => `${at % 2 ? "dobry ładny miły" : "zły głupi brzydki"} dzień ${at}`);

/** Sixty rows of one's own, as texts and tags under these names. */
const textsAndTags = (texts, tags) => [user.file(texts, `${ROWS.join("\n")}\n`), user.file(tags, ROWS.map((_, at) => `${at % 2}\n`).join(""))];

dryfTest("files of one's own take the demo's place, and Undo brings it back", { timeout: 240_000 }, async ({ page, element, screenshot }) => {
  await user.loadDemo(page);
  const whole = await listed(page);
  const names = whole.map(([name]) => name);
  assert.equal(whole.length, 4);
  await user.run(page);
  await user.open(page, "data");
  await element("pick-class-1").click();
  await element("chip").waitFor();

  // Under names of the demo's own.
  const own = textsAndTags("train_text.txt", "train_tags.txt");
  await user.giveFiles(page, own);
  await element("undo-line").filter({ hasText: "Your files have taken the demo's place." }).waitFor();
  await stand(page, "train_text.txt", "train_tags.txt");
  await element("picked").waitFor({ state: "detached" });
  await page.locator("[data-testid=tweets][aria-rowcount='61']").waitFor();
  await user.counted(element("error"), 0);
  await screenshot("demo-replaced");
  await element("undo").click();
  await stand(page, ...names);
  assert.deepEqual(await listed(page), whole);
  await user.inState(page, "train", "ready");
  await page.locator("[data-testid=tweets][aria-rowcount='1201']").waitFor();

  // In Polish; and it is the user's files that are kept, not the demo.
  await element("language").click();
  await page.locator("html[lang=pl]").waitFor();
  await user.giveFiles(page, own);
  await element("undo-line").filter({ hasText: "Twoje pliki zajęły miejsce demo." }).waitFor();
  await stand(page, "train_text.txt", "train_tags.txt");
  await screenshot("demo-replaced-pl");
  await element("keep-data-yes").click();
  await user.inState(page, "train", "stale");
  await user.run(page);
  await page.reload();
  await started(page);
  await user.open(page, "data");
  await stand(page, "train_text.txt", "train_tags.txt");
  await page.locator("[data-testid=tweets][aria-rowcount='61']").waitFor();
});

dryfTest("what files of one's own are for does not depend on the demo whose place they take", { timeout: 240_000 }, async ({ page, element, screenshot }) => {
  await user.loadDemo(page);
  const names = (await listed(page)).map(([name]) => name);
  const table = (sets) => `text,label\n${ROWS.map((row, at) => `${row} ${sets},${at % 2 ? "nice" : "nasty"}\n`).join("")}`;
  for (const [files, roles] of [
    [[user.file("train.csv", table("train")), user.file("test.csv", table("test"))], ["train table", "test table"]],
    [textsAndTags(...user.POLEVAL_FILES), ["train texts", "train tags"]],
  ]) {
    await user.giveFiles(page, files);
    await element("undo-line").filter({ hasText: "Your files have taken the demo's place." }).waitFor();
    await stand(page, ...files.map((file) => file.name));
    assert.deepEqual((await listed(page)).map(([, role]) => role), roles);
    await page.locator("[data-testid=tweets][aria-rowcount='61']").waitFor();
    await screenshot(`demo-replaced-by-${roles[0].replace(" ", "-")}`);
    await element("undo").click();
    await stand(page, ...names);
  }
});

dryfTest("a picture given over the demo is told for what it is, and the demo stays", async ({ page, element, screenshot }) => {
  await user.loadDemo(page);
  const whole = await listed(page);
  await user.giveFiles(page, [user.file("cat.png", Buffer.from("\x89PNG\r\n\x1a\n", "latin1"))]);
  await page.locator("main").filter({ hasText: /cat\.png[^]*a picture \(PNG\)/ }).waitFor();
  await screenshot("demo-picture");
  await user.inState(page, "data", "ready");
  assert.deepEqual((await listed(page)).filter(([name]) => name !== "cat.png"), whole);
  await user.counted(element("undo-line").filter({ hasText: "taken the demo" }), 0);
});
