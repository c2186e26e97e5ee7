// Suspect labels beside their neighbours, left out of the next run; and how often answers flip, as a report and as a rule of the gate.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dryfTest } from "./harness.mjs";
import * as user from "./page.mjs";

const demo = (name) => readFileSync(new URL(`../../www/demo/${name}.txt`, import.meta.url), "utf8");

dryfTest("a planted wrong label is found, read beside its neighbours and left out", { timeout: 180_000 }, async (dryf) => {
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
  await element("suspects-leave-out").click();
  assert.match(await element("suspects-left-out").innerText(), new RegExp(`^${n} of them are left out`));
  await element("suspects-take-back").click();
  await user.inState(page, "train", "ready");

  // The row that was left out before stays out, and Polish says the same.
  await element("language").click();
  assert.equal(await element("find-suspects").innerText(), "Znajdź podejrzane etykiety");
  await element("find-suspects").click();
  assert.match(await element("suspects-verdict").innerText(), /^Podejrzane etykiety/);
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
