// The page in browsers that keep nothing for it: it starts, works, and says once what is not kept.

import assert from "node:assert/strict";
import { dryfTest } from "./harness.mjs";
import * as user from "./page.mjs";

/** What the script makes of the browser, and what is not kept then. */
const BROWSERS = [
  {
    name: "whose storage throws when it is looked at",
    script: () => {
      for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
        Object.defineProperty(window, name, {
          get() {
            throw new DOMException("Access is denied for this document.", "SecurityError");
          },
        });
      }
    },
    lost: [/colours and language/, /settings/, /runs and their archives/, /the model in production/, /the data files/],
  },
  {
    name: "without any storage",
    script: () => {
      for (const name of ["localStorage", "sessionStorage", "indexedDB"]) {
        Object.defineProperty(window, name, { value: name === "indexedDB" ? undefined : null });
      }
    },
    lost: [/colours and language/, /settings/, /runs and their archives/, /the model in production/, /the data files/],
  },
  {
    name: "that opens no database",
    script: () => {
      IDBFactory.prototype.open = () => {
        throw new DOMException("The operation is insecure.", "SecurityError");
      };
    },
    lost: [/settings/, /runs and their archives/, /the model in production/, /the data files/],
  },
  {
    name: "whose disk is full",
    script: () => {
      const full = () => {
        throw new DOMException("The quota has been exceeded.", "QuotaExceededError");
      };
      IDBObjectStore.prototype.put = full;
      Storage.prototype.setItem = full;
    },
    lost: [/settings/, /runs and their archives/, /the model in production/, /the data files/],
  },
];

async function works({ page, element }, lost) {
  await user.loadDemo(page);
  await user.run(page);
  await user.promote(page);
  await user.open(page, "validate");
  const said = element("not-kept");
  await said.waitFor();
  for (const what of lost) assert.match(await said.innerText(), what);
  await user.counted(said, 1);
  assert.ok(await element("production-kept").isHidden(), "the page says that the archive stays in this browser");
  // Said once: what the user has dismissed stays away, until something else is lost.
  await said.getByRole("button").click();
  await said.waitFor({ state: "detached" });
  await user.open(page, "export");
  await page.locator(".theme").click();
  assert.equal(await page.locator("html").getAttribute("data-theme"), "dark");
  await element("language").click();
  await page.locator("html[lang=pl]").waitFor();
  await page.locator(".theme").click();
  await user.open(page, "evaluate");
  assert.ok((await user.scores(page)).test > 0.5);
  // Nobody is asked to keep what can't be kept.
  await user.open(page, "data");
  await element("clear-data").click();
  const rows = Array.from({ length: 40 }, (_, i) => `słowo${i % 4} dzień,${i % 2}`);
  await user.giveFiles(page, [user.file("train.csv", `text,label\n${rows.join("\n")}\n`)]);
  await page.locator("[data-testid=file]", { hasText: "train.csv" }).waitFor();
  await user.inState(page, "data", "ready");
  await user.counted(element("keep-data-question"), 0);
}

for (const { name, script, lost } of BROWSERS) {
  dryfTest(`a browser ${name}`, { script }, async (dryf) => works(dryf, lost));
}

dryfTest("a browser that blocks all site data by its own setting", { siteData: "blocked" }, async (dryf) => {
  assert.equal(
    await dryf.page.evaluate(() => {
      try {
        return typeof window.localStorage;
      } catch (fault) {
        return fault.name;
      }
    }),
    "SecurityError",
  );
  await dryf.screenshot("site-data-blocked");
  await works(dryf, [/colours and language/, /settings/, /runs and their archives/, /the model in production/, /the data files/]);
});

dryfTest("a browser that keeps everything says nothing of it", async ({ page, element }) => {
  await user.loadDemo(page);
  await user.run(page);
  await user.promote(page);
  await user.kept(page, { production: true, before: false, promotions: 1 });
  await user.counted(element("not-kept"), 0);
  assert.match(await element("production-kept").innerText(), /stays in this browser/);
});
