// The figures of the view Tune: brushes that filter the table, a trial chosen by a press and by keyboard, what is made of it, a part
// dragged large, the settings of a contour.

import assert from "node:assert/strict";
import { dryfTest } from "./harness.mjs";
import * as user from "./page.mjs";

/** Quick trials with two numbers, so that there is a contour. */
const SPACE =
  '[space.svc]\nkernel = ["linear", "rbf"]\nC = { low = 0.01, high = 10.0, log = true }\n\n' +
  "[space.tfidf]\nmin_df = { low = 1, high = 12 }\n";
const N = 12;

async function set(page, id, text) {
  await page.getByTestId(id).fill(text);
  await page.getByTestId(id).blur();
}

/** A whole search of the demo. */
async function searched(page) {
  await user.loadDemo(page);
  await user.open(page, "tune");
  await set(page, "study.n_trials", String(N));
  await page.getByTestId("tune-space").click();
  await set(page, "tune-space-text", SPACE);
  await page.getByTestId("tune-start").click();
  await user.inState(page, "tune", "ready");
  await page.locator("[data-testid=tune-status][data-busy=false]").waitFor({ state: "attached" });
}

const rows = (page) => page.getByTestId("search-trials").locator("tbody tr");

/** A place of a figure in the window, by shares of its width and height. */
async function place(page, id, across, down) {
  const figure = page.getByTestId(id);
  await figure.scrollIntoViewIfNeeded();
  const box = await figure.boundingBox();
  return [box.x + across * box.width, box.y + down * box.height];
}

async function drag(page, id, from, to) {
  await page.mouse.move(...(await place(page, id, ...from)));
  await page.mouse.down();
  await page.mouse.move(...(await place(page, id, ...to)), { steps: 4 });
  await page.mouse.up();
}

dryfTest("brushes on the parallel coordinates filter lines and table, by pointer and by keyboard", { timeout: 240_000 }, async ({ page, element, screenshot }) => {
  await searched(page);
  const figure = element("search-parallel");
  await user.counted(figure.locator("path.way"), N);
  await user.counted(rows(page), N);
  // The last axis is that of the objective, at 672 of 740 pixels; its upper half holds some trials, but not all.
  const last = 672 / 740;
  await drag(page, "search-parallel", [last, 0.15], [last, 0.4]);
  const said = await element("search-parallel-said").innerText();
  const n = Number(/^(\d+) of 12 lines/.exec(said)?.[1]);
  assert.ok(n > 0 && n < N, said);
  await user.counted(rows(page), n);
  await user.counted(figure.locator("path.way.off"), N - n);
  await screenshot("tune-brushed");
  await element("search-parallel-clear").click();
  await user.counted(rows(page), N);

  await figure.focus();
  for (let step = 0; step < 10; step += 1) await figure.press("ArrowRight");
  for (let step = 0; step < 8; step += 1) await figure.press("Shift+ArrowUp");
  const by_key = await rows(page).count();
  assert.ok(by_key > 0 && by_key < N, `${by_key} rows`);
  await figure.press("Escape");
  await user.counted(rows(page), N);
});

dryfTest("a trial is chosen by its point or its row, and made a run", { timeout: 240_000 }, async ({ page, element, screenshot }) => {
  await searched(page);
  const card = element("trial-card");
  await user.counted(card, 0);
  await element("search-history").locator("circle.point.best").click();
  await card.waitFor();
  assert.match(await card.locator("h2").innerText(), /^Trial \d+$/);
  await user.counted(element("trial-folds").locator("tbody tr"), 5);
  assert.ok((await element("trial-settings").locator("tbody tr").count()) >= 3);
  await user.counted(element("search-history").locator("path.ring:not(.near)"), 1);
  await screenshot("tune-trial");
  await element("trial-close").click();
  await card.waitFor({ state: "detached" });

  // By keyboard from the table; what is read goes on at the heading.
  await element("show-trial-1").press("Enter");
  await card.waitFor();
  assert.equal(await page.evaluate(() => document.activeElement.textContent), "Trial 1");
  await page.keyboard.press("Escape");
  await card.waitFor({ state: "detached" });

  await element("show-trial-1").click();
  await element("trial-run").click();
  await page.locator("[data-testid=tab-train][aria-current=page]").waitFor();
  await user.ended(page);
  await user.inState(page, "train", "ready");
  await user.open(page, "evaluate");
  assert.match((await user.logLines(page)).join("\n"), /Hyperparameters are those of trial 1, found by a search of 12 trials/);
});

dryfTest("a search goes on around a trial", { timeout: 240_000 }, async ({ page, element }) => {
  await searched(page);
  await element("show-trial-2").click();
  const settings = await element("trial-settings").innerText();
  await element("trial-around").click();
  // The space is what is near it, and it is the first trial of the new search.
  await element("trial-card").waitFor({ state: "detached" });
  await user.inState(page, "tune", "ready");
  await page.locator("[data-testid=tune-status][data-busy=false]").waitFor({ state: "attached" });
  const space = await element("tune-space-text").inputValue();
  assert.match(space, /svc\.C/);
  assert.doesNotMatch(space, /kernel/);
  await element("show-trial-0").click();
  const row = (text, name) => text.split("\n").find((line) => line.startsWith(name))?.split("\t")[1];
  assert.equal(row(await element("trial-settings").innerText(), "svc.C"), row(settings, "svc.C"));
});

dryfTest("a part of the history is dragged large, a contour is of the settings that are chosen", { timeout: 240_000 }, async ({ page, element, screenshot }) => {
  await searched(page);
  const points = element("search-history").locator("circle");
  await user.counted(points, N);
  await drag(page, "search-history", [0.08, 0.5], [0.5, 0.5]);
  const n = await points.count();
  assert.ok(n > 0 && n < N, `${n} points`);
  await element("search-history").dblclick({ position: { x: 100, y: 4 } });
  await user.counted(points, N);

  await element("search-contour-section").locator("summary").first().click();
  const contour = element("search-contour");
  await contour.waitFor();
  assert.ok((await contour.locator("rect.shade").count()) > 10);
  await user.counted(contour.locator("circle"), N);
  const across = await element("contour-across").inputValue();
  const upwards = await element("contour-upwards").inputValue();
  assert.deepEqual([across, upwards].sort(), ["svc.C", "tfidf.min_df"]);
  await element("search-timeline-section").locator("summary").first().click();
  await element("search-distribution-section").locator("summary").first().click();
  await screenshot("tune-figures");

  // What is open stays open when the words change.
  await element("language").click();
  await page.locator("html[lang=pl]").waitFor();
  await contour.waitFor();
  assert.ok(await element("tune-space-text").isVisible());
  await page.setViewportSize({ width: 400, height: 900 });
  const table = element("search-trials");
  const [inner, outer] = await table.evaluate((table) => [table.scrollWidth, table.parentElement.clientWidth]);
  assert.ok(inner <= outer, `the table is ${inner} wide in ${outer}`);
  await screenshot("tune-figures-400-pl");
});
