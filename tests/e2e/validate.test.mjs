// The view Validate: a run promoted, a challenger held against it by rules that are edited, the tweets on which they
// disagree, what both cost; and what of it is still there after a reload.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dryfTest, started } from "./harness.mjs";
import * as user from "./page.mjs";

const demo = (name) => readFileSync(new URL(`../../www/demo/${name}.txt`, import.meta.url), "utf8");

const outcome = (page) => page.getByTestId("validate-verdict").getAttribute("data-outcome");

async function becomes(page, outcome) {
  await page.locator(`[data-testid=validate-verdict][data-outcome=${outcome}]`).waitFor();
}

/** Promotions as the page lists them, the newest first: how, run, what the gate said. */
async function history(page) {
  return page.getByTestId("production-history").locator("tbody tr").evaluateAll((rows) =>
    rows.map((row) => ({ how: row.dataset.how, run: row.dataset.run, gate: row.cells[5].innerText.trim() })),
  );
}

/** Waits until so many tweets are listed on which the models disagree. */
const listedRows = (page, n) =>
  page.waitForFunction((n) => document.querySelector("[data-testid=disagreements]")?.getAttribute("aria-rowcount") === String(n + 1), n);

dryfTest("a challenger is held against production, promoted, and all of it is there after a reload", { timeout: 300_000 }, async (dryf) => {
  let { page, element } = dryf;
  await user.open(page, "validate");
  const needs = await element("validate-needs").innerText();
  for (const needed of [/press Run/, /in production/, /test set/]) assert.match(needs, needed);
  assert.match(await element("production-none").innerText(), /Nothing is in production/);
  await user.open(page, "data");
  await user.loadDemo(page);
  await user.challenge(page);

  // The verdict, and each rule with its number, interval and reason.
  await becomes(page, "pass");
  assert.match(await element("validate-verdict").innerText(), /^Pass\. The candidate may replace production: F1 micro is 0\.\d{3} higher/);
  await user.counted(element("validate-rules").locator(".rule"), 3);
  for (const rule of [0, 1, 2]) {
    const said = await element(`validate-rule-${rule}`).locator(".rule-findings").innerText();
    assert.match(said, /is 0\.\d{3} higher than .* \[[+−±]0\.\d{3} – [+−±]0\.\d{3}\] \((allowed|required): /);
  }
  const scores = await user.table(element("validate-scores"));
  assert.equal(scores["F1 micro"].length, 3);
  const recalls = await user.table(element("validate-recalls"));
  assert.deepEqual(Object.keys(recalls), ["cyberbullying", "hate-speech", "non-harmful"]);
  await user.counted(element("validate-differences").locator("circle"), 7);
  await dryf.screenshot("validate-light");

  // A rule that is edited is judged by at once; what can't be is said at its field, and the last verdict is gone.
  await element("rule-0-margin").fill("none");
  await element("validate-rule-0").getByTestId("error").waitFor();
  assert.equal(await outcome(page), "faulty");
  assert.match(await element("validate-verdict").innerText(), /can't be applied/);
  await element("rule-0-margin").fill("1.5");
  assert.match(await element("validate-rule-0").getByTestId("error").innerText(), /above 0 and below 1/);
  await element("rule-0-margin").fill("0.01");
  await becomes(page, "pass");
  await element("add-rule-size").click();
  await becomes(page, "few");
  assert.match(await element("validate-verdict").innerText(), /not measured/);
  await element("rule-3-max").fill("1000");
  await becomes(page, "few");

  // What they cost, each in a worker of its own.
  await element("measure").click();
  await page.locator("[data-testid=measure-state][data-state=busy]").waitFor();
  await element("measure-cancel").click();
  await page.locator("[data-testid=measure-state][data-state=empty]").waitFor();
  await element("measure").click();
  await element("costs").waitFor({ timeout: 180_000 });
  const costs = await user.table(element("costs"));
  assert.match(await element("validate-costs").innerText(), /CPU time: not measured, since a browser does not tell/);
  assert.match(costs["peak memory"][0], /^\d+(\.\d)? MB$/);
  assert.match(costs["time of a call with 1 row, p50"][2], /^×[\d.]+ \[×[\d.]+ – ×[\d.]+\]$/);
  assert.match(await element("costs-how").innerText(), /: 200 calls of each by turns/);
  await becomes(page, "fail");
  assert.match(await element("validate-verdict").innerText(), /^Fail\. Size of the model is .* \(allowed: 1\.0 kB\)\./);
  await element("remove-rule-3").click();
  await becomes(page, "pass");
  assert.equal((await page.context().pages()).length, 1);
  assert.equal(page.workers().length, 1, "the workers of the measurement are gone");

  // Both directions of the rules' file.
  await user.inFolder(async (folder) => {
    await element("rule-0-margin").fill("0.07");
    const [download] = await Promise.all([page.waitForEvent("download"), element("rules-save").click()]);
    const path = join(folder, download.suggestedFilename());
    await download.saveAs(path);
    assert.match(readFileSync(path, "utf8"), /margin = 0\.07/);
    await element("rules-reset").click();
    assert.equal(await element("rule-0-margin").inputValue(), "0.01");
    await element("rules-input").setInputFiles(user.write(folder, "wrong.toml", "[[rules]]\nrule = \"beter\"\n"));
    const note = element("validate-rules").getByTestId("error");
    await note.waitFor();
    assert.match(await note.innerText(), /wrong\.toml, line 2.*did you mean better/s);
    await element("rules-input").setInputFiles(path);
    await note.waitFor({ state: "detached" });
    assert.equal(await element("rule-0-margin").inputValue(), "0.07");
  });

  // The tweets on which they disagree.
  const rows = element("disagreements").locator("tbody tr");
  await rows.first().waitFor();
  const counted = async (who) => user.count((await element(`disagreements-${who}`).locator(".number").innerText()).trim());
  const all = await counted("all");
  assert.equal(all, (await counted("candidate")) + (await counted("production")) + (await counted("neither")));
  await element("disagreements-candidate").click();
  await page.waitForFunction(() =>
    [...document.querySelectorAll("[data-testid=disagreements] tbody tr")].every(
      (row) => row.cells[2].dataset.right === "true" && row.cells[3].dataset.right === "false",
    ),
  );
  for (const row of await rows.all()) {
    await user.counted(row.locator(".answer-scores"), 2);
    assert.notEqual(await row.locator("td").nth(2).innerText(), await row.locator("td").nth(3).innerText());
  }
  await rows.first().scrollIntoViewIfNeeded();
  await dryf.screenshot("validate-disagreements");

  // The archive carries the gate.
  await user.inFolder(async (folder) => {
    await user.open(page, "export");
    await user.inState(page, "export", "ready");
    const files = user.unzip(await user.download(page, folder));
    const tag = [...files].find(([name]) => /mlruns\/\d+\/[0-9a-f]{32}\/tags\/validation_status$/.test(name));
    assert.equal(tag?.[1].toString(), "passed");
    const report = [...files].find(([name]) => name.endsWith("artifacts/gate/gate.json"));
    const { disagreements } = JSON.parse(report[1].toString());
    assert.equal(disagreements.length, all);

    // Of picked rows those alone are listed, where they are of the test set.
    await user.open(page, "data");
    await element("pick-class-1").click();
    await user.compared(page);
    await element("picked-elsewhere").filter({ hasText: "The picked rows are of the training set" }).waitFor();
    await element("picked-not-here").filter({ hasText: "of the texts only the picked ones are shown" }).waitFor();
    await listedRows(page, all);
    await element("picked-set").click();
    const nPicked = disagreements.filter((one) => one.label === "hate-speech").length;
    await listedRows(page, nPicked);
    assert.equal(await counted("all"), nPicked, "who is right is counted of the picked ones");
    assert.equal(nPicked, (await counted("candidate")) + (await counted("production")) + (await counted("neither")));
    await user.counted(element("picked-elsewhere"), 0);
    await page.waitForFunction(() =>
      [...document.querySelectorAll("[data-testid=disagreements] tbody tr")].every((row) => row.cells[1].innerText.trim() === "hate-speech"),
    );
    await rows.first().scrollIntoViewIfNeeded();
    await dryf.screenshot("validate-picked");
    await element("picked-clear").click();
    await listedRows(page, all);
    assert.equal(await counted("all"), all);
  });

  // Promoted: the gate's word goes into the history, and the run in production has nothing to be compared with.
  await user.promote(page);
  const before = await history(page);
  assert.deepEqual(before.map((one) => one.how), ["run", "run"]);
  assert.match(before[0].gate, /Pass/);
  assert.equal(before[1].gate, "—");
  assert.notEqual(before[0].run, before[1].run);
  assert.match(await element("validate-in-production").innerText(), /in production since .* Train a challenger/);
  await user.counted(element("validate-verdict"), 0);
  const name = await element("production").innerText();
  await user.kept(page, { production: true, before: true, promotions: 2, settings: '"view":"validate"' });

  const isThere = async () => {
    ({ page, element } = dryf);
    await element("production").waitFor();
    assert.equal(await element("production").innerText(), name);
    assert.deepEqual(await history(page), before);
    assert.equal(await element("rule-0-margin").inputValue(), "0.07");
    assert.ok(await element("put-back").isVisible());
  };
  await page.reload();
  await started(page);
  await isThere();
  await dryf.reopen();
  await isThere();

  // The one before is put back; taken out, the history stays.
  await element("put-back").click();
  await page.locator("[data-testid=production-history] tr[data-how=put-back]").waitFor();
  assert.equal((await history(page))[0].run, before[1].run);
  await element("take-out").click();
  await element("production-none").waitFor();
  assert.deepEqual((await history(page)).map((one) => one.how), ["taken-out", "put-back", "run", "run"]);
  await user.kept(page, { production: false, before: true, promotions: 4 });
  await page.reload();
  await started(page);
  await page.locator("[data-testid=production-history] tr[data-how=taken-out]").waitFor();
  assert.ok(await element("production-none").isVisible());
  assert.equal((await history(page)).length, 4);
});

dryfTest("an archive that is no archive leaves production as it is", async ({ page, element }) => {
  await user.loadDemo(page);
  await user.run(page);
  await user.promote(page);
  const name = await element("production").innerText();
  await element("production-input").setInputFiles(user.file("other.zip", "no zip"));
  const note = page.locator("section.production").getByTestId("error");
  await note.waitFor();
  assert.match(await note.innerText(), /other\.zip/);
  assert.equal(await element("production").innerText(), name);
  assert.equal((await history(page)).length, 1);
});

dryfTest("hostile tweets on which both disagree are text", { timeout: 240_000 }, async ({ page, element }) => {
  await page.evaluate(() => (window.hacked = 0));
  // Texts of the test set that are known to split the two models, with markup around them.
  const hostile = (text) => `<img src=x onerror="window.hacked=1"> ${text} <script>window.hacked=2</script>`;
  const texts = demo("test_text").trimEnd().split("\n");
  await user.giveFiles(page, [
    user.file("train_text.txt", demo("train_text")),
    user.file("train_tags.txt", demo("train_tags")),
    user.file("test_text.txt", texts.map(hostile).join("\n") + "\n"),
    user.file("test_tags.txt", demo("test_tags")),
  ]);
  await user.inState(page, "data", "ready");
  await user.challenge(page);
  const cells = element("disagreements").locator("tbody td.tweet");
  await cells.first().waitFor();
  for (const cell of await cells.all()) {
    assert.match(await cell.innerText(), /^<img src=x/);
    await user.counted(cell.locator(user.STRANGE), 0, "a tweet became markup");
  }
  assert.equal(await page.evaluate(() => window.hacked), 0);
});

dryfTest("Validate speaks Polish, and fits dark and narrow windows", { timeout: 240_000 }, async ({ page, element, screenshot }) => {
  await user.loadDemo(page);
  await user.challenge(page);
  await element("language").click();
  await page.locator("html[lang=pl]").waitFor();
  await element("validate-verdict").filter({ hasText: /^Zdane\. Kandydat może zastąpić model produkcyjny: F1 micro: o 0,\d{3} więcej niż na produkcji/ }).waitFor();
  const said = await page.locator("main").innerText();
  for (const word of ["Reguły", "Różnice", "Czułość w każdej klasie", "Gdzie się różnią", "Co było na produkcji"]) {
    assert.ok(said.includes(word), `${word} is missing`);
  }
  const overs = [];
  for (const [name, colorScheme, width] of [
    ["dark", "dark", 1280],
    ["narrow", "light", 400],
    ["narrow-dark", "dark", 400],
  ]) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wider <= 0, `at ${width} px it is ${wider} px too wide`);
    await element("disagreements").locator(".answer").first().waitFor();
    const over = await element("disagreements").locator(".answer").evaluateAll((cells) =>
      Math.max(...cells.flatMap((cell) => [...cell.querySelectorAll(".answer-scores > *")].map((score) => score.getBoundingClientRect().right - cell.getBoundingClientRect().right))),
    );
    if (over > 1) overs.push(`${name}: ${over.toFixed(1)} px`);
    for (const [part, id] of [["top", "validate-verdict"], ["differences", "validate-differences"], ["statistics", "validate-statistics"], ["tweets", "disagreements"], ["history", "production-history"]]) {
      await element(id).scrollIntoViewIfNeeded();
      await screenshot(`validate-${name}-${part}`);
    }
  }
  assert.deepEqual(overs, [], "scores of one model lie over those of the other");
});
