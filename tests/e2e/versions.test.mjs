// Versions of data: each data set that was loaded is listed and stands beside that of now, in both languages and on a telephone,
// and after a reload; of two runs what they learned from is told.

import assert from "node:assert/strict";
import { dryfTest, started } from "./harness.mjs";
import * as user from "./page.mjs";

/** The versions as they are listed: rows of both sets, and whether it is the one of now. */
const listed = (page) =>
  page.getByTestId("version").evaluateAll((rows) =>
    rows.map((row) => [row.cells[2].innerText, row.cells[3].innerText, row.dataset.current === "true"]),
  );

const verdict = (page) => page.getByTestId("versions-diff").getByTestId("diff-verdict");

/** Shows a version beside that of now, by its place in the list. */
async function compare(page, place) {
  await page.getByTestId("version").nth(place).getByTestId("version-compare").click();
  await verdict(page).waitFor({ timeout: 60_000 });
}

dryfTest("each data set is a version that stands beside that of now, and is there after a reload", { timeout: 300_000 }, async (dryf) => {
  const { page, element } = dryf;
  await user.loadDemo(page);
  await user.run(page);
  await user.open(page, "data");
  await user.counted(element("versions"), 0, "one version is no list");
  for (const file of [2, 3]) await element("file").nth(file).locator("select").selectOption("");
  await element("versions").waitFor();
  await user.inState(page, "data", "ready");
  const both = [
    ["1,200", "–", true],
    ["1,200", "300", false],
  ];
  assert.deepEqual(await listed(page), both);
  assert.match(await element("version").nth(1).innerText(), /poly · C 1/, "the run that was made from it");
  await compare(page, 1);
  assert.equal(await verdict(page).innerText(), "Changed. 300 rows gone.");
  assert.deepEqual((await user.table(element("diff-sets")))["test set"].slice(0, 2), ["300", "–"]);
  const [saved] = await Promise.all([page.waitForEvent("download"), element("data-versions-html").click()]);
  assert.equal(saved.suggestedFilename(), "data-versions.html");

  // Both languages, on a telephone.
  await page.setViewportSize({ width: 400, height: 800 });
  for (const [language, said] of [["pl", "Zmienione. Usunięto 300 wierszy."], ["en", "Changed. 300 rows gone."]]) {
    await element("language").click();
    await page.locator(`html[lang=${language}]`).waitFor();
    await verdict(page).waitFor();
    assert.equal(await verdict(page).innerText(), said);
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    assert.ok(width <= 401, `${width} wide in ${language}`);
    await element("versions").scrollIntoViewIfNeeded();
    await dryf.screenshot(`versions-${language}`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });

  // What two runs learned from.
  await user.run(page);
  await user.open(page, "runs");
  for (const place of [1, 0]) await element("run-tick").nth(place).check();
  await element("compare-data").click();
  const ofRuns = element("runs-data").getByTestId("diff-verdict");
  await ofRuns.waitFor({ timeout: 60_000 });
  assert.equal(await ofRuns.innerText(), "The same model. 300 rows gone and the same settings.");
  await dryf.screenshot("runs-data");

  await user.keptData(page, { versions: 2 });
  await page.reload();
  await started(page);
  await user.inState(page, "data", "ready");
  await user.open(page, "data");
  assert.deepEqual(await listed(page), both);
  await user.counted(element("versions-diff"), 0);
  // The whole demo is made once more, beside the one of now.
  await compare(page, 1);
  assert.equal(await verdict(page).innerText(), "Changed. 300 rows gone.");
  assert.deepEqual(await listed(page), both);
  await element("version").nth(1).getByTestId("version-compare").click();
  await element("versions-diff").waitFor({ state: "detached" });
  await user.run(page);
});

dryfTest("a replaced file is another version; one whose file is gone says so, and a run brings it back", { timeout: 300_000 }, async (dryf) => {
  const { page, element } = dryf;
  const rows = Array.from({ length: 60 }, (_, i) => `${i % 2 ? "dobry ładny miły" : "zły głupi brzydki"} dzień ${i}`);
  const tags = (changed) => user.file("b.txt", rows.map((_, i) => (i === changed ? 1 - (i % 2) : i % 2)).join("\n") + "\n");
  await user.giveFiles(page, [user.file("a.txt", rows.join("\n") + "\n"), tags(-1)]);
  await element("file").nth(1).waitFor();
  await element("file").nth(0).locator("select").selectOption({ label: "train texts" });
  await element("file").nth(1).locator("select").selectOption({ label: "train tags" });
  await user.inState(page, "data", "ready");
  await element("keep-data-yes").click();
  // Trained on the second version, so that the archive of a run has it.
  for (const [changed, n] of [[3, 2], [5, 3]]) {
    await user.giveFiles(page, [tags(changed)]);
    await page.waitForFunction((n) => document.querySelectorAll("[data-testid=version]").length === n, n);
    await user.inState(page, "data", "ready");
    if (changed === 3) await user.run(page);
    await user.open(page, "data");
  }
  await compare(page, 2);
  assert.equal(await verdict(page).innerText(), "Changed. 1 row relabelled.");
  await user.keptData(page, { versions: 3 });

  await page.reload();
  await started(page);
  await user.inState(page, "data", "ready");
  await user.open(page, "data");
  await user.counted(element("version"), 3);
  await element("version").nth(2).getByTestId("version-compare").click();
  const error = element("versions").getByTestId("error");
  await error.waitFor();
  assert.match(await error.innerText(), /no longer here: b\.txt/);
  await user.counted(error, 1);
  await compare(page, 1);
  assert.equal(await verdict(page).innerText(), "Changed. 2 rows relabelled.");
  await user.counted(error, 0);
});
