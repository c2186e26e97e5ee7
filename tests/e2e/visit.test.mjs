// A visit from its first to its last moment, and the next one: what is kept, links, Back and Forward, no network,
// the keyboard, dark colours, narrow windows.

import assert from "node:assert/strict";
import { dryfTest, started } from "./harness.mjs";
import * as user from "./page.mjs";

/** Waits until the browser has stored the archive of the run that is shown, the demo, and the settings that hold `part`. */
async function kept(page, part) {
  await page.waitForFunction(
    (part) =>
      new Promise((resolve) => {
        const opening = indexedDB.open("dryf");
        opening.onerror = () => resolve(false);
        opening.onsuccess = () => {
          const database = opening.result;
          if (!database.objectStoreNames.contains("kept")) return database.close(), resolve(false);
          const store = database.transaction("kept").objectStore("kept");
          const [keys, shown, data, settings] = [store.getAllKeys(), store.get("shown"), store.get("data"), store.get("settings")];
          store.transaction.oncomplete = () => {
            database.close();
            resolve(
              keys.result.includes(`run-archive:${shown.result}`) &&
                String(data.result).includes("demo") &&
                String(settings.result).includes(part),
            );
          };
        };
      }),
    part,
    { timeout: 20_000 },
  );
}

dryfTest("after a reload, and after closing the browser, the last run is there again", async (dryf) => {
  await user.inFolder(async (folder) => {
    let { page } = dryf;
    await user.loadDemo(page);
    await user.open(page, "train");
    await dryf.element("svc.C").fill("2.5");
    await user.run(page);
    const before = await user.scores(page);
    await user.open(page, "export");
    const sha256 = await dryf.element("archive-sha256").innerText();
    const log = await user.logLines(page);
    await user.open(page, "evaluate");
    await kept(page, '"view":"evaluate"');

    const isThere = async () => {
      const { page, element } = dryf;
      await user.inState(page, "export", "ready");
      assert.deepEqual(await user.scores(page), before);
      for (const view of ["train", "evaluate", "try"]) await user.inState(page, view, "ready");
      await page.locator("[data-testid=tab-evaluate][aria-current=page]").waitFor();
      await element("errors").locator("tbody tr").first().waitFor();
      assert.equal((await user.table(element("per-class")))["non-harmful"][3], "190");
      assert.deepEqual(await user.logLines(page), log);
      await user.open(page, "try");
      await element("try-text").fill("ty rozgotowany kalafiorze");
      await element("try-label").waitFor();
      assert.equal(await element("try-label").getAttribute("data-label"), "cyberbullying");
      await user.open(page, "train");
      assert.equal(await element("svc.C").inputValue(), "2.5");
      await user.open(page, "export");
      assert.equal(await element("archive-sha256").innerText(), sha256);
      user.dryf(["inspect", await user.download(page, folder)]);
      await user.open(page, "data");
      await user.inState(page, "data", "ready");
      await user.counted(element("file"), 4, "the demo is there again by itself");
      await user.open(page, "evaluate");
      await kept(page, '"view":"evaluate"');
    };
    await page.reload();
    await started(page);
    await isThere();
    await dryf.reopen();
    await isThere();

    // Trained again on the same data, it is the same run but for its time.
    ({ page } = dryf);
    await user.inState(page, "train", "ready");
    await user.run(page);
    assert.deepEqual(await user.scores(page), before);
  });
});

dryfTest("a link shows what its sender saw", async ({ page, element, context, url }) => {
  await user.open(page, "train");
  await element("svc.kernel").selectOption("rbf");
  await element("svc.C").fill("12.5");
  await element("tfidf.ngram_range").fill("[1, 2]");
  await user.openSettings(page);
  await element("run.name").fill("żółw & 100 %");
  await user.open(page, "clean");
  await element("step-number_replacer").uncheck();
  await page.waitForFunction(() => location.hash.includes("clean.steps"));
  const link = page.url();
  assert.ok(link.startsWith(`${url}#clean?`));

  const receiver = await context.browser().newContext();
  try {
    const theirs = await receiver.newPage();
    await theirs.goto(link);
    await started(theirs);
    await theirs.locator("[data-testid=tab-clean][aria-current=page]").waitFor();
    assert.ok(!(await theirs.getByTestId("step-number_replacer").isChecked()));
    assert.ok(await theirs.getByTestId("step-units_remover").isChecked());
    await user.open(theirs, "train");
    assert.equal(await theirs.getByTestId("svc.kernel").inputValue(), "rbf");
    assert.equal(await theirs.getByTestId("svc.C").inputValue(), "12.5");
    assert.equal(await theirs.getByTestId("tfidf.ngram_range").inputValue(), "[1, 2]");
    assert.equal(await theirs.getByTestId("run.name").inputValue(), "żółw & 100 %");
  } finally {
    await receiver.close();
  }
});

dryfTest("Back and Forward go through the views and leave the settings", async ({ page, element }) => {
  const here = (view) => page.locator(`[data-testid=tab-${view}][aria-current=page]`).waitFor();
  await user.open(page, "clean");
  await user.open(page, "train");
  await element("svc.C").fill("3.5");
  await user.open(page, "evaluate");
  await page.goBack();
  await here("train");
  assert.equal(await element("svc.C").inputValue(), "3.5");
  await page.goBack();
  await here("clean");
  await page.goForward();
  await here("train");
  await page.goForward();
  await here("evaluate");
  assert.match(page.url(), /#evaluate\?svc\.C=3\.5$/);
});

dryfTest("works offline under a sub-path and asks nobody else for anything", { path: "/teams/nlp/dryf/", open: false }, async ({ page, context, url }) => {
  const asked = [];
  context.on("request", (request) => asked.push(request.url()));
  context.on("page", (other) => other.on("request", (request) => asked.push(request.url())));
  await page.goto(url);
  await started(page);
  await page.locator("[data-testid=engine][data-state=ready]").waitFor();
  const loaded = asked.length;
  assert.ok(loaded >= 6, "the page, its styles, its program and the worker's");
  await context.setOffline(true);
  await user.inFolder(async (folder) => {
    await user.loadDemo(page);
    await user.run(page);
    for (const view of user.VIEWS) await user.open(page, view);
    await page.getByTestId("try-text").fill("co za ładny dzień");
    await page.getByTestId("try-label").waitFor();
    await user.open(page, "export");
    user.dryf(["inspect", await user.download(page, folder)]);
  });
  const outside = asked.filter((address) => !/^(blob|data):/.test(address) && !address.startsWith(url));
  assert.deepEqual(outside, []);
  const later = asked.slice(loaded).filter((address) => !/^(blob|data):/.test(address));
  assert.deepEqual(later, [], "once it is there, the page asks its own server for nothing either");
});

dryfTest("the keyboard is enough", async ({ page, element }) => {
  const focused = () => page.evaluate(() => document.activeElement?.dataset.testid ?? document.activeElement?.tagName);
  const reach = async (id) => {
    for (let presses = 0; presses < 60; presses += 1) {
      if ((await focused()) === id) {
        const outline = await page.evaluate(() => {
          const style = getComputedStyle(document.activeElement);
          return style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 ? true : style.boxShadow !== "none";
        });
        assert.ok(outline, `${id} does not show that it has the focus`);
        return;
      }
      await page.keyboard.press("Tab");
    }
    assert.fail(`${id} can't be reached by Tab`);
  };
  await reach("load-demo");
  await page.keyboard.press("Enter");
  await user.ledTo(page, "evaluate");
  await user.inState(page, "export", "ready");
  await reach("run");
  await page.keyboard.press("Enter");
  await user.inState(page, "export", "ready");
  for (const view of user.VIEWS) {
    await page.evaluate(() => document.activeElement?.blur());
    await reach(`tab-${view}`);
    await page.keyboard.press("Space");
    await page.locator(`[data-testid=tab-${view}][aria-current=page]`).waitFor();
    assert.ok(await page.locator("main h1").isVisible());
  }
  await reach("try-text");
  await page.keyboard.type("ty rozgotowany kalafiorze");
  await element("try-label").waitFor();
});

dryfTest("every view fits light, dark and a telephone", async ({ page, element, screenshot }) => {
  await user.loadDemo(page);
  await user.run(page);
  await user.open(page, "try");
  await element("try-text").fill("ty rozgotowany kalafiorze, idź do domu");
  await element("try-label").waitFor();
  const colours = new Set();
  for (const [name, colorScheme, width] of [
    ["light", "light", 1280],
    ["dark", "dark", 1280],
    ["narrow", "light", 400],
    ["narrow-dark", "dark", 400],
  ]) {
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 800 });
    for (const view of user.VIEWS) {
      await user.open(page, view);
      await page.waitForFunction(() => !document.querySelector("main [aria-busy=true]"));
      const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
      assert.ok(wider <= 0, `${view} at ${width} px is ${wider} px too wide`);
      await screenshot(`view-${name}-${view}`);
    }
    colours.add(await page.evaluate(() => getComputedStyle(document.body).color));
    assert.ok(await element("run").isVisible());
  }
  assert.equal(colours.size, 2, "light and dark differ");
});
