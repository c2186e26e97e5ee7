// The view Train while settings are changed: scores, matrix and map follow the hand, the value before stays beside them.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dryfTest, polevalDir } from "./harness.mjs";
import * as user from "./page.mjs";
import { BUDGET_MS, mainThreadTasks } from "./tasks.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** Scores follow a drag within this, in milliseconds (median). */
const FOLLOW_MS = 300;
/** Places of the slider: C from 0.1 to 10 and back. */
const PLACES = [...Array(21).keys()].map((step) => step - 10);

const slider = (page) => page.locator("input[type=range][aria-label='svc.C']");
const current = (page) => page.locator("[data-testid=live][data-current=true]").waitFor({ timeout: 60_000 });

/** What stands in the cells of the matrix. */
const matrix = (page) => page.locator("[data-testid=live-confusion] .live-cell > span").allInnerTexts();
const shapes = (page, of) => page.locator(`[data-testid=live-map] ${of}`).evaluateAll((paths) => paths.map((path) => path.getAttribute("d")));

/** Moves the slider to each place, one after the other, and gives the milliseconds until the scores are those of the place. */
const drag = (page, places) =>
  page.evaluate(async (places) => {
    const live = document.querySelector("[data-testid=live]");
    const slider = document.querySelector("input[type=range][aria-label='svc.C']");
    const times = [];
    for (const place of places) {
      const began = performance.now();
      const followed = new Promise((resolve) => {
        let left = false;
        const see = () => {
          const isCurrent = live.dataset.current === "true";
          left ||= !isCurrent;
          if (!left || !isCurrent) return;
          observer.disconnect();
          resolve();
        };
        const observer = new MutationObserver(see);
        observer.observe(live, { attributes: true, attributeFilter: ["data-current"] });
      });
      slider.value = String(place);
      slider.dispatchEvent(new Event("input", { bubbles: true }));
      await followed;
      times.push(performance.now() - began);
    }
    return times;
  }, places);

const median = (values) => [...values].sort((a, b) => a - b)[values.length >> 1];

dryfTest("scores follow a drag of C on PolEval's files within 300 ms", { open: false, timeout: 240_000 }, async ({ page, url }) => {
  const folder = polevalDir(import.meta.url);
  if (!folder) return;
  await page.goto(`${url}#data?svc.kernel=linear`);
  await user.loadPoleval(page, folder);
  await user.open(page, "train");
  await current(page);
  // What else is at work on the machine takes its share: one drag of three in which the page follows shows that it can.
  const found = [];
  while (found.length < 3 && !(Math.min(...found) <= FOLLOW_MS)) {
    const times = await drag(page, [...PLACES.slice(1), ...PLACES.slice(0, -1).reverse()]);
    found.push(median(times));
    console.log(`${times.length} steps of C: median ${median(times).toFixed(0)} ms, longest ${Math.max(...times).toFixed(0)} ms`);
  }
  assert.ok(Math.min(...found) <= FOLLOW_MS, `the scores came ${found.map((ms) => ms.toFixed(0)).join(", ")} ms (medians) after the hand`);
});

dryfTest("the page is never busy for long while C is dragged on PolEval's files", { open: false, timeout: 240_000 }, async ({ page, url, element, screenshot }) => {
  const folder = polevalDir(import.meta.url);
  if (!folder) return;
  await page.goto(`${url}#data?svc.kernel=linear`);
  await user.loadPoleval(page, folder);
  const slow = [];
  for (let time = 0; time < 3 && slow.length === time; time += 1) {
    await user.open(page, "data");
    const tasks = await mainThreadTasks(page, async () => {
      await user.open(page, "train");
      await current(page);
      const box = await slider(page).boundingBox();
      const at = (share) => [box.x + share * box.width, box.y + box.height / 2];
      await page.mouse.move(...at(0.4));
      await page.mouse.down();
      for (let step = 0; step <= 30; step += 1) {
        await page.mouse.move(...at(0.4 + (0.3 * step) / 30));
        await page.waitForTimeout(40);
      }
      await page.mouse.up();
      await current(page);
    });
    const slowest = tasks.reduce((one, other) => (other.cpu > one.cpu ? other : one));
    const found = `${slowest.cpu.toFixed(0)} ms of a processor that was ${slowest.slower.toFixed(2)} times slower (${slowest.parts})`;
    console.log(`${tasks.length} tasks, the slowest ${found}`);
    if (slowest.cpu > BUDGET_MS) slow.push(found);
  }
  assert.ok(Number(await element("svc.C").inputValue()) > 1, "the hand has moved the slider");
  await screenshot("live-poleval");
  assert.ok(slow.length < 3, `the page was busy at a stretch for ${slow.join("; ")}`);
});

dryfTest("what was shown before a change stays beside it, and the map's tweets where they are", async ({ page, element, screenshot }) => {
  await user.loadDemo(page);
  await user.open(page, "train");
  await element("svc.kernel").selectOption("linear");
  await element("svc.C").fill("0.01");
  await current(page);
  const score = () => user.value(page, "live-f1-macro");
  const [before, cells] = [await score(), await matrix(page)];
  const [marks, tints] = [await shapes(page, ".live-mark"), await shapes(page, ".live-region")];
  assert.ok(marks.some((path) => path.length > 0) && tints.some((path) => path.length > 0), "the map is drawn");

  // One key is one step of the slider; a drag is many, and one change.
  await slider(page).focus();
  await page.keyboard.press("ArrowRight");
  await current(page);
  assert.notEqual(await element("svc.C").inputValue(), "0.01");
  await page.mouse.click(1, 1);
  await element("svc.C").fill("10.0");
  await current(page);
  const after = await score();
  assert.notEqual(after, before);
  assert.notDeepEqual(await matrix(page), cells);
  assert.match(await element("live-f1-macro-before").innerText(), /^before: 0\.\d{3}$/);
  assert.match(await element("live-f1-macro-change").innerText(), /^[+−]0\.\d{3}$/);
  await user.counted(page.locator("[data-testid=live] .bar-mark"), 2, "the score before is marked on each bar");
  assert.ok((await page.locator(".live-ghost:not(:empty)").count()) > 0, "cells that have changed show the count before");
  assert.deepEqual(await shapes(page, ".live-mark"), marks, "tweets stay where they are");
  assert.notDeepEqual(await shapes(page, ".live-region"), tints, "margins move");
  await screenshot("live-demo");

  // A tweet of the map can be read, by pointer and by key.
  await page.locator("[data-testid=live-map] svg").focus();
  await page.keyboard.press("ArrowRight");
  const first = await element("live-said").innerText();
  assert.notEqual(first, "");
  await page.keyboard.press("ArrowRight");
  assert.notEqual(await element("live-said").innerText(), first);

  await page.evaluate(axe);
  const faults = await page.evaluate(async () => (await window.axe.run(document.querySelector("main"), { resultTypes: ["violations"] })).violations.map(({ id, nodes }) => `${id}: ${nodes[0].html.slice(0, 200)}`));
  assert.deepEqual(faults, []);

  // It is what the run says of its validation part.
  await user.run(page);
  await user.open(page, "train");
  await current(page);
  assert.equal((await user.scores(page)).validation, await user.value(page, "live-f1-micro"));
});

dryfTest("live can be switched off, and says why it rests", async ({ page, element }) => {
  await user.open(page, "train");
  await element("live-note").filter({ hasText: /^Load data/ }).waitFor();
  await user.open(page, "data");
  await user.loadDemo(page);
  await user.open(page, "train");
  await current(page);
  await element("live-switch").uncheck();
  await element("live-note").filter({ hasText: /^Live is off/ }).waitFor();
  await element("svc.C").fill("0.02");
  await page.locator("[data-testid=live][data-current=false]").waitFor();
  await element("live-switch").check();
  await current(page);
  await element("tfidf.min_df").fill("100000");
  await page.locator("[data-testid=live] [data-testid=error]").waitFor();
  await element("svc.C").fill("none");
  await element("live-note").filter({ hasText: /out of its range/ }).waitFor();
});
