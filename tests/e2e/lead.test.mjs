// What leads a person on: the first run to its results, a verdict, archives given as data, what was removed by a slip, a
// promotion that the gate does not let pass.

import assert from "node:assert/strict";
import { join } from "node:path";
import { dryfTest, polevalDir } from "./harness.mjs";
import * as user from "./page.mjs";

dryfTest("Run before there are data leads to Data, quietly and once", async (dryf) => {
  const { page, element } = dryf;
  await user.open(page, "train");
  assert.equal(await element("run").getAttribute("data-quiet"), "true");
  await element("run").click();
  await page.locator("[data-testid=tab-data][aria-current=page]").waitFor();
  await user.inState(page, "data", "failed");
  assert.equal(await page.locator("[data-testid=tab-train]").getAttribute("data-state"), "empty");
  await user.counted(element("error"), 1);
  await user.open(page, "evaluate");
  await user.counted(element("error"), 0, "the error stays where it belongs");
  await user.open(page, "data");
  await user.loadDemo(page);
  await user.counted(element("error"), 0);
  assert.equal(await element("run").getAttribute("data-quiet"), "false");
});

dryfTest("the demo is one press to its verdict, unless the user takes over", async (dryf) => {
  const { page, element } = dryf;
  await element("load-demo").click();
  await user.ledTo(page, "evaluate");
  assert.equal(await element("evaluate-verdict").getAttribute("data-outcome"), "better");
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "MAIN", "the keyboard goes on at the verdict");
  assert.equal(await element("run-done").isVisible(), false);
  await user.inState(page, "export", "ready");

  await page.evaluate(() => indexedDB.deleteDatabase("dryf"));
  await page.goto("about:blank");
  await page.goto(`${dryf.url}#data`);
  await user.loadDemo(page);
  await user.inState(page, "train", "empty");
  await user.counted(page.getByTestId("cancel"), 0);
});

dryfTest("a run leads to its results, and these begin with a verdict", async (dryf) => {
  const { page, element } = dryf;
  await user.loadDemo(page);
  // The first one ends on them; of the later ones a line tells.
  await user.run(page);
  await user.ledTo(page, "evaluate");
  const line = element("run-done");
  assert.ok(await line.isHidden());
  await user.open(page, "train");
  await user.run(page);
  await line.waitFor();
  const { test } = await user.scores(page);
  const said = await line.innerText();
  assert.match(said, /^Done in [0-9.,]+ m?s\. Test F1 0\.\d{3} \(baseline 0\.\d{3}\)\./);
  assert.ok(said.includes(test.toFixed(3)), said);
  await dryf.screenshot("run-done");
  // What the page writes itself follows the language, too: thousands, decimals, plurals.
  await element("language").click();
  await page.locator("html[lang=pl]").waitFor();
  assert.match(await line.innerText(), /^Gotowe po \d+(,\d+)? m?s\. F1 na teście 0,\d{3} \(punkt odniesienia 0,\d{3}\)\./);
  assert.match(await page.locator(".head-data").innerText(), /^1\s200 \+ 300 tweetów/);
  assert.match(await element("metric-f1-micro-test").innerText(), /^0,\d{3}$/);
  assert.match(await element("seconds-total").innerText(), /^\d+(,\d+)? m?s$/);
  await element("language").click();
  await page.locator("html[lang=en]").waitFor();
  await element("see-results").click();
  await page.locator("[data-testid=tab-evaluate][aria-current=page]").waitFor();
  await line.waitFor({ state: "hidden" });
  const verdict = element("evaluate-verdict");
  assert.equal(await verdict.getAttribute("data-outcome"), "better");
  assert.match(await verdict.innerText(), /^Better than the baseline\. F1 micro is 0\.\d{3} higher than by always answering non-harmful/);
  await dryf.screenshot("evaluate-verdict");
  // A model that says one class to everything is named for what it is.
  await user.open(page, "train");
  await page.getByTestId("svc.C").fill("0.000001");
  await user.run(page);
  await user.open(page, "evaluate");
  await page.locator("[data-testid=evaluate-verdict][data-outcome=same]").waitFor();
  assert.match(await verdict.innerText(), /as if there were no model; it finds 0 of \d+/s);
  await element("language").click();
  assert.match(await element("evaluate-verdict").innerText(), /jakby modelu nie było/);
});

const poleval = polevalDir(import.meta.url);
if (poleval) {
  dryfTest("on PolEval's files the default hardly beats the baseline, and the page says so", { timeout: 240_000 }, async (dryf) => {
    const { page, element } = dryf;
    await user.loadPoleval(page, poleval);
    await user.run(page);
    await user.ledTo(page, "evaluate");
    const verdict = element("evaluate-verdict");
    assert.equal(await verdict.getAttribute("data-outcome"), "undecided");
    assert.match(
      await verdict.innerText(),
      /^Not surely better than the baseline\. F1 micro is 0\.003 higher than by always answering non-harmful .* it finds 0 of 25 cyberbullying and 4 of 109 hate-speech\./s,
    );
    await dryf.screenshot("evaluate-poleval");
    await page.reload();
    await page.locator("#start").waitFor({ state: "detached" });
    await user.open(page, "data");
    const again = element("opened-again");
    await again.waitFor();
    for (const name of user.POLEVAL_FILES) assert.ok((await again.innerText()).includes(name), name);
    assert.equal(await element("run").getAttribute("data-quiet"), "true");
  });
}

dryfTest("the archive of a run given as data is opened or put into production", async (dryf) => {
  const { page, element } = dryf;
  await user.inFolder(async (folder) => {
    await user.loadDemo(page);
    await user.run(page);
    const before = await user.scores(page);
    await user.open(page, "export");
    const path = await user.download(page, folder);
    await page.evaluate(() => indexedDB.deleteDatabase("dryf"));
    for (const act of ["offered-open", "offered-promote"]) {
      await page.goto("about:blank");
      await page.goto(dryf.url);
      await page.locator("[data-testid=engine][data-state=ready]").waitFor();
      await user.open(page, "data");
      await user.giveFiles(page, [path]);
      await element("offered").waitFor();
      assert.match(await element("offered").innerText(), /dryf-run-.*\.zip is the archive of a run/);
      await user.counted(element("file"), 0);
      await dryf.screenshot("offered");
      await element(act).click();
      await element("offered").waitFor({ state: "detached" });
      if (act === "offered-open") {
        await page.locator("[data-testid=tab-evaluate][aria-current=page]").waitFor();
        await element("evaluate-verdict").waitFor();
        assert.deepEqual(await user.scores(page), before);
      } else {
        await page.locator("[data-testid=tab-validate][aria-current=page]").waitFor();
        await element("production").waitFor();
      }
    }
  });
});

dryfTest("what is removed by a slip comes back", async (dryf) => {
  const { page, element } = dryf;
  await user.loadDemo(page);
  await user.open(page, "data");
  const n = await element("file").count();
  await element("clear-data").click();
  await element("undo-line").waitFor();
  assert.match(await element("undo-line").innerText(), new RegExp(`^${n} files removed\\.`));
  await dryf.screenshot("undo");
  await element("undo").click();
  await user.inState(page, "data", "ready");
  await user.counted(element("file"), n);
  const role = element("file").nth(1).locator("select");
  const before = await role.inputValue();
  await element("file").nth(1).getByRole("button").click();
  assert.match(await element("undo-line").innerText(), /^1 file removed\./);
  await element("undo").click();
  await user.inState(page, "data", "ready");
  await user.counted(element("file"), n);
  assert.equal(await role.inputValue(), before);
  await user.run(page);
  await user.open(page, "train");
  await page.getByTestId("svc.C").fill("0.5");
  await page.getByTestId("reset-settings").click();
  await element("undo").click();
  assert.equal(await page.getByTestId("svc.C").inputValue(), "0.5");
  // After ten seconds they are gone for good.
  await user.open(page, "data");
  await element("clear-data").click();
  await element("undo-line").waitFor({ state: "hidden", timeout: 15_000 });
  await user.counted(element("file"), 0);
});

dryfTest("a model that fails the gate is not promoted without a question", { timeout: 240_000 }, async (dryf) => {
  const { page, element } = dryf;
  await user.loadDemo(page);
  await user.run(page);
  await user.promote(page);
  assert.match(await element("validate-in-production").innerText(), /in production since .*\. Train a challenger/);
  await user.counted(element("validate-verdict"), 0, "it is not compared with itself");
  await dryf.screenshot("in-production");
  await user.open(page, "train");
  await page.getByTestId("svc.C").fill("0.000001");
  await user.run(page);
  for (const view of ["evaluate", "export", "validate"]) {
    await user.open(page, view);
    await element("promote").click();
    const question = element("promote-question");
    await question.waitFor({ timeout: 60_000 });
    assert.equal(await question.getAttribute("data-doubt"), "fail", view);
    assert.match(await question.innerText(), /^Fail.*Promote it all the same\?/s);
    assert.ok(await element("promote-anyway").isDisabled(), "a reason is needed");
    await element("promote-leave").click();
    await question.waitFor({ state: "detached" });
    assert.equal(await element("promote").getAttribute("data-promoted"), "false");
  }
  await user.open(page, "evaluate");
  await element("promote").click();
  await element("promote-question").waitFor();
  await dryf.screenshot("promote-question");
  await element("promote-reason").fill("the old one says forbidden things");
  await element("promote-anyway").click();
  await page.locator("[data-testid=promote][data-promoted=true]").waitFor();
  await user.open(page, "validate");
  const newest = element("production-history").locator("tbody tr").first();
  assert.match(await newest.innerText(), /Fail.*promoted anyway: the old one says forbidden things/s);
  await page.reload();
  await page.locator("#start").waitFor({ state: "detached" });
  await user.open(page, "validate");
  assert.match(await element("production-history").locator("tbody tr").first().innerText(), /forbidden things/);
});

dryfTest("a run beside a report of drift comes first, and the report goes on", { timeout: 240_000 }, async ({ page, element }) => {
  await user.loadDemo(page);
  await user.open(page, "drift");
  await user.inState(page, "drift", "busy");
  await element("run").click();
  await user.ended(page);
  await user.inState(page, "train", "ready");
  // Its model is one of those that the report asks: it is made anew, with it.
  await user.inState(page, "drift", "busy");
  await user.inState(page, "drift", "ready");
});
