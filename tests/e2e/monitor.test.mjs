// The view Monitor: batches of the demo against a model that learned from its training set, the drift that is planted in the
// second half of the test set, rules, files, what can be saved, stopping, Polish, hostile names.

import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dryfBinary, dryfTest } from "./harness.mjs";
import * as user from "./page.mjs";

const demo = (name) => readFileSync(new URL(`../../www/demo/${name}`, import.meta.url), "utf8").split("\n").filter(Boolean);

/** Waits until nothing is at work and the verdict stands. */
async function watched(page) {
  await page.getByTestId("monitor-verdict").waitFor({ timeout: 120_000 });
  await user.inState(page, "monitor", "ready");
}

/** The demo, a model that learned from its training set, and that model in production. */
async function withProduction(page) {
  await user.loadDemo(page);
  await user.run(page);
  await user.open(page, "validate");
  await page.getByTestId("promote").first().click();
  await page.getByTestId("production").first().waitFor();
  await user.open(page, "monitor");
  await watched(page);
}

async function set(page, id, text) {
  await page.getByTestId(id).fill(text);
  await page.getByTestId(id).blur();
}

async function size(page, rows) {
  await set(page, "monitor-size", String(rows));
  await page.waitForFunction(
    (n) => document.querySelectorAll("[data-testid=monitor-batches] tbody tr").length === n,
    Math.ceil(300 / rows),
  );
  await watched(page);
}

const answer = (page) => page.getByTestId("monitor-verdict").getAttribute("data-outcome");

async function alarms(page) {
  return page.getByTestId("monitor-batches").locator("tbody tr").evaluateAll((rows) => rows.map((row) => row.dataset.state === "bad"));
}

/** Presses a button and gives the file that is saved. */
async function saved(page, id) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId(id).click()]);
  return { name: download.suggestedFilename(), bytes: readFileSync(await download.path()) };
}

dryfTest("the drift planted in the demo's second half is found, and its first half is quiet", { timeout: 240_000 }, async ({ page, element, screenshot }) => {
  await user.open(page, "monitor");
  await element("monitor-no-production").waitFor();
  await user.open(page, "data");
  await withProduction(page);
  assert.match(await page.locator("main").innerText(), /3 batches, 300 rows, 300 labelled/);
  await size(page, 150);
  assert.deepEqual(await alarms(page), [false, true]);
  assert.equal(await answer(page), "retrain");
  assert.match(await element("monitor-verdict").innerText(), /^Retrain\. .*since batch 2 \(test 151–300\): .*p/);

  // Evidence, reason by reason.
  const reasons = await element("monitor-evidence").locator("li").evaluateAll((items) => items.map((item) => [item.innerText.split(":")[0], item.dataset.state]));
  assert.deepEqual(reasons.map(([name]) => name), ["By hand", "Quality drop", "Drift"]);
  assert.equal(Object.fromEntries(reasons).Drift, "bad");
  assert.equal(await element("monitor-off").innerText(), "Off by the rules: schedule and new data.");
  assert.match(await element("monitor-false-alarms").innerText(), /at most 5\.0 %/);

  // Every chart says what it shows.
  const kinds = ["share-1", "share-2", "share-3", "p-values", "f1-micro", "f1-macro", "errors", "latency"];
  const drawn = await page.locator("svg[data-testid^=monitor-chart-]").evaluateAll((charts) => charts.map((chart) => chart.dataset.testid));
  assert.deepEqual(drawn, kinds.map((kind) => `monitor-chart-${kind}`));
  const said = (kind) => element(`monitor-${kind}`).locator("summary").first().innerText();
  for (const kind of kinds) assert.match(await said(kind), /: .{10}/, kind);
  assert.match(await said("p-values"), /first in batch 2: .*alarms falsely is 2\.5 %/);

  // A batch opened shows what was found in it.
  const [quiet, alarm] = [element("monitor-batch-1"), element("monitor-batch-2")];
  assert.match(await alarm.innerText(), /^Batch 2 \(test 151–300\): .*drift/);
  assert.ok(await alarm.getByTestId("monitor-classes").isVisible(), "the first alarm is open");
  await user.counted(quiet.getByTestId("monitor-classes"), 0);
  await quiet.locator("summary").click();
  await quiet.getByTestId("monitor-classes").waitFor();
  await screenshot("monitor");
  await page.evaluate(() => (document.documentElement.dataset.theme = "dark"));
  await screenshot("monitor-dark");

  // The rows of a batch, and no others, are those that every view shows.
  await element("pick-batch-2").click();
  await element("chip").filter({ hasText: "batch 2" }).waitFor();
  await element("picked-total").filter({ hasText: /^150 rows$/ }).waitFor();
  assert.equal(await element("picked-set").innerText(), "Test set");
  assert.equal(await element("pick-batch-2").getAttribute("aria-pressed"), "true");
  await user.open(page, "data");
  await page.locator("[data-testid=tweets][aria-rowcount='151']").waitFor();
  assert.equal(await element("tweets").locator("tbody tr").first().locator("td").first().innerText(), "151");
  await screenshot("monitor-picked");
});

dryfTest("rules decide, are kept and come from a file; a violation stands at its field", { timeout: 240_000 }, async (dryf) => {
  const { page, element } = dryf;
  await withProduction(page);
  await size(page, 150);
  await element("monitor-rules").click();
  await element("monitor-rule-drift.enabled").uncheck();
  await element("monitor-rule-quality.enabled").uncheck();
  await page.locator("[data-testid=monitor-verdict][data-outcome=keep]").waitFor();
  await set(page, "monitor-rule-schedule.days", "soon");
  const fault = page.locator(".monitor-rule [data-testid=error]");
  await fault.waitFor();
  assert.match(await fault.innerText(), /days/);
  await set(page, "monitor-rule-schedule.days", "30");
  await fault.waitFor({ state: "detached" });
  await set(page, "monitor-ask", "new <b>guideline</b>");
  await page.locator("[data-testid=monitor-verdict][data-outcome=retrain]").waitFor();
  await set(page, "monitor-ask", "");
  await page.locator("[data-testid=monitor-verdict][data-outcome=keep]").waitFor();

  const rules = await saved(page, "monitor-rules-save");
  assert.equal(rules.name, "rules.toml");
  assert.match(rules.bytes.toString(), /days = 30/);
  await element("monitor-rules-reset").click();
  await page.locator("[data-testid=monitor-verdict][data-outcome=retrain]").waitFor();
  await element("monitor-rules-load").setInputFiles({ name: rules.name, mimeType: "text/plain", buffer: rules.bytes });
  await page.locator("[data-testid=monitor-verdict][data-outcome=keep]").waitFor();
  // They outlive a reload, as production does.
  await dryf.reopen();
  await user.inState(dryf.page, "export", "ready");
  await user.open(dryf.page, "data");
  await user.loadDemo(dryf.page);
  await user.open(dryf.page, "monitor");
  await watched(dryf.page);
  assert.equal(await answer(dryf.page), "keep");
});

dryfTest("what was watched is saved, and the command line says the same", { timeout: 240_000 }, async ({ page }) => {
  await withProduction(page);
  await size(page, 150);
  const json = JSON.parse((await saved(page, "monitor-save-json")).bytes.toString());
  assert.equal(json.answer, "retrain");
  const html = (await saved(page, "monitor-save-html")).bytes.toString();
  assert.match(html, /^<!doctype html>/);
  assert.ok(html.includes("Retrain. "), "it says what the page says");
  const zip = await saved(page, "monitor-save-archive");
  const state = await saved(page, "monitor-save-state");
  await user.inFolder(async (folder) => {
    assert.ok(user.unzip(user.write(folder, zip.name, zip.bytes)).size > 3);
    // The same batches given to the command line.
    await user.open(page, "export");
    const production = await user.download(page, folder);
    const texts = demo("test_text.txt");
    const tags = demo("test_tags.txt");
    const text = user.write(folder, "texts.txt", texts.join("\n") + "\n");
    const tag = user.write(folder, "tags.txt", tags.join("\n") + "\n");
    const out = join(folder, "m.json");
    const monitor = (...more) => {
      const given = ["--production", production, "--batch", text, tag, "--batch-rows", "150", "--json", out];
      const ended = spawnSync(dryfBinary, ["monitor", ...given, ...more], { encoding: "utf8" });
      assert.equal(ended.status, 1, ended.stderr);
      return JSON.parse(readFileSync(out, "utf8"));
    };
    const native = monitor();
    assert.equal(native.answer, "retrain");
    const drift = (report) => report.batches.map((batch) => batch.record.drift);
    assert.deepEqual(drift(json), drift(native));
    // It goes on from the page's state, which knows the rows of the file as both batches.
    const on = monitor("--state", user.write(folder, state.name, state.bytes));
    assert.deepEqual([on.skipped.map((one) => one.why), on.batches.length], [["its rows were watched before, as numbers 1 to 2"], 2]);
  });
});

dryfTest("files are batches, with labels or without, and a hostile name stays text", { timeout: 240_000 }, async ({ page, element }) => {
  await withProduction(page);
  const texts = demo("test_text.txt");
  const tags = demo("test_tags.txt");
  const lines = (all, from, to) => all.slice(from, to).join("\n") + "\n";
  await element("monitor-from").selectOption("files");
  await element("monitor-files").setInputFiles([
    user.file("<img src=x onerror=alert(1)>.txt", lines(texts, 0, 150)),
    user.file("tags.txt", lines(tags, 0, 150)),
    user.file("late.txt", lines(texts, 150, 300)),
  ]);
  await element("monitor-file").nth(1).waitFor();
  await watched(page);
  const given = await element("monitor-file").allInnerTexts();
  assert.match(given[0], /^<img src=x onerror=alert\(1\)>\.txt \+ tags\.txt/);
  assert.match(given[1], /not labelled/);
  assert.deepEqual(await alarms(page), [false, true]);
  assert.match(await element("monitor-batch-1").innerText(), /<img/);
  await element("monitor-file").first().getByRole("button").click();
  await page.locator("[data-testid=monitor-batch-2]").waitFor({ state: "detached" });
  await watched(page);
  assert.deepEqual(await alarms(page), [true]);
});

dryfTest("a monitoring can be stopped and gone on with; without labels true quality is not shown", { timeout: 240_000 }, async ({ page, element }) => {
  await withProduction(page);
  await set(page, "monitor-first", "1");
  await set(page, "monitor-size", "5");
  // One that only the small batches have: the batches before them may still be shown.
  await element("monitor-batch-30").waitFor();
  await element("monitor-cancel").click();
  await page.locator("[data-testid=monitor-status][data-busy=false]").waitFor({ state: "attached" });
  const n = (await alarms(page)).length;
  assert.ok(n >= 2 && n < 300, `${n} batches`);
  // Production learned from these rows.
  assert.equal(await answer(page), "learned");
  assert.match(await element("monitor-verdict").innerText(), /^Not an answer\. /);
  await set(page, "monitor-size", "0");
  const error = page.locator("main [data-testid=error]");
  await error.waitFor();
  assert.match(await error.innerText(), /batch of no rows/);
  await set(page, "monitor-first", "1201");
  await size(page, 150);
  await element("monitor-labels").uncheck();
  await element("monitor-chart-errors").waitFor({ state: "detached" });
  await watched(page);
  assert.deepEqual(await alarms(page), [false, true]);
});

dryfTest("Monitor speaks Polish and fits a small screen", { timeout: 240_000 }, async ({ page, element, screenshot }) => {
  await withProduction(page);
  await size(page, 150);
  await page.setViewportSize({ width: 400, height: 900 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 400, `the page is ${width} wide`);
  await screenshot("monitor-400");
  await page.setViewportSize({ width: 1280, height: 900 });
  await element("language").click();
  await page.getByTestId("monitor-verdict").waitFor();
  assert.match(await element("monitor-verdict").innerText(), /^Wytrenuj ponownie\. .*od partii 2/);
  await screenshot("monitor-pl");
});
