// The page as a benchmark uses it: data loaded once, then runs with other settings, and what each stage took.
//
//   node tests/bench/page_run.mjs FOLDER [SETTING=VALUE...]      one run; prints its seconds by stage as JSON
//
// FOLDER holds files under PolEval's names, the test set or not. The page is that in pkg/, or where DRYF_PKG says.

import assert from "node:assert/strict";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { argv } from "node:process";
import { pathToFileURL } from "node:url";
import { launch, pkg, serve, started } from "../e2e/harness.mjs";
import { POLEVAL_FILES } from "../e2e/page.mjs";

const PATIENCE = { timeout: 1_800_000 };

/** Opens the page in a browser with a profile in `profile` and loads the files of `folder`. */
export async function startPage(folder, profile) {
  const server = await serve(process.env.DRYF_PKG ?? pkg);
  const browser = await launch(profile);
  const page = browser.context.pages()[0] ?? (await browser.context.newPage());
  await page.goto(server.url);
  await started(page);
  const files = POLEVAL_FILES.map((name) => join(folder, name)).filter((file) => existsSync(file));
  await page.getByTestId("file-input").setInputFiles(files);
  await page.locator("[data-testid=tab-data][data-state=ready]").waitFor(PATIENCE);

  /** Seconds by stage of a run with these settings; `archive` is from the click until the archive is there. */
  const run = async (settings) => {
    await page.getByTestId("tab-train").click();
    const reset = page.getByTestId("reset-settings");
    if (await reset.isVisible()) await reset.click();
    const query = Object.entries(settings).map(([field, text]) => `${field}=${encodeURIComponent(text)}`);
    await page.evaluate((fragment) => {
      location.hash = fragment;
    }, `#train?${query.join("&")}`);
    await page.waitForFunction(
      (fields) =>
        fields.every(([id, text]) => {
          const control = document.querySelector(`[data-testid="${id}"]`);
          // The steps of the cleaning stand in another view.
          if (id === "clean.steps") return true;
          return control && (control.type === "checkbox" ? String(control.checked) : control.value) === text;
        }),
      Object.entries(settings),
    );
    const began = await page.evaluate(() => performance.now());
    await page.getByTestId("run").click();
    await page.locator("[data-testid=tab-evaluate][data-state=ready]").waitFor(PATIENCE);
    await page.locator("[data-testid=tab-export][data-state=ready]").waitFor(PATIENCE);
    const ended = await page.evaluate(() => performance.now());
    assert.deepEqual(browser.errors, []);
    const seconds = await page.evaluate(() =>
      Object.fromEntries(
        [...document.querySelectorAll("[data-testid^=seconds-]")].map((part) => [
          part.dataset.testid.slice("seconds-".length),
          Number(part.dataset.value),
        ]),
      ),
    );
    return { ...seconds, to_archive: (ended - began) / 1000 };
  };
  return { run, end: () => browser.close().then(server.close) };
}

if (import.meta.url === pathToFileURL(argv[1]).href) {
  const [folder, ...settings] = argv.slice(2);
  const profile = mkdtempSync(join(tmpdir(), "dryf-bench-"));
  const page = await startPage(folder, profile);
  try {
    console.log(JSON.stringify(await page.run(Object.fromEntries(settings.map((setting) => setting.split(/=(.*)/s))))));
  } finally {
    await page.end();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
