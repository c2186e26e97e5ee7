// What is there again after a reload: data files where the user wants it, runs of several tabs; room that runs short; the
// whole workspace as one file.

import assert from "node:assert/strict";
import { join } from "node:path";
import { dryfTest, started } from "./harness.mjs";
import * as user from "./page.mjs";

/** F1 micro where there is no test set. */
const scores = async (page) => [await user.value(page, "metric-f1-micro-train"), await user.value(page, "metric-f1-micro-validation")];

/** Sixty rows that a model can learn, as texts and tags under names that say nothing. */
function twoFiles() {
  const rows = Array.from({ length: 60 }, (_, i) => `${i % 2 ? "dobry ładny miły" : "zły głupi brzydki"} dzień ${i}`);
  const tags = rows.map((_, i) => i % 2);
  return [user.file("a.txt", rows.join("\n") + "\n"), user.file("b.txt", tags.join("\n") + "\n")];
}

/** Gives them and says what they are. */
async function giveTwoFiles(page) {
  await user.giveFiles(page, twoFiles());
  const files = page.getByTestId("file");
  await files.nth(1).waitFor();
  await files.nth(0).locator("select").selectOption({ label: "train texts" });
  await files.nth(1).locator("select").selectOption({ label: "train tags" });
  await user.inState(page, "data", "ready");
}

/** The keys of what the browser keeps. */
function keys(page) {
  return page.evaluate(
    () =>
      new Promise((resolve, reject) => {
        const opening = indexedDB.open("dryf");
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const asked = opening.result.transaction("kept").objectStore("kept").getAllKeys();
          asked.onsuccess = () => {
            opening.result.close();
            resolve(asked.result);
          };
        };
      }),
  );
}

/** Waits until it keeps so many of a kind. */
async function keeps(page, kind, n) {
  let found = [];
  for (let attempt = 0; attempt < 100; attempt += 1) {
    found = (await keys(page)).filter((key) => key.startsWith(kind));
    if (found.length === n) return;
    await page.waitForTimeout(100);
  }
  assert.fail(`not ${n} but ${found.length} of ${kind}: ${found}`);
}

/** Presses Save as one file in the view Export and gives the path of the file. */
async function saveWorkspace(page, folder) {
  await user.open(page, "export");
  const [download] = await Promise.all([page.waitForEvent("download"), page.getByTestId("save-workspace").click()]);
  const path = join(folder, download.suggestedFilename());
  await download.saveAs(path);
  await page.getByTestId("workspace-done").waitFor();
  return path;
}

/** The paths in it. */
function members(path) {
  const script = "import json, sys, zipfile\nz = zipfile.ZipFile(sys.argv[1])\nassert z.testzip() is None\nprint(json.dumps(z.namelist()))";
  return JSON.parse(user.python(script, path));
}

dryfTest("files that the user wants kept are there after a reload, with their roles, and Run works", async (dryf) => {
  await giveTwoFiles(dryf.page);
  await dryf.element("keep-data-question").waitFor();
  await dryf.screenshot("keep-data-question");
  await dryf.element("keep-data-yes").click();
  await dryf.element("keep-data").waitFor();
  await user.run(dryf.page);
  const before = await scores(dryf.page);
  await keeps(dryf.page, "data-file:", 2);
  await keeps(dryf.page, "run-archive:", 1);
  const isThere = async () => {
    const { page, element } = dryf;
    await user.inState(page, "data", "ready");
    await user.inState(page, "export", "ready");
    assert.deepEqual(await scores(page), before, "the run that was shown");
    await user.open(page, "data");
    const roles = await element("file").locator("select").evaluateAll((all) => all.map((one) => one.selectedOptions[0].label));
    assert.deepEqual(roles, ["train texts", "train tags"]);
    assert.ok(await element("keep-data").isChecked());
    await user.counted(element("keep-data-question"), 0, "it is asked once");
    await user.counted(element("error"), 0);
    await user.run(page);
    assert.deepEqual(await scores(page), before);
  };
  await dryf.page.reload();
  await started(dryf.page);
  await isThere();
  await dryf.reopen();
  await isThere();

  // What is taken away is not kept either; Undo ends.
  const { page, element } = dryf;
  await user.open(page, "data");
  await element("clear-data").click();
  await element("undo-line").waitFor();
  await element("undo-line").waitFor({ state: "hidden", timeout: 15_000 });
  await keeps(page, "data-file:", 0);
  await page.reload();
  await started(page);
  await user.open(page, "data");
  await user.inState(page, "export", "ready");
  await user.counted(element("file"), 0);
});

dryfTest("files that the user does not want kept are not, and the answer can be changed", async ({ page, element }) => {
  await giveTwoFiles(page);
  await element("keep-data-no").click();
  await element("keep-data").waitFor();
  assert.ok(!(await element("keep-data").isChecked()));
  await page.reload();
  await started(page);
  await element("opened-again").waitFor();
  assert.match(await element("opened-again").innerText(), /not kept.*a\.txt, b\.txt/);
  await keeps(page, "data-file:", 0);
  await giveTwoFiles(page);
  await element("keep-data").waitFor();
  await user.counted(element("keep-data-question"), 0, "it is asked once");
  await element("keep-data").check();
  await keeps(page, "data-file:", 2);
  await element("keep-data").uncheck();
  await keeps(page, "data-file:", 0);
});

dryfTest("the demo is never asked about and comes back by itself", async ({ page, element }) => {
  await user.loadDemo(page);
  await keeps(page, "data", 1);
  assert.equal(await element("keep-data-question").count() + (await element("keep-data").count()), 0);
  await page.reload();
  await started(page);
  await user.inState(page, "data", "ready");
  await user.run(page);
});

dryfTest("the demo with new labels is there after a reload, its test set too", async ({ page, element }) => {
  await user.loadDemo(page);
  await element("pick-class-1").click();
  await element("picked-acts").click();
  await element("picked-class").selectOption("non-harmful");
  await element("picked-label").click();
  await element("file").filter({ hasText: "train_text-v2.jsonl" }).waitFor();
  await user.inState(page, "data", "ready");
  const names = () => element("file").locator(".file-name").allInnerTexts();
  const before = await names();
  assert.equal(before.length, 3);
  await element("keep-data-yes").click();
  await user.keptData(page, { file: "train_text-v2.jsonl" });
  await page.reload();
  await started(page);
  await user.open(page, "data");
  await element("file").filter({ hasText: "train_text-v2.jsonl" }).waitFor();
  await user.inState(page, "data", "ready");
  assert.deepEqual((await names()).toSorted(), before.toSorted());
});

dryfTest("two tabs have all runs, and neither loses one", { timeout: 240_000 }, async ({ page, context, url }) => {
  await user.inFolder(async (folder) => {
    await user.loadDemo(page);
    await keeps(page, "data", 1);
    const other = await context.newPage();
    await other.goto(url);
    await started(other);
    await user.inState(other, "data", "ready");
    await user.run(page);
    await user.open(other, "train");
    await other.getByTestId("svc.C").fill("0.5");
    await user.run(other);
    await keeps(page, "run-archive:", 2);
    // Each tab has the other's run at hand, without a reload.
    for (const tab of [page, other]) {
      const runs = members(await saveWorkspace(tab, folder)).filter((name) => name.startsWith("runs/"));
      assert.equal(runs.length, 2, runs.join());
    }
    await other.close();
  });
});

dryfTest("a run that does not fit is not lost, and old runs make room for it", {
  script: () => {
    const { put } = IDBObjectStore.prototype;
    IDBObjectStore.prototype.put = function (value, key) {
      if (window.isFull && String(key).startsWith("run-archive:")) {
        throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
      }
      return put.call(this, value, key);
    };
    StorageManager.prototype.estimate = async () => ({ usage: window.isFull ? 990e6 : 500e6, quota: 1e9 });
  },
}, async (dryf) => {
  const { page, element } = dryf;
  await user.inFolder(async (folder) => {
    await user.loadDemo(page);
    await user.run(page);
    await keeps(page, "run-archive:", 1);
    const [first] = (await keys(page)).filter((key) => key.startsWith("run-archive:"));
    await user.open(page, "export");
    await element("storage-room").waitFor();
    assert.match(await element("storage-room").innerText(), /takes 500 MB of 1\.0 GB/);
    await page.evaluate(() => (window.isFull = true));
    await user.open(page, "train");
    await page.getByTestId("svc.C").fill("0.5");
    await user.run(page);
    await element("not-kept").waitFor();
    assert.match(await element("not-kept").innerText(), /runs and their archives/);
    await element("storage-short").waitFor();
    await dryf.screenshot("storage-short");
    await user.open(page, "export");
    user.dryf(["inspect", await user.download(page, folder)]);
    await page.evaluate(() => (window.isFull = false));
    await element("storage-delete").click();
    await element("undo-line").waitFor();
    assert.match(await element("undo-line").innerText(), /^1 run taken off the list/);
    await element("undo-line").waitFor({ state: "hidden", timeout: 15_000 });
    await element("not-kept").waitFor({ state: "detached" });
    await element("storage-short").waitFor({ state: "detached" });
    await keeps(page, "run-archive:", 1);
    assert.ok(!(await keys(page)).includes(first), "the old one is gone");
  });
});

dryfTest("the workspace goes to another browser as one file", { timeout: 240_000 }, async (dryf) => {
  const { page, element, context, url } = dryf;
  await user.inFolder(async (folder) => {
    await giveTwoFiles(page);
    await user.run(page);
    await user.promote(page);
    await user.open(page, "train");
    await page.getByTestId("svc.C").fill("0.5");
    await user.run(page);
    const before = await scores(page);
    const path = await saveWorkspace(page, folder);
    await dryf.screenshot("workspace");
    const inside = members(path);
    assert.equal(inside[0], "workspace.json");
    for (const kind of [/^runs\/.*\.zip$/, /^data\//]) assert.equal(inside.filter((name) => kind.test(name)).length, 2, inside.join());
    assert.ok(inside.includes("production/current.zip"));
    // Opened where all of it is: nothing changes.
    await element("workspace-input").setInputFiles(path);
    await page.getByText("0 runs added from the workspace; 2 were here already.").waitFor();

    const receiver = await context.browser().newContext();
    try {
      const theirs = await receiver.newPage();
      await theirs.goto(url);
      await started(theirs);
      // Given as any file, it is known for what it is.
      await user.giveFiles(theirs, [path]);
      await theirs.getByText("2 runs added from the workspace; 0 were here already.").waitFor();
      await user.inState(theirs, "data", "ready");
      await user.inState(theirs, "export", "ready");
      assert.deepEqual(await scores(theirs), before);
      await user.open(theirs, "validate");
      await theirs.getByTestId("production").waitFor();
      await user.run(theirs);
      assert.deepEqual(await scores(theirs), before, "with the settings of the other browser");
      await keeps(theirs, "run-archive:", 3);
    } finally {
      await receiver.close();
    }

    // What is none is refused, and nothing is lost.
    await element("workspace-input").setInputFiles([user.file("no.zip", "no zip")]);
    await element("error").waitFor();
    assert.match(await element("error").innerText(), /no\.zip/);
    assert.deepEqual(await scores(page), before);
  });
});
