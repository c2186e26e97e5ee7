// The view Tune: a search watched, paused and gone on with, its trials as settings of the run, what can be saved, faults at their
// place, stopping, Polish.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { dryfTest } from "./harness.mjs";
import * as user from "./page.mjs";

/** Few and quick trials. */
const SPACE = '[space.svc]\nkernel = ["linear", "rbf"]\nC = { low = 0.01, high = 10.0, log = true }\n';

/** Trials that take a second or more each, ended by the limit of iterations that the address sets. */
const SLOW = '[space.svc]\nkernel = ["linear", "rbf"]\nC = { low = 1e4, high = 1e6, log = true }\n';
const LIMITED = "svc.tol=1e-13&svc.max_iter=40000";

async function set(page, id, text) {
  await page.getByTestId(id).fill(text);
  await page.getByTestId(id).blur();
}

/** Opens the view with the demo and a small search. */
async function prepare(page, trials, space = SPACE) {
  await user.loadDemo(page);
  await user.open(page, "tune");
  await set(page, "study.n_trials", String(trials));
  await page.getByTestId("tune-space").click();
  await set(page, "tune-space-text", space);
}

/** Waits for the end of the search. */
async function tuned(page) {
  await user.inState(page, "tune", "ready");
  await page.locator("[data-testid=tune-status][data-busy=false]").waitFor({ state: "attached" });
}

const trials = (page) => page.getByTestId("search-trials").locator("tbody tr");

/** Presses a button and gives the file that is saved. */
async function saved(page, id) {
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId(id).click()]);
  return { name: download.suggestedFilename(), text: readFileSync(await download.path(), "utf8") };
}

dryfTest("a search is watched, paused, gone on with, and its best trial becomes a run", { open: false, timeout: 240_000 }, async ({ page, url, element, screenshot }) => {
  await page.goto(`${url}#data?${LIMITED}`);
  await prepare(page, 8, SLOW);
  await element("tune-start").click();
  await user.inState(page, "tune", "busy");
  await element("tune-status").filter({ hasText: /^trial \d of 8$/ }).waitFor({ timeout: 60_000 });
  await element("tune-pause").click();
  await element("tune-status").filter({ hasText: /^paused: / }).waitFor();
  const before = await trials(page).count();
  await page.waitForTimeout(1_500);
  await user.counted(trials(page), before, "a search at rest begins no trial");
  await element("tune-resume").click();
  await tuned(page);

  await user.counted(trials(page), 8);
  const outcome = await element("tune-verdict").getAttribute("data-outcome");
  assert.ok(["better", "same"].includes(outcome), outcome);
  assert.match(await page.getByTestId("search-facts").innerText(), /\d complete/);
  await user.counted(page.getByTestId("search-history").locator("circle"), 8);
  await screenshot("tune");

  // A trial's settings are the next run's, and what is shown stays up to date.
  const uses = page.locator("[data-testid^=use-trial-]");
  const n = await uses.count();
  assert.ok(n > 1, `${n} trials are complete`);
  // The best come first.
  await uses.last().click();
  await page.locator("[data-testid=tab-train][aria-current=page]").waitFor();
  await user.open(page, "tune");
  await user.inState(page, "tune", "ready");
  await element("tune-use-best").click();
  await page.locator("[data-testid=tab-train][aria-current=page]").waitFor();
  await user.run(page);
  await user.open(page, "evaluate");
  assert.ok((await user.scores(page)).test > 0.5);
  assert.match((await user.logLines(page)).join("\n"), /Hyperparameters are those of trial \d, found by a search of 8 trials/);

  // Another setting of the run, and it was made from something else.
  await user.open(page, "train");
  await element("tfidf.min_df").fill("4");
  await user.inState(page, "tune", "stale");
});

dryfTest("a search can be taken along: report, journal and settings, and the command line goes on with it", { timeout: 240_000 }, async ({ page, element }) => {
  await prepare(page, 3);
  await element("tune-start").click();
  await tuned(page);
  const html = await saved(page, "tune-save-html");
  assert.match(html.text, /^<!doctype html>/);
  const journal = await saved(page, "tune-save-journal");
  assert.equal(journal.name, "study.log");
  const settings = await saved(page, "tune-save-settings");
  assert.equal(settings.name, "search.toml");
  await user.inFolder(async (folder) => {
    const search = user.write(folder, settings.name, settings.text);
    const study = user.write(folder, journal.name, journal.text);
    const json = join(folder, "search.json");
    user.dryf(["tune", "--demo", "--search", search, "--journal", study, "--trials", "4", "--json", json]);
    assert.equal(JSON.parse(readFileSync(json, "utf8")).trials.length, 4);
    // The journal has what each trial answered: without another trial there is the same estimate.
    const known = user.write(folder, "known.log", journal.text);
    user.dryf(["tune", "--demo", "--search", search, "--journal", known, "--trials", "3", "--json", json]);
    assert.notEqual(JSON.parse(readFileSync(json, "utf8")).honest, null);
  });
  await element("tune-reset").click();
  await user.inState(page, "tune", "stale");
  await element("tune-load").setInputFiles(user.file(settings.name, settings.text));
  await user.inState(page, "tune", "ready");
  assert.equal(await element("study.n_trials").inputValue(), "3");
});

dryfTest("a space that can't be read says why at its line; a stopped search keeps its trials", { open: false, timeout: 240_000 }, async (dryf) => {
  const { page, url, element } = dryf;
  await page.goto(`${url}#data?${LIMITED}`);
  await user.open(page, "tune");
  assert.ok(await element("tune-start").isDisabled(), "there is nothing to search on");
  await user.open(page, "data");
  await prepare(page, 40);
  await set(page, "tune-space-text", "[space.svc]\nD = [1.0]\n");
  const error = page.locator("main [data-testid=error]");
  await error.waitFor();
  assert.match(await error.innerText(), /search\.toml.*2/);
  await user.inState(page, "tune", "failed");
  assert.ok(await element("tune-start").isDisabled());
  await set(page, "tune-space-text", SLOW);
  await error.waitFor({ state: "detached" });

  await element("tune-start").click();
  await page.waitForFunction(() => document.querySelectorAll("[data-testid=search-trials] tbody tr").length > 1, undefined, { timeout: 60_000 });
  await element("tune-cancel").click();
  await tuned(page);
  assert.match(await element("tune-status").innerText(), /^Stopped\./);
  const n = await trials(page).count();
  assert.ok(n > 1 && n < 40, `${n} trials`);
  // The settings outlive a reload.
  await page.waitForTimeout(300);
  await dryf.reopen();
  await dryf.page.goto(url);
  await user.open(dryf.page, "tune");
  await dryf.page.waitForFunction(() => document.querySelector("[data-testid='study.n_trials']").value === "40");
  assert.match(await dryf.page.getByTestId("tune-space-text").inputValue(), /svc\.C/);
});

dryfTest("a search has a worker a core, loses none of its trials with one of them, and is kept beyond a reload", { open: false, timeout: 300_000 }, async (dryf) => {
  const { page, url, element } = dryf;
  await page.goto(`${url}#data?${LIMITED}`);
  await prepare(page, 8, SLOW);
  const cores = await page.evaluate(() => navigator.hardwareConcurrency);
  const lag = Number(await element("study.lag").inputValue());
  const workers = Math.min(cores > 2 ? cores - 1 : cores, lag);
  await element("tune-start").click();
  const begun = (n) => page.waitForFunction((n) => document.querySelectorAll("[data-testid=search-trials] tbody tr").length >= n, n, { timeout: 60_000 });
  await begun(2);
  assert.equal(page.workers().length, workers);
  // The last that came is a helper's, where there is more than one.
  if (workers > 1) {
    const before = page.workers();
    await before.at(-1).evaluate(() => self.close()).catch(() => {});
    await page.getByTestId("worker-replaced").waitFor({ timeout: 60_000 });
  }
  await begun(4);

  // A reload in the middle of it.
  await page.waitForTimeout(500);
  const shown = await trials(page).count();
  await page.reload();
  await user.inState(page, "data", "ready");
  await user.open(page, "tune");
  await begun(shown);
  assert.equal(await element("tune-status").getAttribute("data-busy"), "false");
  await element("tune-go-on").click();
  await user.inState(page, "tune", "busy");
  await tuned(page);
  await user.counted(trials(page), 8);
  assert.match(await element("tune-verdict").getAttribute("data-outcome"), /^(better|same)$/);
  assert.ok(await element("tune-go-on").isHidden(), "there is no more to try");

  // It goes into the archive of the run that is made of it, before and after another reload.
  await element("tune-use-best").click();
  await user.run(page);
  await user.inFolder(async (folder) => {
    const inspect = async () => {
      await user.open(page, "export");
      return user.dryf(["inspect", await user.download(page, folder)]);
    };
    assert.match(String(await inspect()), /search\/study\.log/);
    await page.reload();
    await user.inState(page, "export", "ready");
    assert.match(String(await inspect()), /search\/trials\.csv/);
  });
});

dryfTest("Tune speaks Polish and fits a small screen", { timeout: 240_000 }, async ({ page, element, screenshot }) => {
  await prepare(page, 3);
  await element("tune-start").click();
  await tuned(page);
  await page.setViewportSize({ width: 400, height: 900 });
  const width = await page.evaluate(() => document.documentElement.scrollWidth);
  assert.ok(width <= 400, `the page is ${width} wide`);
  await screenshot("tune-400");
  await page.setViewportSize({ width: 1280, height: 900 });
  await element("language").click();
  await page.locator("html[lang=pl]").waitFor();
  assert.equal(await page.getByTestId("tab-tune").locator(".rail-title").innerText(), "Strojenie");
  assert.match(await element("tune-verdict").innerText(), /^(Poprawa|Bez pewnej poprawy)/);
  await screenshot("tune-pl");
});
