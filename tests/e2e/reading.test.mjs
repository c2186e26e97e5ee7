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

/** The cells of a card's first rows, the heads first. */
async function sample(card) {
  return card.getByTestId("sample").locator("tr").evaluateAll((rows) => rows.map((row) => [...row.cells].map((cell) => cell.innerText)));
}

dryfTest("what is said of reading a table is not laid over the next one", async ({ page, element, screenshot }) => {
  const cards = element("understood");
  const card = (set) => page.locator(`[data-testid=understood][data-set=${set}]`);
  await user.giveFiles(page, [user.file("train.tsv", rows("\t"))]);
  await element("error").waitFor();
  assert.match(await element("error").innerText(), /--no-header.*the fields under “What I understood”/s);
  // Without a header; the columns are told by what stands in them, and taken with one press.
  await element("proposal").waitFor();
  assert.deepEqual((await sample(cards)).slice(0, 2), [["1", "2"], [texts[0], "nie"]]);
  assert.equal(await element("proposal").innerText(), "Texts from column 1, labels from column 2");
  await screenshot("understood-proposal");
  await element("proposal").click();
  await loaded(page, 60);
  await page.waitForFunction(() => /labels from column 2, 60 rows$/.test(document.querySelector("[data-testid=read-as]").innerText));
  assert.match(await element("read-as").innerText(), /^a table by tab without a header, texts from column 1, labels from column 2, 60 rows$/);
  assert.equal(await element("reading-header").inputValue(), "no");
  await user.counted(element("proposal"), 0);
  await element("clear-data").click();
  await user.giveFiles(page, [user.file("train.csv", `text,label\n${rows(",")}`)]);
  await loaded(page, 60);
  await page.waitForFunction(() => /^a table by comma with a header, /.test(document.querySelector("[data-testid=read-as]").innerText));
  assert.equal(await element("reading-header").inputValue(), "");
  assert.equal(await element("text-column").inputValue(), "text");
  // A test set with columns of other names.
  await user.giveFiles(page, [user.file("test.csv", "tweet,class\ndobry dzień,tak\nzły dzień,nie\n")]);
  await element("error").waitFor();
  assert.equal(await element("reading-test-encoding").inputValue(), "");
  await element("test-text-column").selectOption("tweet");
  await element("test-label-column").selectOption("class");
  await loaded(page, 2);
  assert.deepEqual(await sample(card("test")), [["tweet\ntext", "class\nlabel"], ["dobry dzień", "tak"], ["zły dzień", "nie"]]);
  // By numbers, as rows of data.
  await element("reading-test-header").selectOption("no");
  await page.waitForFunction(() => document.querySelector("[data-testid=test-text-column]").value === "");
  await element("test-text-column").selectOption("1");
  await element("test-label-column").selectOption("2");
  await loaded(page, 3);
  await page.waitForFunction(() => [...document.querySelectorAll("[data-testid=read-as]")].at(-1).innerText.endsWith("3 rows"));
  assert.match(await element("read-as").last().innerText(), /^a table by comma without a header, .*, 3 rows$/);
  await screenshot("reading");
});

dryfTest("semicolons, a header in Polish and Windows-1250: what was understood is shown, and the letters in several encodings", async ({ page, element, screenshot }) => {
  const lines = ["Treść;Ocena", ...texts.map((text, i) => `"${text}; źdźbło ${i}";${i % 2 ? "dobre" : "złe"}`)].join("\r\n");
  const low = { ą: 0xb9, ć: 0xe6, ę: 0xea, ł: 0xb3, ń: 0xf1, ó: 0xf3, ś: 0x9c, ź: 0x9f, ż: 0xbf };
  const bytes = Buffer.from([...lines].map((letter) => low[letter] ?? letter.charCodeAt(0)));
  await user.giveFiles(page, [user.file("train.csv", bytes)]);
  await element("proposal").waitFor();
  assert.equal(await element("proposal").innerText(), "Texts from column Treść, labels from column Ocena");
  const cells = await sample(element("understood"));
  assert.deepEqual(cells.slice(0, 2), [["Treść", "Ocena"], [`${texts[0]}; źdźbło 0`, "złe"]]);
  assert.match(await element("read-as").innerText(), /^a table by semicolon with a header, windows-1250, .*60 rows$/);
  assert.equal(await element("reading-delimiter").locator("option").first().innerText(), "detected: semicolon");
  const encodings = page.locator("[data-testid=encodings] [data-encoding]");
  assert.match(await encodings.first().innerText(), /^windows-1250 \(read so, detected\)[^]*źdźbło/);
  const other = page.locator("[data-encoding=windows-1252]");
  assert.match(await other.innerText(), /^windows-1252\n/);
  assert.doesNotMatch(await other.innerText(), /źdźbło/);
  for (const width of [1280, 360]) {
    await page.setViewportSize({ width, height: 900 });
    await other.scrollIntoViewIfNeeded();
    await screenshot(`understood-encodings-${width}`);
  }
  await page.emulateMedia({ colorScheme: "dark", reducedMotion: "reduce" });
  await screenshot("understood-encodings-dark");
  await page.emulateMedia({ colorScheme: "light", reducedMotion: "no-preference" });
  await page.setViewportSize({ width: 1280, height: 900 });
  // The other reading is taken, shown at once, and taken back.
  await other.getByRole("button").click();
  await page.locator("[data-encoding=windows-1252][data-used=true]").waitFor();
  assert.equal(await element("reading-encoding").inputValue(), "windows-1252");
  await page.waitForFunction(() => !document.querySelector("[data-testid=sample]").innerText.includes("źdźbło"));
  await page.locator("[data-encoding=windows-1250]").getByRole("button").click();
  await element("proposal").click();
  await loaded(page, 60);
  await element("language").click();
  await page.locator("[data-encoding=windows-1250][data-used=true]").waitFor();
  assert.match(await encodings.first().innerText(), /^windows-1250 \(użyte, wykryte\)/);
  assert.match(await element("read-as").innerText(), /^tabela, separator: średnik, z nagłówkiem, windows-1250, teksty z kolumny Treść/);
  await screenshot("understood-pl");
  // What was garbled before is named, and a pair stands side by side.
  await element("clear-data").click();
  const garbled = Buffer.from("zwykła treść źdźbła\n".repeat(20)).toString("latin1");
  await user.giveFiles(page, [user.file("train_text.txt", garbled), user.file("train_tags.txt", "0\n1\n".repeat(10))]);
  await element("garbled").waitFor();
  assert.match(await element("garbled").innerText(), /train_text\.txt[^]*UTF-8/);
  assert.equal((await sample(element("understood")))[1][1], "0");
  await screenshot("understood-garbled-pl");
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
      await page.waitForFunction(() => document.querySelector("[data-testid=read-as]").innerText.includes("texts from"));
      assert.match(await element("read-as").innerText(), /^Parquet, texts from column text, labels from column label, 60 rows/);
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
