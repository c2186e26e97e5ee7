// The page starts on any static host, shows its first card or its shell while it loads, or says in plain words why it does not
// start.

import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { dryfTest, heldHalf, holdHalf, pkg, started } from "./harness.mjs";
import * as user from "./page.mjs";

dryfTest("starts at the root of a host", async ({ page, screenshot }) => {
  assert.match(await page.title(), /^Dryf: /);
  await screenshot("start");
});

dryfTest("starts under a sub-path", { path: "/teams/nlp/dryf/" }, async ({ page, url }) => {
  assert.ok(page.url().startsWith(url));
});

dryfTest("names its worker by the content, and the worker's files are there", async ({ page }) => {
  const loader = await page.locator("meta[name=dryf-worker]").getAttribute("content");
  assert.match(loader, /^dryf-worker-[0-9a-f]{16}_loader\.js$/);
  const name = loader.replace("_loader.js", "");
  const statuses = await page.evaluate(
    (files) => Promise.all(files.map(async (file) => (await fetch(file)).status)),
    [loader, `${name}.js`, `${name}_bg.wasm`],
  );
  assert.deepEqual(statuses, [200, 200, 200]);
});

const WINDOWS = [
  { width: 400, height: 800 },
  { width: 768, height: 1024 },
  { width: 1280, height: 800 },
];

/** Where the parts of the shell lie; of the rail's entries and of Run only how high. */
function shell(page) {
  return page.evaluate(() => {
    const box = (part) => document.querySelector(part).getBoundingClientRect();
    const frame = [".brand", ".head", ".rail", "main", ".foot"].map((part) => {
      const { x, y, width, height } = box(part);
      return [part, ...[x, y, width, height].map(Math.round)].join(" ");
    });
    return [...frame, Math.round(box(".rail-entry").height), Math.round(box(".foot .run").height)];
  });
}

/** What the first card and what stands over it say, where each part lies and how it looks. */
function firstCard(page) {
  return page.evaluate(() => {
    const parts = ["main h1", "main .lead", ".welcome", ".welcome h2", ".welcome > p", "[data-testid=load-demo]"];
    const ways = [".welcome-ways div:first-child .quiet", "[data-testid=load-demo-en]", ".drop-here", ".drop-here .button", ".drop-here .button + .button", ".drop-here .quiet"];
    return [...parts, ...ways].map((part) => {
      const element = document.querySelector(part);
      const { x, y, width, height } = element.getBoundingClientRect();
      const { color, backgroundColor, borderColor, font } = getComputedStyle(element);
      const input = element.querySelector(":scope > input");
      return {
        part,
        words: part === ".welcome" ? "" : element.innerText.trim(),
        box: [x, y, width, height].map((pixels) => pixels.toFixed(1)).join(" "),
        look: [color, backgroundColor, borderColor, font].join("; "),
        takes: input && `${input.type} ${input.accept} ${input.multiple}`,
      };
    });
  });
}

/** A `script`: notes in `window.sawCard` whether the first card was ever seen, before the page was there or then. */
function watchForCard() {
  window.sawCard = false;
  const look = () => {
    const demo = document.querySelector(".welcome [data-testid=load-demo]");
    window.sawCard ||= Boolean(demo?.checkVisibility());
  };
  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true });
}

const words = async (locator) => (await locator.innerText()).replace(/\s+/g, " ").trim();

dryfTest("the first card stands while WebAssembly comes, with a bar by the bytes, and nothing moves then", { open: false, script: holdHalf }, async (dryf) => {
  const { page, url, screenshot } = dryf;
  for (const window of WINDOWS) {
    await page.setViewportSize(window);
    await page.goto("about:blank");
    await page.goto(url);
    await heldHalf(page);
    const start = page.locator("#start");
    assert.equal(await words(start.getByRole("status")), "Dryf is starting…");
    await user.counted(start.locator(".rail-entry"), user.VIEWS.length);
    const bar = start.locator("progress");
    // The build has counted the bytes: half of them is half of the bar.
    assert.ok(Math.abs((await bar.evaluate((bar) => bar.value)) - 0.5) < 0.001);
    const size = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]);
    assert.deepEqual(size, [window.width, window.height], "the page scrolls");
    await screenshot(`first-card-${window.width}`);
    // Where the card is higher than its view, the visitor may have scrolled.
    await start.locator("main").evaluate((main) => main.scrollTo(0, 60));
    const [before, card] = [await shell(page), await firstCard(page)];
    assert.ok(card.every(({ part, words }) => words || part === ".welcome"), JSON.stringify(card));
    assert.equal(page.workers().length, 0, "the worker's bytes come after the page's");
    const values = await page.evaluate(async () => {
      const bar = document.querySelector("#start progress");
      const seen = [bar.value];
      new MutationObserver(() => seen.push(bar.value)).observe(bar, { attributes: true });
      window.arrive();
      while (bar.isConnected) await new Promise((next) => setTimeout(next, 5));
      return seen;
    });
    await started(page);
    assert.equal(values.at(-1), 1, values.join());
    assert.deepEqual(values, values.toSorted((one, other) => one - other));
    assert.deepEqual(await shell(page), before, `${window.width}`);
    assert.deepEqual(await firstCard(page), card, `${window.width}`);
    await user.counted(page.locator(".bone"), 0);
    assert.equal(await page.locator("html").getAttribute("data-start"), null);
    await page.locator("[data-testid=engine][data-state=ready]").waitFor();
    assert.equal(page.workers().length, 1);
    await screenshot(`first-card-${window.width}-page`);
  }
});

dryfTest("a Polish browser gets Polish from the first word", { open: false, script: holdHalf, locale: "pl-PL" }, async ({ page, url, screenshot }) => {
  for (const colorScheme of ["light", "dark"]) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width: 400, height: 800 });
    await page.goto("about:blank");
    await page.goto(url);
    await heldHalf(page);
    assert.equal(await page.locator("html").getAttribute("lang"), "pl");
    assert.equal(await words(page.locator("#start").getByRole("status")), "Dryf się uruchamia…");
    await screenshot(`first-card-400-pl-${colorScheme}`);
    await page.setViewportSize({ width: 1280, height: 800 });
    await screenshot(`first-card-1280-pl-${colorScheme}`);
    const card = await firstCard(page);
    await page.evaluate(() => window.arrive());
    await started(page);
    assert.deepEqual(await firstCard(page), card);
    assert.equal(await page.locator("html").getAttribute("lang"), "pl");
    assert.equal(await page.getByTestId("tab-data").locator(".rail-title").innerText(), "Dane");
  }
});

dryfTest("the demo that is wanted before the page is there comes with it", { open: false, script: holdHalf }, async ({ page, element, url, screenshot }) => {
  await page.goto(url);
  await heldHalf(page);
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), "load-demo");
  const before = await firstCard(page);
  await page.keyboard.press("Enter");
  await page.keyboard.press("Enter");
  assert.equal(await element("load-demo").getAttribute("aria-busy"), "true");
  assert.equal(await words(page.getByRole("status")), "Dryf is starting… The demo is loaded and trained next.");
  const boxes = (card) => card.map(({ box }) => box);
  assert.deepEqual(boxes(await firstCard(page)), boxes(before));
  await screenshot("first-card-wanted");
  await page.evaluate(() => window.arrive());
  await started(page);
  await user.ledTo(page, "evaluate");
  await element("evaluate-verdict").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.tagName), "MAIN", "the focus is lost");
  await user.open(page, "data");
  await user.counted(element("file"), 4);
});

dryfTest("files that are chosen or dropped before the page is there come with it", { open: false, script: holdHalf }, async ({ page, element, url, screenshot }) => {
  await page.goto(url);
  await heldHalf(page);
  await user.giveFiles(page, [user.file("a.txt", "dobry dzień\nzły dzień\n")]);
  assert.equal(await words(page.getByRole("status")), "Dryf is starting… Your files are read next.");
  const drag = (kind) =>
    page.evaluate((kind) => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File(["0\n1\n"], "b.txt"));
      return document.body.dispatchEvent(new DragEvent(kind, { dataTransfer, bubbles: true, cancelable: true }));
    }, kind);
  const veil = page.locator(".drop-veil");
  assert.equal(await drag("dragover"), false, "the browser would open the file itself");
  await veil.waitFor({ state: "visible" });
  await screenshot("first-card-drop");
  await drag("dragleave");
  await veil.waitFor({ state: "hidden" });
  await drag("dragover");
  assert.equal(await drag("drop"), false, "the browser would open the file itself");
  await veil.waitFor({ state: "hidden" });
  // A file dialog stays open while the page takes over.
  await page.evaluate(() => (window.dialog = document.querySelector("[data-testid=file-input]")));
  await page.evaluate(() => window.arrive());
  await started(page);
  const names = async () => (await element("file").locator(".file-name").allInnerTexts()).map((name) => name.trim().split("\n")[0]).sort();
  await element("file").nth(1).waitFor();
  assert.deepEqual(await names(), ["a.txt", "b.txt"]);
  await page.evaluate(() => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["miły dzień\n"], "c.txt"));
    window.dialog.files = dataTransfer.files;
    window.dialog.dispatchEvent(new Event("change"));
  });
  await element("file").nth(2).waitFor();
  assert.deepEqual(await names(), ["a.txt", "b.txt", "c.txt"]);
  const heardTwice = await page.evaluate(() => new Promise((heard) => {
    window.dryfWishes.push = () => heard(true);
    document.addEventListener("drop", () => setTimeout(() => heard(false)), { once: true });
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["0\n"], "d.txt"));
    document.body.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  }));
  assert.equal(heardTwice, false, "the start still listens beside the page");
});

dryfTest("who comes back to data sees the shell in grey and never the first card, until all is removed", { script: watchForCard }, async ({ page, element, url, screenshot }) => {
  assert.ok(await page.evaluate(() => window.sawCard), "a newcomer sees it");
  const says = (word) => page.waitForFunction((word) => localStorage.getItem("dryf-first-card") === `"${word}"`, word);
  await says("yes");
  await user.loadDemo(page);
  await says("no");
  await page.waitForFunction(
    () =>
      new Promise((resolve) => {
        const opening = indexedDB.open("dryf");
        opening.onsuccess = () => {
          const asked = opening.result.transaction("kept").objectStore("kept").get("data");
          asked.onsuccess = () => {
            opening.result.close();
            resolve(String(asked.result).includes("demo"));
          };
        };
      }),
  );
  await page.addInitScript(holdHalf);
  await page.goto("about:blank");
  await page.goto(url);
  await heldHalf(page);
  assert.equal(await words(page.locator("#start")), "Dryf Dryf is starting…");
  await screenshot("loading");
  const before = await shell(page);
  await page.evaluate(() => window.arrive());
  await started(page);
  assert.deepEqual(await shell(page), before);
  await user.inState(page, "data", "ready");
  assert.equal(await page.evaluate(() => window.sawCard), false);

  await element("clear-data").click();
  await element("load-demo").waitFor();
  await says("yes");
});

dryfTest("a link shows the first card where it means the view Data, and no card else", { open: false, script: holdHalf }, async ({ page, url }) => {
  await page.addInitScript(watchForCard);
  for (const [link, isFirst] of [["#data?svc.C=3", true], ["#train?svc.C=3", false]]) {
    await page.goto("about:blank");
    await page.goto(url + link);
    await heldHalf(page);
    assert.equal(await page.evaluate(() => window.sawCard), isFirst, link);
    await page.evaluate(() => window.arrive());
    await started(page);
    assert.equal(await page.evaluate(() => window.sawCard), isFirst, link);
  }
});

dryfTest("the next visit starts in the language and colours that were chosen", async ({ page, element, url, screenshot }) => {
  await element("language").click();
  await page.locator("html[lang=pl]").waitFor();
  await page.locator(".theme").click();
  await page.locator("html[data-theme=dark]").waitFor();
  await page.addInitScript(holdHalf);
  await page.goto(url);
  await heldHalf(page);
  assert.match(await page.locator("#start").innerText(), /się uruchamia/);
  const paper = await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  assert.equal(paper, "rgb(20, 23, 26)");
  await screenshot("loading-dark");
  await page.evaluate(() => window.arrive());
  await started(page);
  assert.equal(await page.locator("html").getAttribute("lang"), "pl");
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
});

const BROWSERS = [
  {
    name: "that shows no bytes as they come",
    script: () => Object.defineProperty(Response.prototype, "body", { value: undefined }),
  },
  {
    name: "that has kept something else",
    script: () => {
      localStorage.setItem("dryf-language", "{");
      localStorage.setItem("dryf-theme", '"pink"');
    },
  },
];

for (const { name, script } of BROWSERS) {
  dryfTest(`starts in a browser ${name}`, { script }, async ({ page }) => {
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
    assert.equal(await page.locator("html").getAttribute("data-theme"), null);
    await page.locator("[data-testid=engine][data-state=ready]").waitFor();
    assert.equal(page.workers().length, 1);
  });
}

const LANGUAGES = [
  { locale: "en-US", file: /^This page was opened as a file/, failed: /Reload the page/ },
  { locale: "pl-PL", file: /^Ta strona została otwarta jako plik/, failed: /Odśwież stronę/ },
];

for (const { locale, file, failed } of LANGUAGES) {
  dryfTest(`opened as a file it says how to serve it (${locale})`, { open: false, errors: "expected", locale }, async ({ page }) => {
    await page.goto(pathToFileURL(join(pkg, "index.html")).href);
    const message = page.locator("[data-when=file]");
    await message.waitFor({ state: "visible" });
    assert.match(await message.innerText(), file);
    assert.match(await message.innerText(), /\.\/dev serve/);
    assert.equal(await page.locator("#start main").innerText(), await message.innerText(), "nothing else is said");
  });

  dryfTest(`says so when a file is missing on the server (${locale})`, { open: false, errors: "expected", locale }, async ({ page, url, screenshot }) => {
    await page.route("**/*_bg.wasm", (route) => route.fulfill({ status: 404 }));
    await page.goto(url);
    const message = page.locator("[data-when=failed]");
    await message.waitFor({ state: "visible" });
    assert.match(await message.innerText(), failed);
    assert.match(await message.innerText(), /_bg\.wasm: 404/);
    assert.equal(await page.locator("#start main").innerText(), await message.innerText(), "nothing else is said");
    assert.ok(await page.locator("#start .rail").isHidden(), "a shell is promised that does not come");
    await screenshot(`failed-${locale}`);
  });
}

dryfTest("says what it needs where its start does not run, in both languages", { open: false, errors: "expected" }, async ({ page, url }) => {
  await page.route("**/start.js", (route) => route.abort());
  await page.goto(url);
  const message = page.locator("[data-when=unsupported]");
  await message.waitFor({ state: "visible" });
  assert.match(await message.innerText(), /It needs JavaScript.*Wymaga JavaScriptu/s);
  assert.equal(await page.locator("#start main").innerText(), await message.innerText(), "nothing else is said");
});
