// Tweets are a stranger's words: shown as they are, never markup, never a formula, and nothing breaks on them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dryfTest } from "./harness.mjs";
import * as user from "./page.mjs";

const demo = (name) => readFileSync(new URL(`../../www/demo/${name}.txt`, import.meta.url), "utf8");

const HOSTILE = [
  '<img src=x onerror="window.hacked=1">',
  "</script><script>window.hacked=2</script>",
  '"><svg onload=window.hacked=3>',
  "\u202Ekcart\u202C \u2066abc\u2069 \u200F odwrócone",
  `${"a".repeat(10_000)} długie słowo`,
  '=HYPERLINK("http://127.0.0.1:9/?"&A1;"kliknij")',
  "+48 600 000 000",
  "-1+1",
  "@SUM(1+1)*cmd|' /C calc'!A0",
  "\t=1+1",
  "zero\u0000w\u0007środku \u2028 nowa linia",
  "{{constructor.constructor('window.hacked=4')()}}",
  "javascript:window.hacked=5",
  "ze\u200Bro\u200D sze\uFEFFroko\u00ADści <b>w</b> środku",
];
/** As long as a text may be that somebody drops by mistake; nobody types it. */
const LONG = `=${"słowo ".repeat(16_667)}<img src=x onerror="window.hacked=6">`;
const GIVEN = [...HOSTILE, LONG];

/** Every cell of a CSV, quotes taken off. */
function cells(text) {
  const cells = [];
  let cell = "";
  let quoted = false;
  for (let at = 0; at < text.length; at += 1) {
    const char = text[at];
    if (quoted && char === '"' && text[at + 1] === '"') [cell, at] = [cell + '"', at + 1];
    else if (char === '"') quoted = !quoted;
    else if (!quoted && (char === "," || char === "\n")) [cell] = [(cells.push(cell), "")];
    else if (!(char === "\r" && !quoted)) cell += char;
  }
  return cell ? [...cells, cell] : cells;
}

dryfTest("hostile tweets are text in every view and in the archive", { timeout: 300_000 }, async ({ page, element, screenshot }) => {
  await page.evaluate(() => {
    window.hacked = 0;
    window.alert = () => (window.hacked = 9);
  });
  const harmless = () => page.evaluate(() => window.hacked);
  // Beside the demo's rows: in both sets, under a class that the model will get wrong.
  await user.giveFiles(page, [
    user.file("train_text.txt", demo("train_text") + GIVEN.join("\n") + "\n"),
    user.file("train_tags.txt", demo("train_tags") + GIVEN.map((_, row) => row % 3).join("\n") + "\n"),
    user.file("test_text.txt", demo("test_text") + GIVEN.join("\n") + "\n"),
    user.file("test_tags.txt", demo("test_tags") + GIVEN.map(() => 1).join("\n") + "\n"),
  ]);
  await user.inState(page, "data", "ready");

  // Data shows each of them as it came.
  const shown = element("tweets").locator("tbody tr td.tweet");
  for (const [row, text] of GIVEN.entries()) {
    await element("search").fill(`#${1200 + row + 1}`);
    await page.waitForFunction(
      (text) => {
        const cells = [...document.querySelectorAll("[data-testid=tweets] tbody td.tweet")];
        return cells.length === 1 && cells[0].textContent === text;
      },
      user.shortened(text),
    );
    await user.counted(shown.locator(user.STRANGE), 0, "a tweet became markup");
  }
  // Its card shows all of it, and goes from one to the next.
  const card = element("text-card");
  await element("search").fill(`#${1200 + 1}`);
  await page.waitForFunction((text) => document.querySelector("[data-testid=tweets] td.tweet")?.textContent === text, HOSTILE[0]);
  await element("tweets").locator(".tweet-open").first().click();
  await page.waitForFunction((text) => document.querySelector("[data-testid=text-raw]")?.textContent === text, HOSTILE[0]);
  await user.counted(element("text-raw").locator(user.STRANGE), 0);
  await page.keyboard.press("Escape");
  await element("text-raw").waitFor({ state: "detached" });
  await element("search").fill("");
  await element("search").fill(`#${1200 + GIVEN.length}`);
  await page.waitForFunction(() => document.querySelector("[data-testid=tweets] td.tweet")?.textContent.startsWith("=słowo"));
  await element("tweets").locator(".tweet-open").first().click();
  await page.waitForFunction((text) => document.querySelector("[data-testid=text-raw]")?.textContent === text, LONG);
  assert.ok((await card.evaluate((card) => card.scrollWidth - card.clientWidth)) <= 0, "cut sideways");
  await page.keyboard.press("Escape");
  await element("text-raw").waitFor({ state: "detached" });

  // A long word is broken, not allowed to push the page wide.
  await element("search").fill(`#${1200 + 5}`);
  await page.waitForFunction(() => document.querySelector("[data-testid=tweets] td.tweet")?.textContent.startsWith("aaaa"));
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth - innerWidth)) <= 0);
  // Letters that turn the direction of writing end with their tweet: the row's other cells keep theirs.
  await element("search").fill("odwrócone");
  await page.waitForFunction(() => document.querySelector("[data-testid=tweets] td.tweet")?.textContent.includes("odwrócone"));
  assert.match(await shown.first().evaluate((cell) => getComputedStyle(cell).unicodeBidi), /isolate|plaintext/);
  await shown.first().scrollIntoViewIfNeeded();
  await screenshot("hostile-data");

  await user.run(page);
  for (const view of user.VIEWS) await user.open(page, view);
  for (const text of HOSTILE) {
    await user.open(page, "clean");
    await element("own-text").fill(text);
    // An input of one line takes no line breaks and drops what ends one.
    const typed = await element("own-text").inputValue();
    await page.waitForFunction(
      (typed) => document.querySelector("[data-testid=trace] [data-step=original] p")?.textContent === typed,
      typed,
    );
    await user.open(page, "try");
    await element("try-text").fill(text);
    await element("try-label").waitFor();
    await user.counted(element("error"), 0);
  }
  // Suspect labels and flips show them among others; so do the slides of the story, and the words that drift.
  await user.open(page, "data");
  await element("find-suspects").click();
  await element("suspects-verdict").waitFor({ timeout: 60_000 });
  await user.counted(element("suspects").locator("img, script, b, svg:not(.figure)"), 0);
  await user.open(page, "evaluate");
  await element("measure-robustness").click();
  await element("robustness-verdict").waitFor({ timeout: 60_000 });
  await page.evaluate(() => document.querySelectorAll("main details").forEach((details) => (details.open = true)));
  await user.counted(page.locator("main img, main script"), 0);
  await user.open(page, "drift");
  await user.inState(page, "drift", "ready");
  await page.evaluate(() => document.querySelectorAll("main details").forEach((details) => (details.open = true)));
  await page.waitForTimeout(500);
  await user.counted(page.locator("main img, main script"), 0);
  await page.locator("h1").first().click();
  await page.keyboard.press("p");
  await element("story").waitFor();
  for (let slide = 0; slide < 5; slide += 1) await page.keyboard.press("ArrowRight");
  await user.counted(element("story").locator("img, script"), 0);
  await page.keyboard.press("Escape");
  await element("story").waitFor({ state: "detached" });

  // What is searched for stands as a chip, and what is picked goes into a table: no name of a file and no cell is a stranger's.
  await user.open(page, "data");
  await element("search").fill("<img src=x");
  await element("chip").filter({ hasText: "<img src=x" }).waitFor();
  await page.waitForFunction(() => document.querySelector("[data-testid=picked-total]")?.getAttribute("aria-busy") === "false");
  await element("picked-clear").click();
  await element("search").fill("=");
  await element("chip").filter({ hasText: "=" }).waitFor();
  await page.waitForFunction(() => document.querySelector("[data-testid=picked-total]")?.getAttribute("aria-busy") === "false");
  await element("picked-acts").click();
  const [saved] = await Promise.all([page.waitForEvent("download"), element("picked-export").click()]);
  assert.match(saved.suggestedFilename(), /^dryf-rows-[a-z-]+\.csv$/);
  const exported = cells(readFileSync(await saved.path(), "utf8"));
  assert.ok(exported.some((cell) => cell.includes("HYPERLINK")) && exported.some((cell) => cell.length > 99_000));
  for (const cell of exported) assert.ok(!/^[=+\-@\t\r]/.test(cell), `a cell starts a formula: ${cell.slice(0, 80)}`);
  await element("picked-clear").click();

  await user.open(page, "evaluate");
  await element("errors").locator("tbody tr").first().waitFor();
  const rows = element("errors").locator("tbody td.tweet");
  for (const cell of await rows.all()) assert.equal(await cell.locator(user.STRANGE).count(), 0);
  assert.equal(await harmless(), 0, "a tweet was run");

  await user.inFolder(async (folder) => {
    await user.open(page, "export");
    const archive = await user.download(page, folder);
    user.dryf(["inspect", archive]);
    const files = user.unzip(archive);
    const tables = [...files].filter(([name]) => name.endsWith(".csv"));
    assert.ok(tables.length >= 4);
    for (const [name, bytes] of tables) {
      for (const cell of cells(bytes.toString("utf8"))) {
        // A number may be negative; everything else that a spreadsheet would take for a formula may not begin a cell.
        assert.ok(/^-?[\d.e+-]+$/.test(cell) || !/^[=+\-@\t\r]/.test(cell), `${name}: a cell starts a formula: ${cell.slice(0, 80)}`);
      }
    }
    // The versioned data hold the tweets as they came.
    const [name, bytes] = [...files].find(([name]) => /data\/train(_text\.txt|\.jsonl)$/.test(name));
    const lines = bytes.toString("utf8").trimEnd().split("\n");
    const texts = name.endsWith(".jsonl") ? lines.map((line) => JSON.parse(line).text) : lines;
    assert.deepEqual(texts.slice(-GIVEN.length), GIVEN);
  });
  assert.equal(await harmless(), 0);
});
