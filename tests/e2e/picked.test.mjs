// Picked rows: a press on a cell, a class, a length, a word or a region filters every view; what is picked is exported, left out
// of training or labelled for a new version of the data, and each of that can be undone; in both languages and on a telephone.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dryfTest } from "./harness.mjs";
import * as user from "./page.mjs";

const chips = (page) => page.locator("[data-testid=chip] > span").allInnerTexts();

/** Waits until the bar says so many rows. */
const picked = (page, rows) =>
  page.waitForFunction((rows) => document.querySelector("[data-testid=picked-total]")?.textContent.startsWith(`${rows} `), rows);

/** Waits until so many of a class's dots are picked. */
const dotsIn = (page, at, n) =>
  page.waitForFunction(([at, n]) => document.querySelectorAll(`[data-testid=dots-${at}] .dot[data-in]`).length === n, [at, n]);

async function narrow(page, screenshot, name) {
  await page.emulateMedia({ colorScheme: "dark" });
  await page.setViewportSize({ width: 360, height: 780 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 361, `${width} wide`);
  await screenshot(name);
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize({ width: 1280, height: 800 });
}

dryfTest("a cell of the matrix filters every view, and one key takes it back", { timeout: 240_000 }, async ({ page, element, screenshot }) => {
  await user.tryDemo(page);
  const cell = element("cell-0-2");
  const rows = Number(await cell.locator("span").innerText());
  assert.ok(rows > 0);
  await cell.click();
  await picked(page, rows);
  assert.deepEqual(await chips(page), ["cyberbullying → non-harmful · test"]);
  assert.equal(await element("picked-set").innerText(), "Test set");
  await dotsIn(page, 0, rows);
  await dotsIn(page, 2, 0);
  await page.waitForFunction((n) => document.querySelector("[data-testid=errors-total]").textContent === n, String(rows));
  assert.match(page.url(), /rows=/);
  await screenshot("picked-evaluate");

  // The same rows, and no others, are the tweets of Data; the classes beside those of all.
  await user.open(page, "data");
  await element("share-of-picked-0").filter({ hasText: `${rows} picked` }).waitFor();
  const tweets = element("tweets").locator("tbody tr");
  await page.waitForFunction((n) => document.querySelectorAll("[data-testid=tweets] tbody tr").length === n, Math.min(rows, 20));
  assert.ok((await tweets.locator(".class-name").allInnerTexts()).every((name) => name === "cyberbullying"));
  // Other views say that they show other rows, or all.
  await user.open(page, "clean");
  await element("picked-elsewhere").filter({ hasText: "The picked rows are of the test set" }).waitFor();
  await user.open(page, "drift");
  await element("picked-not-here").filter({ hasText: "of the texts only the picked ones are shown" }).waitFor();
  await narrow(page, screenshot, "picked-drift-360");

  // Of a word of drift the picked rows alone are listed where they are of their set, and all of the other.
  await user.inState(page, "drift", "ready");
  await element("part-words").locator("> summary").click();
  const words = element("part-words").getByTestId("term-list");
  await words.locator("thead button").nth(2).click();
  await words.locator("th[aria-sort=descending]").nth(0).waitFor();
  await page.waitForFunction(() => {
    const counts = [...document.querySelectorAll("[data-testid=part-words] [data-testid=term-list] tbody tr")].map((row) => Number(row.cells[2].innerText));
    return counts.length > 0 && counts[0] === Math.max(...counts) && counts[0] > 20;
  });
  const inAll = Number(await words.locator("tbody tr").first().locator("td").nth(1).innerText());
  await element("part-words").getByTestId("term").first().click();
  await page.waitForFunction(() => Number(document.querySelector("[data-testid=term-tweets-current]")?.getAttribute("aria-rowcount")) > 1);
  const listed = () => element("term-tweets-current").getAttribute("aria-rowcount").then((n) => Number(n) - 1);
  const ofWord = await listed();
  assert.ok(ofWord <= rows && ofWord < inAll, `${ofWord} of ${rows} and ${inAll}`);
  assert.ok((await element("term-tweets-current").locator(".class-name").allInnerTexts()).every((name) => name === "cyberbullying"));
  await element("one-term").getByTestId("picked-elsewhere").filter({ hasText: "The picked rows are of the test set" }).waitFor();
  await element("pick-word-current").click();
  await picked(page, ofWord);
  assert.equal(await listed(), ofWord);
  await screenshot("picked-drift-word");
  await element("pick-word-current").click();
  await picked(page, rows);

  // Conditions are ANDed: a length of Data, then a key for each chip.
  await user.open(page, "data");
  await element("picked").waitFor();
  const bars = page.locator("[data-testid^=pick-length-]");
  const longest = await bars.evaluateAll((bars) => bars.findIndex((bar) => bar.style.getPropertyValue("--share").startsWith("100")));
  await bars.nth(longest).click();
  await page.waitForFunction(() => document.querySelectorAll("[data-testid=chip]").length === 2);
  await page.waitForFunction((rows) => parseInt(document.querySelector("[data-testid=picked-total]").textContent, 10) < rows, rows);
  await page.locator("h1").click();
  await page.keyboard.press("x");
  await picked(page, rows);
  await page.keyboard.press("Backspace");
  await element("picked").waitFor({ state: "detached" });
});

dryfTest("what is picked is exported, left out of training and labelled, and each can be undone", { timeout: 300_000 }, async ({ page, element, screenshot }) => {
  await user.loadDemo(page);
  await user.openSettings(page);
  await element("svc.kernel").selectOption("linear");
  await user.run(page);

  // A weight of the model is a word, and its rows are those of the part that is looked at.
  await user.open(page, "evaluate");
  await element("pick-term").first().waitFor();
  const weighted = await element("pick-term").first().innerText();
  await element("pick-term").first().click();
  await element("chip").filter({ hasText: `word: ${weighted}` }).waitFor();
  await page.waitForFunction(() => parseInt(document.querySelector("[data-testid=picked-total]")?.textContent, 10) > 0);
  const having = parseInt(await element("picked-total").innerText(), 10);
  await user.open(page, "data");
  await page.waitForFunction((n) => document.querySelector("[data-testid=tweets]")?.getAttribute("aria-rowcount") === String(n + 1), having);
  for (const text of await element("tweets").locator("tbody td.tweet").allInnerTexts()) {
    assert.ok(text.normalize("NFD").replace(/\p{M}/gu, "").replaceAll("ł", "l").toLowerCase().includes(weighted), `${text}: ${weighted}`);
  }
  await screenshot("picked-weight");
  await element("picked-clear").click();
  await element("picked").waitFor({ state: "detached" });
  await page.locator(".tweets .switcher").getByText("Training set").click();
  await element("pick-class-1").click();
  await element("search").fill("krasnal");
  await page.waitForFunction(() => document.querySelectorAll("[data-testid=chip]").length === 2);
  await page.waitForFunction(() => /^\d+ rows?$/.test(document.querySelector("[data-testid=picked-total]").textContent));
  await page.waitForFunction(() => document.querySelector("[data-testid=picked-total]").getAttribute("aria-busy") === "false");
  const rows = parseInt(await element("picked-total").innerText(), 10);
  assert.ok(rows > 3, `${rows}`);
  await element("picked-acts").click();
  await screenshot("picked-data");

  const [download] = await Promise.all([page.waitForEvent("download"), element("picked-export").click()]);
  assert.equal(download.suggestedFilename(), "dryf-rows-train-class-search.csv");
  const csv = readFileSync(await download.path(), "utf8").trimEnd().split("\n");
  assert.equal(csv[0], "row,text,label,file");
  assert.equal(csv.length, rows + 1);
  assert.ok(csv.slice(1).every((line) => line.toLowerCase().includes("krasnal") && line.endsWith("hate-speech,train_text.txt")), csv[1]);

  await element("picked-exclude").click();
  await element("undo-line").filter({ hasText: `${rows} rows are left out of the next run` }).waitFor();
  await user.inState(page, "train", "stale");
  await element("undo").click();
  await user.inState(page, "train", "ready");

  // A new label is a new version of the data, beside the one before.
  await element("picked-class").selectOption("non-harmful");
  await element("picked-label").click();
  await element("labelled").filter({ hasText: `${rows} rows have a new label in train_text-v2.jsonl` }).waitFor();
  await user.inState(page, "data", "ready");
  const files = () => element("file").locator(".file-name").allInnerTexts();
  await element("file").filter({ hasText: "train_text-v2.jsonl" }).waitFor();
  assert.equal((await files()).length, 3, "one file in the place of two");
  const verdict = element("versions-diff").getByTestId("diff-verdict");
  await verdict.filter({ hasText: "relabelled" }).waitFor({ timeout: 60_000 });
  await picked(page, 0);
  await verdict.scrollIntoViewIfNeeded();
  await screenshot("picked-labelled");
  const [file] = await Promise.all([page.waitForEvent("download"), element("labelled-save").click()]);
  const lines = readFileSync(await file.path(), "utf8").trimEnd().split("\n").map((line) => JSON.parse(line));
  assert.equal(lines.length, 1200);
  await user.inState(page, "train", "stale");
  await user.run(page);

  // And back: the file before, its labels, and what was picked.
  await element("pick-class-2").click();
  await page.waitForFunction((rows) => parseInt(document.querySelector("[data-testid=picked-total]").textContent, 10) >= rows, rows);
  const harmless = parseInt(await element("picked-total").innerText(), 10);
  await element("picked-class").selectOption("hate-speech");
  await element("picked-label").click();
  await element("file").filter({ hasText: "train_text-v3.jsonl" }).waitFor();
  await picked(page, 0);
  await element("undo").click();
  await element("file").filter({ hasText: "train_text-v2.jsonl" }).waitFor();
  await picked(page, harmless);
  await user.inState(page, "train", "ready");
});

dryfTest("words, the map and the keyboard pick rows, and Polish says so", { locale: "pl-PL", timeout: 300_000 }, async ({ page, element, screenshot }) => {
  await user.tryDemo(page);
  await element("pick-missed-1").click();
  await element("chip").filter({ hasText: "hate-speech → inna klasa · test" }).waitFor();
  await page.locator("h1").click();
  await page.keyboard.press("x");
  await element("picked").waitFor({ state: "detached" });

  // A region of the map, drawn; then around a text, by keys.
  await user.open(page, "train");
  const map = element("live-map").locator("svg");
  await element("live-wrong").waitFor({ state: "attached", timeout: 60_000 });
  await map.scrollIntoViewIfNeeded();
  const box = await map.boundingBox();
  await page.mouse.move(box.x + 4, box.y + 4);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2, { steps: 4 });
  await page.mouse.move(box.x + box.width - 4, box.y + box.height - 4, { steps: 4 });
  await page.mouse.up();
  await element("chip").filter({ hasText: "fragment mapy" }).waitFor();
  const total = () => parseInt(document.querySelector("[data-testid=picked-total]")?.textContent, 10);
  await page.waitForFunction(() => parseInt(document.querySelector("[data-testid=picked-total]")?.textContent, 10) > 100);
  const all = await page.evaluate(total);
  await page.locator(".live-all[data-dimmed]").waitFor({ state: "attached" });
  await screenshot("picked-map-pl");
  await map.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("Enter");
  await page.waitForFunction((all) => parseInt(document.querySelector("[data-testid=picked-total]")?.textContent, 10) < all, all);
  await user.open(page, "clean");
  await element("clean-picked").filter({ hasText: "Przykład jest jednym z wybranych wierszy" }).waitFor();
  await narrow(page, screenshot, "picked-clean-360-pl");
  await element("picked-clear").click();
  await element("picked").waitFor({ state: "detached" });

  // A word of drift, in both sets.
  await user.open(page, "drift");
  await user.inState(page, "drift", "ready");
  await element("part-words").locator("> summary").click();
  await element("term").first().click();
  await element("pick-word-current").click();
  await element("chip").filter({ hasText: "słowo:" }).waitFor();
  assert.equal(await element("picked-set").innerText(), "Zbiór testowy");
  await element("picked-set").click();
  await page.waitForFunction(() => document.querySelector("[data-testid=picked-set]").textContent === "Zbiór uczący");
  await screenshot("picked-word-pl");
});
