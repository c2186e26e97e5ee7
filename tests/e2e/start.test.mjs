// The page starts on any static host, shows its shell while it loads, or says in plain words why it does not start.

import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { dryfTest, heldHalf, holdHalf, pkg, started } from "./harness.mjs";
import { VIEWS } from "./page.mjs";

dryfTest("starts at the root of a host", async ({ page, screenshot }) => {
  assert.equal(await page.title(), "Dryf");
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

dryfTest("its shell stands while WebAssembly comes, with a bar by the bytes, and nothing moves then", { open: false, script: holdHalf }, async (dryf) => {
  const { page, url, screenshot } = dryf;
  /** Where the parts of the shell lie; of the rail's entries and of Run only how high. */
  const boxes = () =>
    page.evaluate(() => {
      const box = (part) => document.querySelector(part).getBoundingClientRect();
      const frame = [".brand", ".head", ".rail", "main", ".foot"].map((part) => {
        const { x, y, width, height } = box(part);
        return [part, ...[x, y, width, height].map(Math.round)].join(" ");
      });
      return [...frame, Math.round(box(".rail-entry").height), Math.round(box(".run").height)];
    });
  for (const window of WINDOWS) {
    await page.setViewportSize(window);
    await page.goto("about:blank");
    await page.goto(url);
    await heldHalf(page);
    const start = page.locator("#start");
    assert.equal((await start.innerText()).replace(/\s+/g, " "), "Dryf Dryf is starting…");
    assert.equal(await start.locator(".rail-entry").count(), VIEWS.length);
    const bar = start.locator("progress");
    // The build has counted the bytes: half of them is half of the bar.
    assert.ok(Math.abs((await bar.evaluate((bar) => bar.value)) - 0.5) < 0.001);
    const size = await page.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.scrollHeight]);
    assert.deepEqual(size, [window.width, window.height], "the page scrolls");
    await screenshot(`loading-${window.width}`);
    const before = await boxes();
    // The worker has not waited for the page.
    await page.waitForFunction(() => window.dryfWorker.isLoaded);
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
    assert.deepEqual(await boxes(), before, `${window.width}`);
    assert.equal(await page.locator(".bone").count(), 0);
    assert.equal(await page.locator("html").getAttribute("data-start"), null);
  }
});

dryfTest("a Polish browser gets Polish from the first word", { open: false, script: holdHalf, locale: "pl-PL" }, async ({ page, url, screenshot }) => {
  await page.goto(url);
  await heldHalf(page);
  assert.equal(await page.locator("html").getAttribute("lang"), "pl");
  assert.equal((await page.locator("#start").innerText()).replace(/\s+/g, " "), "Dryf Dryf się uruchamia…");
  await screenshot("loading-pl");
  await page.evaluate(() => window.arrive());
  await started(page);
  assert.equal(await page.locator("html").getAttribute("lang"), "pl");
  assert.equal(await page.getByTestId("tab-data").locator(".rail-title").innerText(), "Dane");
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
