// The page starts on any static host, or says in plain words why it does not.

import assert from "node:assert/strict";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { dryfTest, pkg } from "./harness.mjs";

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

dryfTest("opened as a file it says how to serve it", { open: false, errors: "expected" }, async ({ page }) => {
  await page.goto(pathToFileURL(join(pkg, "index.html")).href);
  const message = page.locator("[data-start=file]");
  await message.waitFor({ state: "visible" });
  assert.match(await message.innerText(), /\.\/dev serve/);
  assert.ok(await page.locator("[data-start=loading]").isHidden());
});

dryfTest("says so when a file is missing on the server", { open: false, errors: "expected" }, async ({ page, url }) => {
  await page.route("**/*_bg.wasm", (route) => route.fulfill({ status: 404 }));
  await page.goto(url);
  const message = page.locator("[data-start=failed]");
  await message.waitFor({ state: "visible" });
  assert.match(await message.innerText(), /Reload the page/);
});
