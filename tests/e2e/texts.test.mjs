// Texts wherever they are shown: long lists, a search that minds neither case nor Polish marks, names for signs that nobody sees,
// the card of one text, hidden words, and the story that is presented.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { dryfTest } from "./harness.mjs";
import * as user from "./page.mjs";

const demo = (name) => readFileSync(new URL(`../../www/demo/${name}.txt`, import.meta.url), "utf8");

const ADDED = [
  "Żółw z ŁODZI wraca do domu",
  "\u202Ekcart\u202C zero\u200Bszerokości i\u00A0twarda spacja",
  "No kurwa, ale pizza z ciotką i CHUJOWY cipher <b>x</b>",
  "z\u0307o\u0301łw w rozkładzie",
  // Often enough for a word of drift.
  ...Array.from({ length: 12 }, (_, at) => `Znowu do dupy z tym deszczem ${at}`),
];

const rowCount = (page, n) =>
  page.waitForFunction((n) => document.querySelector("[data-testid=tweets]")?.getAttribute("aria-rowcount") === String(n + 1), n);

async function give(page) {
  await user.giveFiles(page, [
    user.file("training_set_clean_only_text.txt", demo("train_text") + ADDED.join("\n") + "\n"),
    user.file("training_set_clean_only_tags.txt", demo("train_tags") + ADDED.map((_, at) => at % 3).join("\n") + "\n"),
    user.file("test_set_only_text.txt", demo("test_text")),
    user.file("test_set_only_tags.txt", demo("test_tags")),
  ]);
  await user.inState(page, "data", "ready");
}

dryfTest("texts are found, named, hidden and opened as cards", { timeout: 300_000 }, async ({ page, element, screenshot }) => {
  await give(page);
  const n = demo("train_text").trimEnd().split("\n").length + ADDED.length;
  await rowCount(page, n);

  // A long list holds the rows around those that are seen, and keeps the height of all.
  const list = page.locator(".long-list:has([data-testid=tweets])");
  await list.scrollIntoViewIfNeeded();
  await page.waitForFunction((n) => document.querySelector("[data-testid=tweets-place]").innerText === `Rows 1–${n[0]} of ${n[1]}`, [
    await list.evaluate((list) => {
      const row = list.querySelector("tbody tr").getBoundingClientRect().height;
      return Math.ceil((list.clientHeight - list.querySelector("thead").offsetHeight - 0.5) / row);
    }),
    n.toLocaleString("en"),
  ]);
  assert.ok((await list.locator("tbody tr").count()) <= 60);
  await list.focus();
  await page.keyboard.press("End");
  await list.locator(`tr[aria-rowindex="${n + 1}"]`).waitFor();
  assert.ok((await list.locator("tbody tr").count()) <= 60);
  const heights = await list.locator("tbody tr").evaluateAll((rows) => rows.map((row) => row.offsetHeight));
  assert.equal(new Set(heights).size, 1, "every row is as high as every other");

  // Whatever the case and the marks, of what is typed and of the text; what is found is marked.
  for (const [typed, found] of [
    ["zolw", ["Żółw", "z\u0307o\u0301łw"]],
    ["ŻÓŁW Z ŁÓDZ", ["Żółw z ŁODZ"]],
    ["łódzi WRACA", ["ŁODZI wraca"]],
    ["CIOTKA", ["ciotką"]],
    ["ciotką", ["ciotką"]],
  ]) {
    await element("search").fill(typed);
    await rowCount(page, found.length);
    await page.waitForFunction(
      (found) => JSON.stringify([...document.querySelectorAll("[data-testid=tweets] mark")].map((mark) => mark.textContent)) === JSON.stringify(found),
      found,
    );
  }

  // Signs that nobody sees have names, and stay what they are.
  await element("search").fill("twarda");
  await rowCount(page, 1);
  await page.waitForFunction(() => document.querySelectorAll("[data-testid=tweets] .sign").length === 4);
  const cell = element("tweets").locator("td.tweet");
  assert.deepEqual(await cell.locator(".sign").evaluateAll((signs) => signs.map((sign) => sign.dataset.sign)), ["U+202E", "U+202C", "ZWSP", "NBSP"]);
  assert.equal(await cell.evaluate((cell) => cell.textContent), ADDED[1]);
  await screenshot("texts-signs");

  // Words are hidden where the user wants it, and seen where they are pressed.
  await element("search").fill("kurwa");
  await rowCount(page, 1);
  await user.counted(element("hidden-word"), 0);
  await element("help-open").click();
  await element("blur-switch").check();
  await element("help-close").click();
  const hidden = element("tweets").getByTestId("hidden-word");
  await user.counted(hidden, 2);
  assert.deepEqual(await hidden.allTextContents(), ["kurwa", "CHUJOWY"]);
  await element("chip").getByTestId("hidden-word").waitFor();
  assert.match(await element("chip").locator("button[title]").getAttribute("title"), /•••••/, "a tooltip has points in its place");
  assert.equal(await hidden.first().getAttribute("aria-label"), "hidden word");
  await hidden.first().click();
  assert.equal(await hidden.first().getAttribute("aria-pressed"), "true");
  assert.equal(await element("text-card").evaluate((sheet) => sheet.open), false, "a press on a hidden word opens no card");
  await user.counted(cell.locator(user.STRANGE), 0);
  const search = () => element("search").evaluate((box) => getComputedStyle(box).filter !== "none");
  await page.mouse.move(0, 0);
  assert.equal(await search(), true, "what was looked for is hidden too");
  await element("search").focus();
  assert.equal(await search(), false);
  await screenshot("texts-hidden");

  // The card before there is a run says what is missing.
  await element("search").fill("");
  await rowCount(page, n);
  await list.focus();
  await page.keyboard.press("Home");
  await list.locator('tr[aria-rowindex="2"]').waitFor();
  for (const key of ["Enter", "ArrowDown", "ArrowDown", "ArrowUp"]) await page.keyboard.press(key);
  assert.equal(await page.evaluate(() => document.activeElement.closest("tr").getAttribute("aria-rowindex")), "3");
  await page.keyboard.press("Enter");
  await element("text-raw").waitFor();
  assert.equal(await element("text-title").innerText(), "Training set, row 2");
  assert.equal(await element("text-shown").locator(".empty").innerText(), "There is no run yet: press Run.");
  await element("text-production").locator(".empty").waitFor();
  await element("text-card").getByTestId("trace").locator("li").nth(1).waitFor();
  await page.keyboard.press("ArrowRight");
  await page.waitForFunction(() => document.querySelector("[data-testid=text-title]").innerText === "Training set, row 3");
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowLeft");
  await page.waitForFunction(() => document.querySelector("[data-testid=text-title]")?.innerText.match(/row [12]$/));
  await page.keyboard.press("Escape");
  await element("text-raw").waitFor({ state: "detached" });

  // With two runs and one in production.
  await user.open(page, "train");
  await page.getByTestId("svc.C").fill("0.01");
  await user.run(page);
  await user.promote(page);
  await user.open(page, "train");
  await page.getByTestId("svc.kernel").selectOption("linear");
  await page.getByTestId("svc.C").fill("1.0");
  await user.run(page);
  await user.open(page, "evaluate");
  await element("errors").locator("tbody tr").first().waitFor();
  await element("errors").locator("tbody tr .tweet-open").first().click();
  await element("text-shown").getByTestId("text-label").waitFor();
  await element("text-production").getByTestId("text-label").waitFor();
  assert.match(await element("text-title").innerText(), /^Test set, row \d+$/);
  await user.counted(element("text-shown").locator("tbody tr"), 3);
  const runs = element("text-run");
  await page.waitForFunction(() => document.querySelectorAll("[data-testid=text-run]").length === 2);
  assert.equal(await runs.nth(1).getAttribute("data-mark"), "missed", "it is among the errors of the run that is shown");
  assert.equal(await runs.nth(1).getAttribute("aria-current"), "true");
  assert.match(await runs.nth(1).innerText(), /wrong · Test set/);
  assert.match(await runs.nth(0).getAttribute("data-mark"), /^(found|missed)$/);
  await element("text-card").getByTestId("nearest").waitFor();
  await screenshot("text-card");
  for (const [name, colorScheme, width] of [["dark", "dark", 1280], ["narrow", "light", 360]]) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    await screenshot(`text-card-${name}`);
    const cut = await element("text-card").evaluate((card) =>
      [...card.querySelectorAll("*")].filter((it) => !it.closest(".scroll") && it.getBoundingClientRect().right > card.getBoundingClientRect().right + 1).map((it) => it.outerHTML.slice(0, 90)),
    );
    assert.deepEqual(cut, [], "cut sideways");
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await page.emulateMedia({ colorScheme: "light" });
  const title = await element("text-title").innerText();
  await element("text-next").click();
  await page.waitForFunction((title) => document.querySelector("[data-testid=text-title]").innerText !== title, title);
  const raw = await element("text-raw").textContent();
  await element("text-try").click();
  await page.locator("[data-testid=tab-try][aria-current=page]").waitFor();
  assert.equal(await element("try-text").inputValue(), raw);

  // They are hidden in what is written too, while nobody is at it, and where a word stands alone.
  const isBlurred = () => element("try-text").evaluate((box) => getComputedStyle(box).filter !== "none");
  assert.equal(await isBlurred(), false);
  await element("try-text").fill("no i dupa z wycieczki");
  await page.locator("textarea.hidden-text").waitFor();
  assert.equal(await isBlurred(), false, "somebody is at it");
  await page.locator("h1").click();
  await page.mouse.move(0, 0);
  assert.equal(await isBlurred(), true);
  await page.locator("[data-testid=try-sum], [data-testid=explain-unknown]").getByTestId("hidden-word").first().waitFor();
  await screenshot("texts-hidden-try");
  await element("try-text").fill("no i nic z wycieczki");
  await page.locator("textarea:not(.hidden-text)").waitFor();
  await user.open(page, "drift");
  await user.inState(page, "drift", "ready");
  const words = element("part-words");
  await words.locator("> summary").click();
  await words.getByTestId("term-search").fill("dup");
  await words.getByTestId("term-list").getByTestId("hidden-word").filter({ hasText: "dupy" }).waitFor();
  await words.getByTestId("term").filter({ hasText: "dupy" }).click();
  await element("term-tweets-reference").getByTestId("hidden-word").first().waitFor();
  await screenshot("texts-hidden-drift");
});

dryfTest("a story is presented by keys, in Polish, without a thing to edit", { timeout: 240_000, locale: "pl-PL" }, async ({ page, element, screenshot }) => {
  await give(page);
  await user.run(page);
  await page.setViewportSize({ width: 1280, height: 720 });
  await page.keyboard.press("p");
  const slide = (name) => page.locator(`[data-testid=story][data-slide=${name}]`).waitFor();
  await slide("data");
  assert.equal(await element("run").isVisible(), false);
  assert.equal(await element("story-number").innerText(), "1 z 5");
  for (const [at, [name, shown]] of [
    ["data", "[data-testid=class-shares]"],
    ["model", ".story-line"],
    ["verdict", "[data-testid=story-verdict]"],
    ["errors", "[data-testid=cell-0-0]"],
    ["drift", "[data-testid=story-drift]"],
  ].entries()) {
    if (at > 0) await page.keyboard.press(["ArrowRight", " ", "PageDown", "ArrowRight"][at - 1]);
    await slide(name);
    await page.locator(`.story ${shown}`).first().waitFor({ timeout: 60_000 });
    if (name === "verdict") await page.locator(".story [data-testid=dots-0]").waitFor();
    const over = await page.locator(".story-slide").evaluate((slide) => slide.scrollHeight - slide.clientHeight);
    await screenshot(`story-${name}`);
    assert.ok(over <= 0, `${name} is ${over} px too high`);
    if (name === "errors") {
      const ends = (cells) => page.locator(`.story .confusion ${cells}`).evaluateAll((cells) => cells.map((cell) => Math.round(cell.getBoundingClientRect().right)));
      assert.deepEqual(await ends("thead th:has(.class-name)"), await ends("tbody tr:first-child td"), "each class stands above its column");
    }
  }
  await page.keyboard.press("ArrowRight");
  await slide("drift");
  await page.keyboard.press("Home");
  await slide("data");
  await page.keyboard.press("Escape");
  await element("story").waitFor({ state: "detached" });
  await element("run").waitFor();
  assert.equal(await page.evaluate(() => document.documentElement.hasAttribute("data-presenting")), false);
});
