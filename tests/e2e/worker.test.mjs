// A worker that ends is noticed and replaced, and nothing that was loaded is lost.

import assert from "node:assert/strict";
import { join } from "node:path";
import { dryfTest } from "./harness.mjs";
import * as user from "./page.mjs";

/** Ends the worker as a browser does that is short of memory: without a word; not before the page would notice, where it can. */
async function kill(page) {
  await guarded(page, 1).catch(() => {});
  const [worker] = page.workers();
  await worker.evaluate(() => self.close()).catch(() => {});
}

/** The worker hangs in the next message that it gets, and does not act on it. */
async function hang(page) {
  const [worker] = page.workers();
  await worker.evaluate(() => {
    self.onmessage = () => {
      for (;;);
    };
  });
}

/** The end is noticed, and another worker is there, within ten seconds; within twenty where only silence tells. */
async function replaced(page, timeout = 10_000) {
  await page.getByTestId("worker-replaced").waitFor({ timeout });
  await page.locator("[data-testid=engine][data-state=ready]").waitFor({ timeout: 10_000 });
}

const steps = [
  [
    "while it has nothing to do",
    async ({ page }) => {
      await kill(page);
      await replaced(page);
    },
  ],
  [
    "by a fault of its own",
    async ({ page }) => {
      const [worker] = page.workers();
      await worker.evaluate(() => setTimeout(() => {
        throw new Error("out of memory");
      }));
      await replaced(page);
      assert.match(await page.getByTestId("worker-replaced").innerText(), /out of memory/);
    },
    { errors: "expected" },
  ],
];

for (const [name, end, options = {}] of steps) {
  dryfTest(`a worker that ends ${name} is replaced with all that was loaded`, options, async (dryf) => {
    const { page, element } = dryf;
    await user.loadDemo(page);
    await user.run(page);
    const before = await user.scores(page);
    await user.promote(page);
    await end(dryf);
    // The run can be questioned: its wrong answers and an explanation come from the new worker.
    await user.open(page, "evaluate");
    await element("errors").locator("tbody tr").first().waitFor();
    await user.open(page, "try");
    await element("try-text").fill("co za ładny dzień");
    await element("try-label").waitFor();
    // Production is still there, and a challenger can be trained and compared.
    await user.open(page, "train");
    await page.getByTestId("svc.C").fill("0.5");
    await user.run(page);
    await user.compared(page);
    await user.open(page, "train");
    await page.getByTestId("svc.C").fill("1.0");
    await user.run(page);
    assert.deepEqual(await user.scores(page), before);
  });
}

dryfTest("a worker that ends in a run is replaced, and the run goes on to the same scores", async ({ page, element }) => {
  await user.loadDemo(page);
  await user.openSettings(page);
  await page.getByTestId("svc.probability").check();
  await user.run(page);
  const before = await user.scores(page);
  await element("run").click();
  await page.locator("[data-testid=progress]", { hasText: "%" }).waitFor();
  await kill(page);
  await replaced(page);
  assert.match(await element("worker-replaced").innerText(), /once more/);
  await user.ended(page);
  await user.inState(page, "train", "ready");
  assert.deepEqual(await user.scores(page), before);
});

/** Waits until the page would notice the end of so many workers at once: it waits for the locks that they hold. */
async function guarded(page, count) {
  const waiting = () => page.evaluate(async () => (await navigator.locks.query()).pending.length);
  while ((await waiting()) < count) await new Promise((next) => setTimeout(next, 50));
}

dryfTest("a report beside a run has a worker of its own, and is made anew where that one ends", async ({ page, element }) => {
  assert.ok((await page.evaluate(() => navigator.hardwareConcurrency)) > 1, "one processor has one worker");
  await user.loadDemo(page);
  await user.openSettings(page);
  await page.getByTestId("svc.probability").check();
  assert.equal(page.workers().length, 1, "the second is started when there is work for it");
  await element("run").click();
  await element("pause").click();
  await element("resume").waitFor();
  await user.open(page, "drift");
  await guarded(page, 2);
  const [, second] = page.workers();
  await second.evaluate(() => self.close()).catch(() => {});
  await page.getByTestId("worker-replaced").waitFor({ timeout: 10_000 });
  // It was not the run's.
  assert.doesNotMatch(await element("worker-replaced").innerText(), /once more/);
  await user.inState(page, "drift", "ready");
  // The report that went with it is made again where that is asked about.
  await element("part-words").locator("> summary").click();
  await element("term").first().click();
  await element("term-tweets-current").locator("tbody tr").first().waitFor();
  await user.open(page, "train");
  await element("resume").click();
  await user.ended(page);
  await user.inState(page, "train", "ready");
});

dryfTest("files of the user's are read again, with the roles that were chosen", async ({ page, element }) => {
  await user.inFolder(async (folder) => {
    const rows = Array.from({ length: 60 }, (_, i) => `${i % 2 ? "dobry ładny miły" : "zły głupi brzydki"} dzień ${i}`);
    const texts = user.write(folder, "a.txt", rows.join("\n") + "\n");
    const tags = user.write(folder, "b.txt", rows.map((_, i) => i % 2).join("\n") + "\n");
    const extra = user.write(folder, "c.csv", "text,label\nnic,1\ncoś,0\n");
    await user.giveFiles(page, [texts, tags, extra]);
    const files = element("file");
    await page.waitForFunction(() => document.querySelectorAll("[data-testid=file]").length === 3);
    await files.nth(0).locator("select").selectOption({ label: "train texts" });
    await files.nth(1).locator("select").selectOption({ label: "train tags" });
    await files.nth(2).locator("select").selectOption({ label: "not used" });
    await user.inState(page, "data", "ready");
    const shown = () => files.evaluateAll((rows) => rows.map((row) => [row.cells[0].innerText, row.querySelector("select").selectedOptions[0].label]));
    const before = await shown();
    await files.nth(2).getByRole("button").click();
    await page.waitForFunction(() => document.querySelectorAll("[data-testid=file]").length === 2);
    await kill(page);
    await replaced(page);
    await user.inState(page, "data", "ready");
    assert.deepEqual(await shown(), before.slice(0, 2), "roles, and the file that was taken away");
    await page.locator("[data-testid=class-shares]").first().waitFor();
    await user.run(page);
  });
});

dryfTest("a file that can't be read again is named, and nothing hangs", async ({ page, element }) => {
  await user.inFolder(async (folder) => {
    const table = user.write(folder, "train.csv", "text,label\n" + Array.from({ length: 40 }, (_, i) => `słowo${i % 4} dzień,${i % 2}`).join("\n") + "\n");
    await user.giveFiles(page, [table]);
    await user.inState(page, "data", "ready");
    user.write(folder, "train.csv", "text,label\nanother file by now,1\n");
    await kill(page);
    await page.getByTestId("worker-replaced").waitFor({ timeout: 10_000 });
    // It is missed once something needs it.
    await element("run").click();
    await page.getByTestId("error").first().waitFor();
    assert.match(await element("error").first().innerText(), /train\.csv/);
    await user.loadDemo(page);
    await user.run(page);
  });
});

dryfTest("Cancel ends a run even when the worker does not answer", async ({ page, element }) => {
  await user.loadDemo(page);
  await user.openSettings(page);
  await page.getByTestId("svc.probability").check();
  await element("run").click();
  await page.locator("[data-testid=progress]", { hasText: "%" }).waitFor();
  await hang(page);
  await element("cancel").click();
  await element("run").waitFor({ timeout: 10_000 });
  await replaced(page);
  assert.doesNotMatch(await element("worker-replaced").innerText(), /once more/);
  await user.run(page);
});

/** Hangs the worker until the page says that it is silent. */
async function silenced(page) {
  await guarded(page, 1);
  const silent = page.getByTestId("worker-silent");
  const isSilent = () => silent.waitFor({ timeout: 14_000 }).then(() => true, () => false);
  // On a busy machine the first attempt has failed to stop the worker; a worker that hangs does not answer the second.
  let seen = false;
  for (let attempt = 0; attempt < 3 && !seen; attempt++) {
    hang(page).catch(() => {});
    seen = await isSilent();
  }
  assert.ok(seen, `a worker that hangs is said to be silent; the page says: ${await page.locator("body").innerText()}`);
  return silent;
}

dryfTest("a worker that gives no sign of life is said to be silent, and can be started anew", async ({ page }) => {
  await user.loadDemo(page);
  const silent = await silenced(page);
  await silent.getByRole("button").click();
  await replaced(page);
  await silent.waitFor({ state: "detached" });
  await user.run(page);
});

dryfTest("a worker that hangs in a run is replaced unasked, and the run goes on to the same scores", { open: false }, async ({ page, url, element }) => {
  // A fit that is ended by its limit of iterations after a second or more.
  await page.goto(`${url}#data?svc.kernel=linear&svc.C=1e6&svc.tol=1e-13&svc.max_iter=200000`);
  await user.loadDemo(page);
  await user.run(page);
  const before = await user.scores(page);
  await element("run").click();
  await element("progress").filter({ hasText: "fit" }).first().waitFor();
  await silenced(page);
  await replaced(page, 20_000);
  assert.match(await element("worker-replaced").innerText(), /once more.*no sign of life/);
  await user.ended(page);
  await user.inState(page, "train", "ready");
  assert.deepEqual(await user.scores(page), before);
});

dryfTest("the end of a worker is noticed where site data are blocked, too", { siteData: "blocked" }, async ({ page }) => {
  await user.loadDemo(page);
  await kill(page);
  await replaced(page, 20_000);
  await user.run(page);
});
