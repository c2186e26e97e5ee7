// How files are read: what the user says of them holds for them alone, remedies of the command line have their fields,
// and settings without effect are named beside the settings.

import assert from "node:assert/strict";
import { fileURLToPath } from "node:url";
import { dryfTest } from "./harness.mjs";
import * as user from "./page.mjs";

const texts = Array.from({ length: 60 }, (_, i) => `${i % 2 ? "dobry ładny miły" : "zły głupi brzydki"} dzień ${i}`);
const rows = (separator) => texts.map((text, i) => `${text}${separator}${i % 2 ? "tak" : "nie"}\n`).join("");

/** Waits for a set of `n` rows. */
async function loaded(page, n) {
  await page.getByTestId("data-facts").locator("dd", { hasText: `${n} rows` }).first().waitFor();
  await user.inState(page, "data", "ready");
}

dryfTest("what is said of reading a table is not laid over the next one", async ({ page, element, screenshot }) => {
  await user.giveFiles(page, [user.file("train.tsv", rows("\t"))]);
  await element("error").waitFor();
  assert.match(await element("error").innerText(), /--no-header.*the fields “How the files are read”/s);
  await element("reading-header").selectOption("no");
  await element("text-column").fill("1");
  await element("text-column").blur();
  await element("label-column").fill("2");
  await element("label-column").blur();
  await loaded(page, 60);
  assert.match(await element("read-as").innerText(), /^a table by tab without a header, texts from column `1`, labels from column `2`, 60 rows$/);
  await element("clear-data").click();
  await user.giveFiles(page, [user.file("train.csv", `text,label\n${rows(",")}`)]);
  await loaded(page, 60);
  assert.match(await element("read-as").innerText(), /^a table by comma with a header, /);
  assert.equal(await element("reading-header").inputValue(), "");
  // A test set with columns of other names.
  await user.giveFiles(page, [user.file("test.csv", "tweet,class\ndobry dzień,tak\nzły dzień,nie\n")]);
  await element("error").waitFor();
  assert.equal(await element("reading-test-encoding").inputValue(), "");
  await element("test-text-column").fill("tweet");
  await element("test-text-column").blur();
  await element("test-label-column").fill("class");
  await element("test-label-column").blur();
  await loaded(page, 2);
  // By numbers, as rows of data.
  await element("test-text-column").fill("1");
  await element("test-text-column").blur();
  await element("test-label-column").fill("2");
  await element("test-label-column").blur();
  await element("reading-test-header").selectOption("no");
  await loaded(page, 3);
  assert.match(await element("read-as").last().innerText(), /^a table by comma without a header, .*, 3 rows$/);
  await screenshot("reading");
});

dryfTest("a zip is asked for by its own name, and one file that was removed comes back", async (dryf) => {
  const { page, element } = dryf;
  await user.inFolder(async (folder) => {
    const train = user.write(folder, "train.csv", `text,label\n${rows(",")}`);
    const test = user.write(folder, "test.csv", "text,label\ndobry dzień,tak\nzły dzień,nie\n");
    const zip = `${folder}/both.zip`;
    user.python("import sys, zipfile\nz = zipfile.ZipFile(sys.argv[1], 'w')\nfor f in sys.argv[2:]: z.write(f, f.split('/')[-1])\nz.close()", zip, train, test);
    await user.giveFiles(page, [zip]);
    await loaded(page, 60);
    const files = element("file");
    const shown = await files.allInnerTexts();
    await files.first().getByRole("button").click();
    await element("undo-line").waitFor();
    await user.counted(files, 1);
    await element("undo").click();
    await loaded(page, 60);
    assert.deepEqual(await files.allInnerTexts(), shown);
    await page.reload();
    await element("opened-again").waitFor();
    assert.match(await element("opened-again").innerText(), /give them again: both\.zip/);
  });
});

dryfTest("a workbook is named with the way to a file that can be read", async ({ page, element }) => {
  const bytes = user.python(
    "import base64, io, zipfile\nb = io.BytesIO()\nz = zipfile.ZipFile(b, 'w')\nz.writestr('[Content_Types].xml', '')\nz.writestr('xl/workbook.xml', '')\nz.close()\nprint(base64.b64encode(b.getvalue()).decode())",
  );
  await user.giveFiles(page, [user.file("train.xlsx", Buffer.from(bytes, "base64"))]);
  await element("file").waitFor();
  assert.match(await element("file").innerText(), /Excel workbook \(\.xlsx\); save the sheet as CSV/);
});

dryfTest("a Parquet file is read as the same table in JSON is", async ({ page, element }) => {
  const facts = [];
  for (const name of ["pandas.parquet", "table.jsonl"]) {
    await user.giveFiles(page, [fileURLToPath(new URL(`../fixtures/parquet/${name}`, import.meta.url))]);
    await loaded(page, 55);
    facts.push(await element("data-facts").innerText());
    if (name.endsWith(".parquet")) {
      assert.match(await element("read-as").innerText(), /^Parquet, texts from column `text`, labels from column `label`, 60 rows/);
    }
    await element("clear-data").click();
  }
  assert.equal(facts[0], facts[1]);
});

dryfTest("Train shows five settings, finds the others, and takes a decimal comma", async ({ page, element, screenshot }) => {
  await user.open(page, "train");
  const shown = page.locator(".setting:visible");
  await user.counted(shown, 5);
  await screenshot("train-five");
  await user.openSettings(page);
  assert.ok((await shown.count()) > 30);
  await screenshot("train-all");
  await element("search-settings").fill("toler");
  await user.counted(shown, 6);
  assert.ok(await element("svc.tol").isVisible());
  await element("search-settings").fill("no such thing");
  await user.counted(shown, 5);
  await page.getByText("No setting matches.").waitFor();
  await element("svc.C").fill("0,5");
  await page.waitForFunction(() => location.hash.includes("svc.C=0.5"));
  await element("svc.C").blur();
  assert.equal(await element("svc.C").inputValue(), "0.5");
  await element("language").click();
  await screenshot("train-five-pl");
});

dryfTest("a setting without effect says so beside itself", async ({ page, element, screenshot }) => {
  await user.openSettings(page);
  await user.counted(element("remark"), 0);
  await page.getByTestId("tfidf.stop_words").fill('["ładny", "dobry"]');
  await page.getByTestId("svc.gamma").fill("0.5");
  await page.getByTestId("svc.kernel").selectOption("linear");
  await element("remark").nth(1).waitFor();
  const said = await element("remark").allInnerTexts();
  assert.deepEqual(said, [
    "Has no effect for `ładny` (write `ladny`).",
    "Has no effect with svc.kernel = \"linear\".",
  ]);
  await screenshot("remarks");
  await element("language").click();
  assert.match(await element("remark").first().innerText(), /^Nie ma wpływu na `ładny`/);
  await user.open(page, "clean");
  await page.locator("[data-step=word_caser] summary").click();
  await page.getByTestId("clean.case").selectOption("upper");
  await element("remark").first().waitFor();
  assert.match(await element("remark").first().innerText(), /stop words/);
});
