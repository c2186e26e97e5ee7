// The page as an installed one: it comes without a network, keeps to one build until the user wants the next, and takes the files that
// the system opens with it.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { dryfTest, launch, pkg, serve, started } from "./harness.mjs";
import * as user from "./page.mjs";

const INSTALLED = { serviceWorkers: "allow" };
const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");

/** Waits until the browser has kept a whole build. */
const kept = (page) => page.evaluate(() => navigator.serviceWorker.ready.then(() => {}));
/** The names of the caches, without the folder of the page. */
const caches = (page) => page.evaluate(async () => (await window.caches.keys()).map((name) => name.split(" ").at(-1)));
const said = (page) => page.getByTestId("update");

for (const path of ["/", "/teams/nlp/dryf/"]) {
  dryfTest(`comes and trains without a network, under ${path}`, { path, browser: INSTALLED, errors: "expected" }, async ({ page, element, context, errors }) => {
    await kept(page);
    await context.setOffline(true);
    await page.reload();
    await started(page);
    await page.locator("[data-testid=engine][data-state=ready]").waitFor();
    await user.loadDemo(page);
    await user.run(page);
    await user.inFolder(async (folder) => {
      await user.open(page, "export");
      user.dryf(["inspect", await user.download(page, folder)]);
    });
    assert.equal(await page.evaluate(() => fetch("notices.txt").then((answer) => answer.ok)), true);
    const other = await page.evaluate(() => fetch("nothing.txt").then(() => "answered", (fault) => fault.name));
    assert.equal(other, "TypeError", "what is no part of the build is not answered");
    assert.deepEqual(errors.filter((error) => !error.includes("nothing.txt")), []);
    assert.equal((await caches(page)).length, 1);
    assert.match(await element("trust").locator("summary").innerText(), /: 0 requests to other hosts$/);
  });
}

/** Puts another build into the folder: the same but for the page's description; `isWhole: false` leaves that file out. */
function build(folder, words, { isWhole = true } = {}) {
  const page = readFileSync(join(folder, "index.html"), "utf8");
  const next = page.replace(/<meta name="description" content="[^"]*">/, `<meta name="description" content="${words}">`);
  assert.notEqual(next, page);
  const worker = readFileSync(join(folder, "sw.js"), "utf8");
  const named = worker.replace(/"index\.html":"[0-9a-f]{64}"/, `"index.html":"${sha256(next)}"`);
  writeFileSync(join(folder, "sw.js"), named.replace(/const BUILD = "[^"]*"/, `const BUILD = "${words}"`));
  if (isWhole) writeFileSync(join(folder, "index.html"), next);
}

const words = (page) => page.locator("meta[name=description]").getAttribute("content");

for (const [locale, line, others] of [
  ["en-US", /^A new version of Dryf is here\.$/, /^A new version of Dryf is here\. Close the other tab/],
  ["pl-PL", /^Jest nowa wersja programu Dryf\.$/, /^Jest nowa wersja programu Dryf\. Najpierw zamknij drugą kartę/],
]) {
  test(`a newer build is announced, and comes when the user wants it and no other tab is open (${locale})`, { timeout: 120_000 }, async () => {
    const folder = mkdtempSync(join(tmpdir(), "dryf-builds-"));
    cpSync(pkg, join(folder, "pkg"), { recursive: true });
    const files = join(folder, "pkg");
    const server = await serve(files);
    const browser = await launch(join(folder, "profile"), locale, INSTALLED);
    try {
      const page = browser.context.pages()[0];
      await page.goto(server.url);
      await started(page);
      await kept(page);
      const first = [await words(page), await caches(page)];
      const again = async () => {
        await page.reload();
        await started(page);
      };
      await again();
      await user.counted(said(page), 0, "nothing is newer");

      // In the middle of a change the server has a worker of one build and a page of the other.
      build(files, "half", { isWhole: false });
      await again();
      await page.evaluate(async () => {
        const registration = await navigator.serviceWorker.getRegistration();
        await registration.update().catch(() => {});
        const worker = registration.installing;
        if (worker) await new Promise((ended) => (worker.onstatechange = () => worker.state === "redundant" && ended()));
      });
      await page.waitForFunction(async () => (await window.caches.keys()).length === 1);
      assert.deepEqual([await words(page), await caches(page)], first);
      await user.counted(said(page), 0);

      build(files, "second");
      await again();
      await said(page).waitFor();
      assert.match(await said(page).locator("p").innerText(), line);
      assert.equal(await words(page), first[0], "the page is still of its build");
      assert.equal((await caches(page)).length, 2);
      const tab = await browser.context.newPage();
      await tab.goto(server.url);
      await started(tab);
      assert.equal(await words(tab), first[0]);
      await page.getByTestId("update-take").click();
      await page.waitForFunction(() => /tab|kart/.test(document.querySelector("[data-testid=update] p").innerText));
      assert.match(await said(page).locator("p").innerText(), others);
      assert.equal(await words(page), first[0]);

      await tab.close();
      await page.getByTestId("update-take").click();
      await page.locator("meta[name=description][content=second]").waitFor({ state: "attached" });
      await started(page);
      assert.deepEqual(await caches(page), ["second"], "nothing is left of the first");
      await user.counted(said(page), 0);
      await browser.context.setOffline(true);
      await again();
      assert.equal(await words(page), "second");
      assert.deepEqual(browser.errors, []);
    } finally {
      await browser.close();
      await server.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
    }
  });
}

/** A `script`: what a browser gives that has opened files with the installed page. */
function openedWithFiles() {
  const handles = [["a.txt", "dobry dzień\nzły dzień\n"], ["b.txt", "0\n1\n"]].map(([name, text]) => ({ getFile: async () => new File([text], name) }));
  Object.defineProperty(window, "launchQueue", { value: { setConsumer: (hear) => hear({ files: handles }) } });
}

dryfTest("files that the system opens with the page are as if they were dropped", { script: openedWithFiles }, async ({ element }) => {
  await element("file").nth(1).waitFor();
  const names = await element("file").locator(".file-name").allInnerTexts();
  assert.deepEqual(names.map((name) => name.trim().split("\n")[0]).sort(), ["a.txt", "b.txt"]);
});

dryfTest("the manifest and what a link shows name files that are there", async ({ page, url, context }) => {
  const manifest = await (await context.request.get(`${url}manifest.webmanifest`)).json();
  assert.equal(await page.locator("link[rel=manifest]").getAttribute("href"), "manifest.webmanifest");
  assert.deepEqual([manifest.start_url, manifest.display, manifest.icons.length], ["./", "standalone", 4]);
  assert.ok(Object.values(manifest.file_handlers[0].accept).flat().includes(".zip"));
  const card = await page.locator("meta[property='og:image']").getAttribute("content");
  const sizes = await page.evaluate(
    (names) =>
      Promise.all(
        names.map(async (src) => {
          const image = new Image();
          image.src = src;
          await image.decode();
          return `${image.naturalWidth}x${image.naturalHeight}`;
        }),
      ),
    [...manifest.icons.filter(({ type }) => type === "image/png").map(({ src }) => src), card],
  );
  assert.deepEqual(sizes, ["192x192", "512x512", "512x512", "1200x630"]);
  const installable = await (await context.newCDPSession(page)).send("Page.getInstallabilityErrors");
  assert.deepEqual(installable.installabilityErrors.map(({ errorId }) => errorId), []);
});
