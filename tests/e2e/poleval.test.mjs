// The user's own run on PolEval's files in the browser: the reference table as the page shows it, the command line's
// model to the byte, and scikit-learn's labels on all 1,000 test rows for the other choices.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dryfTest, polevalDir } from "./harness.mjs";
import * as user from "./page.mjs";

const expected = JSON.parse(readFileSync(new URL("../fixtures/poleval_predictions.json", import.meta.url), "utf8"));
/** Which rows end at a bound moves with the order of the rows and with `tol`, the labels do not. */
const SUPPORT_VECTOR_SHARE = 0.02;
/** One over a sum of 28,726 squares: two orders of summing them differ by a few units in the last place each. */
const GAMMA_SHARE = 1e-12;

/** What each choice of the fixture is as a link. */
const CHOICES = {
  "rbf C=1": "svc.kernel=rbf",
  "linear C=1": "svc.kernel=linear",
  "rbf C=10": "svc.kernel=rbf&svc.C=10.0",
  "linear balanced": "svc.kernel=linear&svc.class_weight=balanced",
  "LinearSVC C=1": "svc.engine=linear&svc.kernel=linear&svc.tol=1e-4",
  "LinearSVC C=0.1 balanced": "svc.engine=linear&svc.kernel=linear&svc.tol=1e-4&svc.C=0.1&svc.class_weight=balanced",
};

const final = (name) => expected.final.find((choice) => choice.name === name);

function near(actual, wanted, share, what) {
  assert.ok(Math.abs(actual - wanted) <= share * Math.abs(wanted), `${what}: ${actual}, scikit-learn ${wanted}`);
}

/** PolEval's tags, one character a row, of the archive's model on the test texts. */
function predictions(archive, folder) {
  const tags = user.dryf(["predict", "--model", archive, "--text", join(folder, "test_set_only_text.txt"), "--format", "tags"]);
  // The fixture counts classes by their sorted names: cyberbullying, hate-speech, non-harmful.
  return tags.trim().replaceAll("\n", "").replace(/[012]/g, (tag) => ({ 0: "2", 1: "0", 2: "1" })[tag]);
}

dryfTest("the user's run gives the reference numbers and the command line's model", async ({ page, element, screenshot }) => {
  const folder = polevalDir(import.meta.url);
  if (!folder) return;
  await user.loadPoleval(page, folder);
  const roles = await page.getByTestId("file").locator("select").evaluateAll((selects) => selects.map((select) => select.selectedOptions[0].text));
  assert.deepEqual(roles, ["train texts", "train tags", "test texts", "test tags"]);
  const shares = await page.getByTestId("class-shares").locator("tbody tr").evaluateAll((rows) => rows.map((row) => [row.cells[1].innerText, row.cells[3].innerText]));
  assert.deepEqual(shares, [["253", "25"], ["598", "109"], ["9,190", "866"]]);
  await screenshot("poleval-data");

  await user.run(page);
  assert.deepEqual(await user.scores(page), {
    train: expected.train_part.train.f1_micro,
    validation: expected.train_part.validation.f1_micro,
    test: final("poly").f1_micro,
  });

  await user.open(page, "train");
  const row = async (id) => (await element(`fit-${id}`).locator("td").allInnerTexts()).map((text) => text.trim());
  assert.deepEqual(await row("rows"), ["7,028", "10,041"]);
  assert.deepEqual(await row("terms"), ["1,583", "2,287"]);
  assert.deepEqual(await row("stored"), ["17,953", "28,726"]);
  const gammas = await element("fit-gamma").locator("td").evaluateAll((cells) => cells.map((cell) => Number(cell.title)));
  near(gammas[0], expected.train_part.gamma, GAMMA_SHARE, "gamma of the training part");
  near(gammas[1], final("poly").gamma, GAMMA_SHARE, "gamma of all training rows");
  const fits = await user.table(element("fits"));
  expected.classes.forEach((name, index) => {
    const [part, all] = fits[`support vectors, ${name}`].map(user.count);
    near(part, expected.train_part.n_support_vectors[index], SUPPORT_VECTOR_SHARE, name);
    near(all, final("poly").n_support_vectors[index], SUPPORT_VECTOR_SHARE, name);
  });
  await screenshot("poleval-train");

  await user.open(page, "evaluate");
  assert.equal(await user.value(page, "baseline-f1-micro"), 0.866);
  const scores = await element("all-scores").locator("[data-row]").evaluateAll((rows) =>
    Object.fromEntries(rows.map((row) => [row.dataset.row, [...row.cells].slice(1).map((cell) => Number(cell.title))])),
  );
  assert.deepEqual(scores.f1_micro, [0.973961297666477, 0.9210089611682708, 0.869]);
  [expected.train_part.train.f1_macro, expected.train_part.validation.f1_macro, final("poly").f1_macro].forEach((wanted, part) =>
    // A mean of three quotients, summed in another order at most.
    near(scores.f1_macro[part], wanted, 1e-15, "F1 macro"),
  );
  assert.equal(scores.f1_macro[2].toFixed(4), "0.3333");
  assert.equal(scores.poleval_micro_f[2], 86.9);
  assert.match(await element("poleval").innerText(), /micro F 86\.90/);
  await screenshot("poleval-evaluate");

  await user.inFolder(async (temporary) => {
    await user.open(page, "export");
    const archive = await user.download(page, temporary);
    user.dryf(["inspect", archive]);
    const json = join(temporary, "summary.json");
    user.dryf(["train", "--data", folder, "--json", json]);
    const manifest = user.manifestOf(archive);
    assert.equal(manifest.model_sha256, JSON.parse(readFileSync(json, "utf8")).model_sha256);
    assert.equal(predictions(archive, folder), final("poly").labels);
  });
});

for (const [name, settings] of Object.entries(CHOICES)) {
  dryfTest(`${name}: scikit-learn's labels on all test rows`, { open: false }, async ({ page, url, element }) => {
    const folder = polevalDir(import.meta.url);
    if (!folder) return;
    await page.goto(`${url}#train?${settings}`);
    await page.locator("[data-changed=true]").first().waitFor();
    await user.open(page, "data");
    await user.loadPoleval(page, folder);
    await user.run(page);
    const { test } = await user.scores(page);
    assert.equal(test, final(name).f1_micro);
    await user.open(page, "export");
    await user.inFolder(async (temporary) => {
      const archive = await user.download(page, temporary);
      assert.equal(predictions(archive, folder), final(name).labels);
    });
    await user.counted(element("error"), 0);
  });
}
