// What the validation of the data found: its rows can be looked at and left out, and the run says so.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dryfTest } from "./harness.mjs";
import * as user from "./page.mjs";

dryfTest("rows that a finding names are left out of the next run", async ({ page, element, screenshot }) => {
  await user.loadDemo(page);
  const verdict = element("data-verdict");
  assert.equal(await verdict.getAttribute("data-outcome"), "usable-with-warnings");
  assert.match(await verdict.innerText(), /^The data are usable, with warnings\. \d+ findings may mislead the model or its scores/);
  assert.ok(!(await element("excluded-rows").isVisible()));
  await user.run(page);
  const before = await user.scores(page);

  await user.open(page, "data");
  // Texts that both sets hold are left out of training, not of the test set.
  const leaked = element("exclude-train-texts-in-both-sets");
  await element("exclude-train-duplicates").check();
  await leaked.check();
  await element("excluded-rows").filter({ hasText: "17 training rows and 0 test rows are left out" }).waitFor();
  await user.inState(page, "data", "ready");
  await user.inState(page, "train", "stale");
  assert.match(page.url(), /data\.exclude_train=%5B%22duplicates%22%2C%20%22texts-in-both-sets%22%5D/);
  await screenshot("findings-excluded");
  // The page of its own says the same.
  const verdictLine = await verdict.innerText();
  const [download] = await Promise.all([page.waitForEvent("download"), element("data-html").click()]);
  const html = readFileSync(await download.path(), "utf8");
  assert.ok(html.includes(verdictLine) && html.includes("17 training rows"), html.slice(0, 2000));

  await user.run(page);
  assert.match(
    (await user.logLines(page)).join("\n"),
    /INFO - Rows excluded by the configuration -> training set = 17, test set = 0/,
  );
  assert.notDeepEqual(await user.scores(page), before, "17 rows fewer are another run");

  // The link is what the sender saw.
  const link = page.url();
  await page.goto("about:blank");
  await page.goto(link);
  await user.open(page, "data");
  await user.loadDemo(page);
  assert.ok(await leaked.isChecked());
  await leaked.uncheck();
  await element("exclude-train-duplicates").uncheck();
  await element("excluded-rows").waitFor({ state: "hidden" });
  await user.run(page);
  assert.deepEqual(await user.scores(page), before, "with all rows it is the first run again");
});

dryfTest("exclusions that leave nothing of a class are refused where they are made", { open: false }, async ({ page, url, element, screenshot }) => {
  await page.goto(url);
  await user.giveFiles(page, [
    user.file("train_text.txt", "mamy piękną pogodę dzisiaj\nmamy piękną pogodę dzisiaj\nzupełnie inny tekst o niczym\njeszcze jeden inny tekst\n"),
    user.file("train_tags.txt", "0\n1\n0\n0\n"),
  ]);
  await element("exclude-train-contradicting-labels").check();
  await element("error").filter({ hasText: "the exclusions leave training rows of 0, and a classifier needs two classes" }).waitFor();
  await screenshot("findings-refused");
  await element("exclude-train-contradicting-labels").uncheck();
  await element("error").waitFor({ state: "detached" });
});
