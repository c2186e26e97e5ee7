// Whatever is dropped is told for what it is: archives, journals, settings, folders, pictures and all the rest.

import assert from "node:assert/strict";
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { dryfTest } from "./harness.mjs";
import * as user from "./page.mjs";

const texts = Array.from({ length: 60 }, (_, i) => `${i % 2 ? "dobry ładny miły" : "zły głupi brzydki"} dzień ${i}`);

/** Drops files or folders as a user does, by the browser's own events. */
async function drop(page, paths) {
  const client = await page.context().newCDPSession(page);
  const data = { items: [], files: paths, dragOperationsMask: 1 };
  for (const type of ["dragEnter", "dragOver", "drop"]) {
    await client.send("Input.dispatchDragEvent", { type, x: 300, y: 300, data });
  }
  await client.detach();
}

/** A zip of these names with nothing in them. */
function zip(...names) {
  const made = user.python(
    "import base64, io, sys, zipfile\nb = io.BytesIO()\nz = zipfile.ZipFile(b, 'w')\nfor n in sys.argv[1:]: z.writestr(n, 'x')\nz.close()\nprint(base64.b64encode(b.getvalue()).decode())",
    ...names,
  );
  return Buffer.from(made, "base64");
}

const bytes = (...parts) => Buffer.concat(parts.map((part) => (typeof part === "string" ? Buffer.from(part) : Buffer.from(part))));

dryfTest("pictures, workbooks, models, programs and other kinds are named with the way to what can be read", async ({ page, element, screenshot }) => {
  const kinds = {
    "a.xlsx": [zip("[Content_Types].xml", "xl/workbook.xml"), /Excel workbook.*save the sheet as CSV/, /skoroszyt Excela/],
    "a.ods": [zip("mimetype", "content.xml"), /OpenDocument spreadsheet.*save the sheet as CSV/, /arkusz OpenDocument/],
    "a.pdf": ["%PDF-1.7\n", /a PDF document/, /dokument PDF/],
    "a.png": [bytes([0x89], "PNG\r\n\x1a\n"), /a picture \(PNG\)/, /obraz \(PNG\)/],
    "a.svg": ['<svg xmlns="http://www.w3.org/2000/svg"></svg>', /a picture \(SVG\)/, /obraz \(SVG\)/],
    "a.heic": [bytes([0, 0, 0, 24], "ftypheic", new Uint8Array(32)), /a picture \(HEIC\)/, /obraz \(HEIC\)/],
    "a.mp4": [bytes([0, 0, 0, 24], "ftypmp42", new Uint8Array(32)), /a video/, /film/],
    "a.pkl": [bytes([0x80, 5, 0x95, 1, 2]), /Python pickle.*read_pickle/, /pickle Pythona/],
    "a.onnx": [bytes([8, 8, 18, 4], "dryf"), /a model \(ONNX\).*drop the archive/, /model \(ONNX\).*upuść archiwum/],
    "a.safetensors": [bytes([20, 0, 0, 0, 0, 0, 0, 0], '{"a":{"dtype":"F32"}}'), /a model \(safetensors\)/, /model \(safetensors\)/],
    "a.ipynb": ['{"cells": [], "nbformat": 4}', /a notebook.*give the data that it reads/, /notatnik/],
    "train.py": ["print('dzień dobry')\n", /a program; give the data that it reads/, /program; podaj dane/],
  };
  await user.giveFiles(page, Object.entries(kinds).map(([name, [content]]) => user.file(name, content)));
  const rows = element("file");
  await page.waitForFunction((n) => document.querySelectorAll("[data-testid=file]").length === n, Object.keys(kinds).length);
  for (const [name, [, english]] of Object.entries(kinds)) {
    assert.match((await rows.filter({ hasText: name }).innerText()).replace(/\s+/g, " "), english);
  }
  await screenshot("open-kinds");
  await element("language").click();
  for (const [name, [, , polish]] of Object.entries(kinds)) {
    assert.match((await rows.filter({ hasText: name }).innerText()).replace(/\s+/g, " "), polish);
  }
  await screenshot("open-kinds-pl");
});

dryfTest("settings, rules and journals are offered for what they are", async ({ page, element, screenshot }) => {
  const other = [
    { op_code: 0, worker_id: "w", study_name: "digits", directions: [2] },
    { op_code: 4, worker_id: "w", study_id: 0, datetime_start: "2026-01-01T00:00:00" },
    { op_code: 5, worker_id: "w", trial_id: 0, param_name: "depth", param_value_internal: 3, distribution: '{"name": "IntDistribution", "attributes": {"low": 1, "high": 9, "log": false, "step": 1}}' },
    { op_code: 6, worker_id: "w", trial_id: 0, state: 1, values: [0.875], datetime_complete: "2026-01-01T00:00:01" },
  ];
  const own = [
    { op_code: 0, worker_id: "w", study_name: "tweets", directions: [2] },
    { op_code: 3, worker_id: "w", study_id: 0, system_attr: { "study:metric_names": ["f1_micro"] } },
    ...[0.7, 0.9, 0.8].flatMap((value, trial_id) => [
      { op_code: 4, worker_id: "w", study_id: 0, datetime_start: "2026-01-01T00:00:00" },
      { op_code: 5, worker_id: "w", trial_id, param_name: "svc.C", param_value_internal: 0.5 + trial_id, distribution: '{"name": "FloatDistribution", "attributes": {"low": 0.1, "high": 10.0, "log": true, "step": null}}' },
      { op_code: 6, worker_id: "w", trial_id, state: 1, values: [value], datetime_complete: "2026-01-01T00:00:01" },
    ]),
  ];
  const lines = (journal) => journal.map((line) => `${JSON.stringify(line)}\n`).join("");
  await user.giveFiles(page, [
    user.file("run.toml", "[svc]\nC = 2.5\n"),
    user.file("watch.toml", "[new_data]\nenabled = true\nrows = 77\n"),
    user.file("digits.log", lines(other)),
    user.file("tweets.log", lines(own)),
    user.file("Cargo.toml", "[package]\nname = 'x'\n"),
  ]);
  const offer = (name) => element("offered").filter({ hasText: name });
  await offer("tweets.log").waitFor();
  await offer("digits.log").waitFor();
  await user.counted(element("file"), 0, "none of them is data");
  assert.match(await offer("run.toml").innerText(), /settings of a run, not data/);
  assert.match(await element("error").innerText(), /Cargo\.toml[^]*neither settings nor rules of Dryf/);
  assert.match(await offer("digits.log").innerText(), /study digits: 1 trial, 1 complete, the best\s+0\.875 \(trial 0\)[^]*can’t go on with it/);
  assert.match(await offer("digits.log").getByTestId("offered-trials").innerText(), /depth = 3/);
  assert.match(await offer("tweets.log").innerText(), /study tweets: 3 trials, 3 complete, the best f1_micro 0\.9 \(trial 1\)/);
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 900 });
    await screenshot(`open-offers-${width}`);
  }
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await screenshot("open-offers-dark");
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "no-preference" });
  await page.setViewportSize({ width: 1280, height: 900 });
  await element("language").click();
  await offer("tweets.log").waitFor();
  assert.match(await offer("tweets.log").innerText(), /dziennik Optuny z badaniem tweets: 3 próby/);
  await screenshot("open-offers-pl");
  await element("language").click();
  await offer("tweets.log").getByTestId("offered-open").click();
  await page.locator("[data-testid=tab-tune][aria-current=page]").waitFor();
  await element("tune-verdict").waitFor();
  assert.match(await element("tune-verdict").innerText(), /Trial 1 has F1 micro 0\.900/);
  await page.getByText("rows that the journal does not name").waitFor();
  await screenshot("open-journal");
  await user.open(page, "data");
  await offer("run.toml").getByTestId("offered-open").click();
  await page.locator("[data-testid=tab-train][aria-current=page]").waitFor();
  assert.equal(await element("svc.C").inputValue(), "2.5");
  // In Polish with a comma, which is taken too; a link keeps the point.
  await element("language").click();
  await page.waitForFunction(() => document.querySelector('[data-testid="svc.C"]')?.value === "2,5");
  await element("svc.C").fill("0,25");
  await page.waitForFunction(() => location.hash.includes("svc.C=0.25"));
  await element("svc.C").blur();
  assert.equal(await element("svc.C").inputValue(), "0,25");
});

dryfTest("a study that Optuna ran to its end opens in Tune as one that has ended", async ({ page, element, screenshot }) => {
  await user.giveFiles(page, [fileURLToPath(new URL("../fixtures/optuna/finished.log", import.meta.url))]);
  await element("offered").waitFor();
  assert.match(await element("offered").innerText(), /study svm-on-tweets: 12 trials, 10 complete, the best f1_macro 0\.5842 \(trial 10\)/);
  await screenshot("open-optuna");
  await element("offered-open").click();
  await page.locator("[data-testid=tab-tune][aria-current=page]").waitFor();
  await element("tune-verdict").filter({ hasText: "Trial 10 has F1 macro 0.584" }).waitFor();
  await screenshot("open-optuna-tune");
  const said = await page.locator("main").innerText();
  assert.ok(said.includes("10 complete, 1 pruned and 1 failed"));
  assert.ok(!said.includes("Something changed since this was made"), "a journal is not out of date");
  assert.equal(await element("study.objective").inputValue(), "f1_macro", "the settings are those of the study");
  await page.getByTestId("tune-use-best").click();
  await user.openSettings(page);
  await page.waitForFunction(() => document.querySelector('[data-testid="svc.C"]')?.value.startsWith("6.22"));
  assert.equal(await element("tfidf.min_df").inputValue(), "7");
  assert.equal(await element("svc.class_weight").inputValue(), "balanced");
  // It ran as many trials as it was asked for: nobody has stopped it.
  assert.deepEqual(said.split("\n").filter((line) => /stopped by hand|Stopped\. What was tried/.test(line)), []);
});

dryfTest("a folder that is dropped or chosen is read with all that lies in it", async ({ page, element, screenshot }) => {
  await user.inFolder(async (folder) => {
    const data = join(folder, "zbiory");
    for (const name of ["train", "test", ".git"]) mkdirSync(join(data, name), { recursive: true });
    const labels = texts.map((_, i) => `${i % 2}\n`).join("");
    for (const set of ["train", "test"]) {
      user.write(data, `${set}/texts.txt`, texts.map((text) => `${text} ${set}\n`).join(""));
      user.write(data, `${set}/tags.txt`, labels);
    }
    user.write(data, ".git/config", "[core]\n");
    user.write(data, "README.md", "# Zbiory\n");
    user.write(data, "plot.png", "\x89PNG\r\n");
    await drop(page, [data]);
    await user.inState(page, "data", "ready");
    await user.counted(element("file"), 4, "what is no data stays out");
    const roles = await element("file").locator("select").evaluateAll((all) => all.map((one) => one.selectedOptions[0].text));
    assert.deepEqual(roles.toSorted(), ["test tags", "test texts", "train tags", "train texts"]);
    await screenshot("open-folder");
    await element("clear-data").click();
    // The same by a dialog.
    await element("folder-input").setInputFiles(data);
    await user.inState(page, "data", "ready");
    await user.counted(element("file"), 4);
    await element("clear-data").click();
    // An empty one, and one of MLflow's.
    mkdirSync(join(folder, "empty/.hidden"), { recursive: true });
    mkdirSync(join(folder, "mlruns/0/abc/artifacts"), { recursive: true });
    user.write(folder, "mlruns/0/meta.yaml", "name: x\n");
    user.write(folder, "mlruns/0/abc/artifacts/data.csv", "text,label\na,b\n");
    await drop(page, [join(folder, "empty"), join(folder, "mlruns")]);
    await page.waitForFunction(() => document.querySelectorAll("[data-testid=error]").length === 2);
    const said = (await element("error").allInnerTexts()).join("\n");
    assert.match(said, /empty: there is no file in this folder/);
    assert.match(said, /store of MLflow/);
  });
});

dryfTest("archives dropped together, beside data, are opened, compared and put into production", async (dryf) => {
  const { page, element, screenshot } = dryf;
  await user.inFolder(async (folder) => {
    await user.loadDemo(page);
    await user.run(page);
    await user.open(page, "export");
    const first = await user.download(page, folder);
    await user.openSettings(page);
    await element("svc.kernel").selectOption("linear");
    await user.run(page);
    await user.open(page, "export");
    const second = await user.download(page, folder);
    user.python("import sys, zipfile\nzipfile.ZipFile(sys.argv[1]).extractall(sys.argv[2])", second, folder);
    const unpacked = second.split("/").at(-1).replace(/\.zip$/, "");
    await page.evaluate(() => indexedDB.deleteDatabase("dryf"));
    await page.goto("about:blank");
    await page.goto(dryf.url);
    await page.locator("[data-testid=engine][data-state=ready]").waitFor();
    const table = user.write(folder, "train.csv", `text,label\n${texts.map((text, i) => `${text},${i % 2}\n`).join("")}`);
    await drop(page, [first, second, table]);
    await page.waitForFunction(() => document.querySelectorAll("[data-testid=offered]").length === 2);
    await element("file").waitFor();
    const about = await element("offered").allInnerTexts();
    assert.match(about[0], /is the archive of a run: poly · C 1.*, F1 micro 0\.\d{3} on the test set, .*2026.*, model [0-9a-f]{8}, trained on 1,200 rows of train_text\.txt and train_tags\.txt/);
    assert.match(about[1], /linear · C 1/);
    await user.counted(element("offered-compare"), 0, "nothing is shown to compare with");
    await screenshot("open-archives");
    await element("offered").first().getByTestId("offered-open").click();
    await page.locator("[data-testid=tab-evaluate][aria-current=page]").waitFor();
    await element("evaluate-verdict").waitFor();
    await user.open(page, "data");
    await element("offered-compare").click();
    await page.locator("[data-testid=tab-runs][aria-current=page]").waitFor();
    await element("runs-compared").waitFor();
    await element("runs-pair").waitFor();
    await screenshot("open-compared");
    // The same archive as the folder that it unpacks to.
    await user.open(page, "data");
    await drop(page, [join(folder, unpacked)]);
    await element("offered").waitFor();
    assert.match(await element("offered").innerText(), /\.zip is the archive of a run: linear · C 1/);
    await element("language").click();
    await element("offered").waitFor();
    assert.match(await element("offered").innerText(), /to archiwum przebiegu: linear/);
    await screenshot("open-archive-pl");
    await element("offered-promote").click();
    await page.locator("[data-testid=tab-validate][aria-current=page]").waitFor();
    await element("production").waitFor();
  });
});
