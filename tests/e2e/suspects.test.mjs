// Suspect labels beside their neighbours, left out of the next run; and how often answers flip, as a report and as a rule of the gate.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dryfTest, started } from "./harness.mjs";
import * as user from "./page.mjs";

const demo = (name) => readFileSync(new URL(`../../www/demo/${name}.txt`, import.meta.url), "utf8");

dryfTest("a planted wrong label is found, read beside its neighbours, left out and corrected", { timeout: 300_000 }, async (dryf) => {
  const { page, element } = dryf;
  // A harmless text in markup, labelled as hate speech, among rows that contradict it.
  const texts = demo("train_text").trimEnd().split("\n");
  const tags = demo("train_tags").trimEnd().split("\n");
  const harmless = texts.findIndex((text) => text.startsWith("Zdalam! Egzamin z fizyki"));
  texts.push(`<img src=x onerror=alert(1)> ${texts[harmless]}`);
  tags.push("2");
  await user.giveFiles(page, [
    user.file("training_set_clean_only_text.txt", `${texts.join("\n")}\n`),
    user.file("training_set_clean_only_tags.txt", `${tags.join("\n")}\n`),
  ]);
  await user.inState(page, "data", "ready");
  await element("keep-data-yes").click();
  await user.counted(element("suspects"), 0, "there is no run yet");
  await user.run(page);
  await user.open(page, "data");
  await element("find-suspects").click();
  await element("suspects-verdict").waitFor();
  assert.equal(await element("suspects-verdict").getAttribute("data-outcome"), "found");
  const planted = page.locator(`[data-testid=suspect][data-row="${texts.length - 1}"]`);
  assert.match(await planted.locator(".suspect-labels").innerText(), /hate-speech\s*→\s*non-harmful/);
  assert.equal(await planted.locator("> .tweet").innerText(), texts.at(-1), "markup is text");
  await planted.locator("summary").click();
  assert.equal((await planted.locator("tr").first().innerText()).includes(texts[harmless]), true, "its twin is the nearest");
  await dryf.screenshot("suspects-light");

  // What correcting them would change, of the first and of all.
  for (const [treated, n] of [["20", "20 suspect rows are treated"], [null, "suspect rows are treated"]]) {
    if (treated !== null) await element("suspects-treated").selectOption(treated);
    else await element("suspects-treated").selectOption({ label: await element("suspects-treated").locator("option").last().innerText() });
    await element("measure-suspects").click();
    await element("suspects-effect-about").getByText(n).waitFor({ timeout: 60_000 });
  }
  const effect = await user.table(element("suspects-effect-table"));
  assert.deepEqual(Object.keys(effect).map((name) => name.toLowerCase()), ["labels as they are", "suspect rows left out", "suggested labels"]);
  assert.match(await element("suspects-effect-said").innerText(), /Suspect rows left out: F1 macro [+−±]0\.\d+ \[[+−±]0\.\d+ – [+−±]0\.\d+\]/);
  await dryf.screenshot("suspects-effect-light");

  await planted.locator("input").check();
  assert.match(await element("suspects-left-out").innerText(), /^1 of them is left out/);
  await user.inState(page, "train", "stale");
  await user.run(page);
  // The next run has not learned from it, and is asked without a word.
  await planted.waitFor({ state: "detached" });
  const n = await page.getByTestId("suspect").count();
  assert.ok(n > 5 && n <= 50, `${n}`);
  // All of them, not only those that are listed, are left out, taken back and picked as rows.
  const all = Number((await element("suspects-pick").innerText()).match(/\d+/)[0]);
  assert.ok(all > n, `${all} and ${n}`);
  await element("suspects-leave-out").click();
  await element("suspects-left-out").filter({ hasText: new RegExp(`^${all} of them are left out`) }).waitFor();
  await element("suspects-take-back").click();
  await user.inState(page, "train", "ready");

  await element("suspects-pick").click();
  await element("chip").filter({ hasText: "suspect labels" }).waitFor();
  await element("picked-total").filter({ hasText: new RegExp(`^${all} rows$`) }).waitFor();
  await page.locator(`[data-testid=tweets][aria-rowcount="${all + 1}"]`).waitFor();
  await element("tweets").scrollIntoViewIfNeeded();
  await dryf.screenshot("suspects-picked");
  await element("picked-clear").click();
  await element("picked").waitFor({ state: "detached" });

  // The row that was left out before stays out, and Polish says the same.
  await element("language").click();
  assert.equal(await element("find-suspects").innerText(), "Znajdź podejrzane etykiety");
  await element("find-suspects").click();
  assert.match(await element("suspects-verdict").innerText(), /^Podejrzane etykiety/);
  await element("language").click();

  // The suggested label of one, taken back; then those of all, in a new version of the data that is there after a reload.
  await element("find-suspects").click();
  const first = element("suspect").first();
  await first.waitFor();
  const row = Number(await first.getAttribute("data-row"));
  const suggested = (await first.locator(".suspect-labels").innerText()).match(/→\s*([a-z-]+)/)[1];
  await first.getByTestId("suspect-relabel").click();
  await element("labelled").filter({ hasText: "1 row has a new label in training_set_clean_only_text-v2.jsonl" }).waitFor();
  await element("file").filter({ hasText: "training_set_clean_only_text-v2.jsonl" }).waitFor();
  await user.inState(page, "data", "ready");
  await user.counted(element("file"), 1, "in the place of texts and tags");
  await user.counted(element("suspects"), 0, "no run is of these data");
  await element("undo").click();
  await user.counted(element("file"), 2);
  await user.inState(page, "train", "ready");
  await element("find-suspects").click();
  const suspects = Number((await element("suspects-relabel").innerText()).match(/\d+/)[0]);
  assert.equal(suspects, all);
  await element("suspects-relabel").click();
  await element("labelled").filter({ hasText: `${suspects} rows have a new label in training_set_clean_only_text-v` }).waitFor();
  await user.counted(element("file"), 1);
  await user.inState(page, "data", "ready");
  const [name] = await element("file").locator(".file-name").allInnerTexts();
  assert.match(name, /^training_set_clean_only_text-v\d\.jsonl$/);
  await dryf.screenshot("suspects-relabelled");
  await element("versions").getByTestId("diff-verdict").filter({ hasText: `${suspects} rows relabelled` }).waitFor({ timeout: 60_000 });
  await user.keptData(page, { file: name });
  await page.reload();
  await started(page);
  await user.open(page, "data");
  await element("file").filter({ hasText: name }).waitFor();
  await user.inState(page, "data", "ready");
  await user.counted(element("file"), 1);
  await element("search").fill(texts[row].slice(0, 60));
  const number = page.locator("td:first-child", { hasText: new RegExp(`^${(row + 1).toLocaleString("en")}$`) });
  const found = element("tweets").locator("tbody tr").filter({ has: number });
  await found.waitFor();
  assert.equal((await found.locator(".class-name").innerText()).trim(), suggested);
});

dryfTest("flips are measured of a run, and a rule of the gate goes by them", { timeout: 240_000 }, async (dryf) => {
  const { page, element } = dryf;
  await user.loadDemo(page);
  await user.challenge(page);

  await user.open(page, "evaluate");
  await element("measure-robustness").click();
  await element("robustness-verdict").waitFor({ timeout: 60_000 });
  const verdict = await element("robustness-verdict").innerText();
  assert.match(verdict, /^(Robust|Fragile|Not decided)/);
  const writings = await user.table(page.getByTestId("robustness-perturbations").first());
  assert.equal(Object.keys(writings).length, 7);
  await dryf.screenshot("robustness-light");

  await user.compared(page);
  await element("add-rule-robust").click();
  const rule = element("validate-rule-3");
  await rule.getByText("answers flip").waitFor({ timeout: 60_000 });
  await rule.locator("select").selectOption("upper_case");
  await rule.getByText("in upper case").first().waitFor();
  await element("rule-3-max").fill("0.9");
  await page.locator("[data-testid=validate-rule-3][data-outcome=pass]").waitFor();
  await element("rule-3-max").fill("0.0001");
  await page.locator("[data-testid=validate-rule-3]:not([data-outcome=pass])").waitFor();
  assert.match(await rule.innerText(), /production's: /);
  await dryf.screenshot("rule-of-flips-light");
});
