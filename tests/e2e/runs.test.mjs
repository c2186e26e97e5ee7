// The table of runs: every run is kept and found, named, compared, put into production and opened again; many runs are no
// burden.

import assert from "node:assert/strict";
import { dryfTest, started } from "./harness.mjs";
import * as user from "./page.mjs";

/** Trains a run for each C. */
async function train(page, cs) {
  for (const c of cs) {
    await user.open(page, "train");
    await page.getByTestId("svc.C").fill(c);
    await user.run(page);
  }
}

/** The row of a run by its name. */
const row = (page, name) =>
  page.getByTestId("run-row").filter({ has: page.getByRole("button", { name, exact: true }) });

const names = (page) => page.getByTestId("run-open").allInnerTexts();

/** The cells of a column, from the first row to the last, as they are shown under the pointer. */
const numbers = (page, column) =>
  page.locator(`[data-column="${column}"]`).evaluateAll((cells) => cells.map((cell) => Number(cell.title.replaceAll(",", ""))));

/** Types into a field of the open run and leaves it. */
async function say(page, id, text) {
  await page.getByTestId(id).fill(text);
  await page.getByTestId(id).press("Tab");
}

/** What the browser has stored of runs. */
const runsKept = (page) =>
  page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open("dryf");
        opening.onerror = reject;
        opening.onsuccess = () => {
          const database = opening.result;
          const found = database.transaction("kept").objectStore("kept").getAll(IDBKeyRange.bound("run:", "run:\uffff"));
          found.transaction.oncomplete = () => {
            database.close();
            resolve(found.result.map((text) => JSON.parse(text)));
          };
        };
      }),
  );

/** Waits until that is as wanted. */
async function stored(page, isWanted) {
  for (let look = 0; look < 100; look += 1) {
    if (isWanted(await runsKept(page))) return;
    await page.waitForTimeout(200);
  }
  assert.fail("the runs are not stored");
}

dryfTest("every run is kept: named, starred, tagged, compared, deleted and wanted back", { timeout: 400_000 }, async (dryf) => {
  const { page, element, screenshot } = dryf;
  await user.open(page, "runs");
  await user.counted(element("run-row"), 0);
  await user.open(page, "data");
  await user.loadDemo(page);
  await train(page, ["0.01", "0.1", "1", "10", "100"]);
  const { test } = await user.scores(page);
  await user.open(page, "runs");
  assert.deepEqual(await names(page), ["100", "10", "1", "0.1", "0.01"].map((c) => `poly · C ${c}`));
  assert.equal((await numbers(page, "f1_micro_test_set"))[0].toFixed(6), test.toFixed(6));
  await user.counted(row(page, "poly · C 100").locator("[data-mark=shown]"), 1);

  await row(page, "poly · C 1").getByTestId("run-star").click();
  assert.equal(await row(page, "poly · C 1").getByTestId("run-star").getAttribute("aria-pressed"), "true");
  await row(page, "poly · C 10").getByTestId("run-more").click();
  await say(page, "run-name", "the <tenth>");
  await say(page, "run-tags", "demo, wide,, demo");
  await say(page, "run-note", "slower than it looks");
  await element("run-close").click();
  assert.equal(await row(page, "the <tenth>").locator("[data-column=tags]").innerText(), "demo, wide");

  // Filters and orders.
  await element("runs-filter").fill("SLOWER c>5");
  assert.deepEqual(await names(page), ["the <tenth>"]);
  await element("runs-filter").fill("c>5");
  assert.deepEqual(await names(page), ["poly · C 100", "the <tenth>"]);
  await element("runs-filter").fill("");
  await element("runs-starred").check();
  assert.deepEqual(await names(page), ["poly · C 1"]);
  await element("runs-starred").uncheck();
  await element("runs-by-f1_micro_test_set").click();
  const falling = await numbers(page, "f1_micro_test_set");
  assert.deepEqual(falling, falling.toSorted((a, b) => b - a));
  await element("runs-columns").locator("summary").first().click();
  await element("column-svc.C").check();
  await element("runs-by-svc.C").click();
  assert.deepEqual(await page.locator('[data-column="svc.C"]').allInnerTexts(), ["100.0", "10.0", "1.0", "0.1", "0.01"]);
  await screenshot("runs-table");

  // Beside each other, then row by row.
  for (const name of ["poly · C 1", "the <tenth>", "poly · C 100"]) await row(page, name).getByTestId("run-tick").check();
  const settings = await user.table(element("runs-settings"));
  assert.deepEqual(settings, { "svc.C": ["1.0", "10.0", "100.0"] });
  await element("runs-pair").filter({ hasText: "the <tenth> compared with" }).getByTestId("compare-with").click();
  assert.deepEqual(await user.table(element("runs-settings")), { "svc.C": ["10.0", "1.0", "100.0"] });
  const pair = element("runs-pair").first();
  await pair.getByTestId("compare-rows").click();
  await pair.getByTestId("pair-micro").waitFor({ timeout: 60_000 });
  assert.match(await pair.getByTestId("pair-micro").innerText(), /^F1 micro of poly · C 1 .* that of the <tenth>, 95 % interval/);
  await user.counted(pair.getByTestId("pair-run").locator("tbody tr"), 3);
  await pair.getByTestId("disagreements").waitFor({ state: "attached" });
  await user.counted(row(page, "poly · C 100").locator("[data-mark=shown]"), 1, "what is compared is not shown");
  await screenshot("runs-compared");

  // Deleted by a slip.
  await row(page, "poly · C 0.01").getByTestId("run-more").click();
  await element("run-delete").click();
  await user.counted(element("run-row"), 4);
  await element("undo").click();
  await user.counted(element("run-row"), 5);

  await stored(page, (runs) => {
    const isSaid = ({ said }) => said.note && said.tags.length === 2;
    return runs.length === 5 && runs.every((run) => run.archive) && runs.some(isSaid) && runs.some(({ said }) => said.starred);
  });
  await page.reload();
  await started(page);
  await user.inState(page, "runs", "ready");
  await user.inState(page, "evaluate", "ready");
  await user.open(page, "runs");
  assert.deepEqual(await names(page), ["poly · C 100", "the <tenth>", ...["1", "0.1", "0.01"].map((c) => `poly · C ${c}`)]);
  assert.equal(await row(page, "poly · C 1").getByTestId("run-star").getAttribute("aria-pressed"), "true");
  assert.equal(await row(page, "the <tenth>").locator("[data-column=tags]").innerText(), "demo, wide");
  // One of another visit is opened in all views.
  const [, tenth] = await numbers(page, "f1_micro_test_set");
  await row(page, "the <tenth>").getByTestId("run-open").click();
  await page.locator("[data-testid=tab-evaluate][aria-current=page]").waitFor();
  await user.inState(page, "runs", "ready");
  assert.equal((await user.scores(page)).test.toFixed(6), tenth.toFixed(6));
  await element("errors").locator("tbody tr").first().waitFor();
});

dryfTest("a run of before goes into production, to the gate, into a file and into the form", { timeout: 300_000 }, async (dryf) => {
  const { page, element } = dryf;
  await user.loadDemo(page);
  await train(page, ["0.01", "1"]);
  const more = async (name) => {
    await user.open(page, "runs");
    await row(page, name).getByTestId("run-more").click();
  };
  await more("poly · C 0.01");
  await element("run-promote").click();
  await page.locator("[data-testid=tab-validate][aria-current=page]").waitFor();
  await element("production").waitFor({ timeout: 60_000 });
  await more("poly · C 1");
  await user.counted(row(page, "poly · C 0.01").locator("[data-mark=production]"), 1);
  await element("run-gate").click();
  await element("validate-verdict").waitFor({ timeout: 60_000 });
  await more("poly · C 0.01");
  assert.ok(await element("run-promote").isDisabled());
  const [download] = await Promise.all([page.waitForEvent("download"), element("run-save").click()]);
  assert.match(download.suggestedFilename(), /\.zip$/);
  await element("run-adopt").click();
  await page.locator("[data-testid=tab-train][aria-current=page]").waitFor();
  assert.equal(await element("svc.C").inputValue(), "0.01");
});

dryfTest("runs are points: read by the keyboard, against any number, and opened", { timeout: 300_000 }, async (dryf) => {
  const { page, element } = dryf;
  await user.loadDemo(page);
  await train(page, ["0.01", "10"]);
  await user.open(page, "runs");
  const plane = element("plane-runs");
  const said = plane.getByTestId("point-said");
  await user.counted(plane.locator(".dot"), 2);
  await plane.locator("svg").focus();
  await page.keyboard.press("ArrowRight");
  assert.match(await said.innerText(), /^poly · C [0-9.]+ · F1 micro, test set 0\.\d{3} · F1 macro, test set 0\.\d{3}$/);
  await element("runs-x").selectOption("svc.C");
  await element("runs-y").selectOption("seconds");
  await user.counted(plane.locator(".dot"), 2);
  await plane.locator("svg").focus();
  for (let press = 0; press < 2; press += 1) await page.keyboard.press("ArrowLeft");
  assert.match(await said.innerText(), /^poly · C 0\.01 · svc\.C 0\.01 · time /);
  await page.keyboard.press("Enter");
  await page.locator("[data-testid=tab-evaluate][aria-current=page]").waitFor();
  await user.open(page, "runs");
  await user.counted(row(page, "poly · C 0.01").locator("[data-mark=shown]"), 1);
});

/** Remembers the memories of WebAssembly that the page makes. */
const MEMORIES = `{
  const note = (made) => {
    const { memory } = (made.instance ?? made).exports;
    if (memory) (window.memories ??= []).push(memory);
    return made;
  };
  for (const name of ["instantiate", "instantiateStreaming"]) {
    const own = WebAssembly[name];
    WebAssembly[name] = async (...given) => note(await own.apply(WebAssembly, given));
  }
}`;

/** How much longer opening and sorting 500 runs may take than 60, which fills a page as well; and bytes that the page holds. */
const TIMES = 2.5;
const MOST_BYTES = 150e6;

/** Fills the browser's storage up to so many runs, made of the one that is there. */
const fill = (page, from, to) =>
  page.evaluate(
    ([from, to]) =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open("dryf");
        opening.onerror = reject;
        opening.onsuccess = () => {
          const database = opening.result;
          const store = database.transaction("kept", "readwrite").objectStore("kept");
          const first = store.getAll(IDBKeyRange.bound("run:", "run:\uffff"));
          first.onsuccess = () => {
            for (let at = from; at < to; at += 1) {
              const run = JSON.parse(first.result.at(-1));
              run.run_id = at.toString(16).padStart(32, "0");
              run.start -= at * 60_000;
              run.config = run.config.replace(/^C = .*$/m, `C = ${(at / 10).toFixed(1)}`);
              run.metrics.f1_micro_test_set = 0.5 + ((at * 7919) % 500) / 1_000;
              run.said.note = `run ${at} of many`;
              store.put(JSON.stringify(run), `run:${run.run_id}`);
            }
          };
          store.transaction.oncomplete = () => resolve(database.close());
        };
      }),
    [from, to],
  );

dryfTest("five hundred runs open at once, and weigh little", { timeout: 300_000, script: MEMORIES }, async (dryf) => {
  const { page, element } = dryf;
  await user.loadDemo(page);
  await user.run(page);
  await stored(page, (runs) => runs.length === 1 && runs[0].archive);
  /** Milliseconds from a click until there are so many elements, drawn. */
  const until = (id, selector, count) =>
    page.evaluate(
      ([id, selector, count]) =>
        new Promise((resolve) => {
          const begin = performance.now();
          document.querySelector(`[data-testid="${id}"]`).click();
          const look = () =>
            document.querySelectorAll(selector).length === count ? resolve(performance.now() - begin) : requestAnimationFrame(look);
          requestAnimationFrame(look);
        }),
      [id, selector, count],
    );
  const measured = [];
  for (const [from, to] of [[1, 60], [60, 500]]) {
    await fill(page, from, to);
    await page.reload();
    await started(page);
    await user.inState(page, "runs", "ready");
    await user.inState(page, "export", "ready");
    const opened = await until("tab-runs", "[data-testid=run-row]", 50);
    measured.push([opened, await until("runs-by-f1_micro_test_set", "th[aria-sort=descending]", 1)]);
    // The next visit does not begin here.
    await user.open(page, "data");
  }
  await user.open(page, "runs");
  const cdp = await page.context().newCDPSession(page);
  await cdp.send("Performance.enable");
  const { metrics } = await cdp.send("Performance.getMetrics");
  const heap = metrics.find(({ name }) => name === "JSHeapUsedSize").value;
  const wasm = await page.evaluate(() => window.memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0));
  const shown = measured.map((times) => times.map((time) => `${time.toFixed(0)} ms`).join(" and "));
  console.log(`opened and sorted: 60 runs in ${shown[0]}, 500 in ${shown[1]}; ${(heap / 1e6).toFixed(0)} + ${(wasm / 1e6).toFixed(0)} MB`);
  assert.ok(wasm > 0);
  assert.match(await element("runs-count").innerText(), /^500 of 500 runs$/);
  const [few, many] = measured.map(([opened, sorted]) => opened + sorted);
  assert.ok(many < TIMES * few, `${shown[1]} beside ${shown[0]}`);
  assert.ok(heap + wasm < MOST_BYTES, `the page holds ${heap} + ${wasm} bytes`);
  const falling = await numbers(page, "f1_micro_test_set");
  assert.deepEqual(falling, falling.toSorted((a, b) => b - a));
  await element("runs-filter").fill("many c=1.5");
  await user.counted(element("run-row"), 1);
});
