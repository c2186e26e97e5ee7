// The five minutes that show the product to a stranger: each step is done as the walk in .github/walk/README.md says it, and
// photographed. `DRYF_WALK=.github/walk node --test tests/e2e/walk.test.mjs` renews the pictures of the walk.

import assert from "node:assert/strict";
import { copyFileSync, existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { dryfTest } from "./harness.mjs";
import * as user from "./page.mjs";

const folder = new URL("../../.github/walk/", import.meta.url);
const told = readFileSync(new URL("README.md", folder), "utf8");

dryfTest("the walk through the page can be walked", { timeout: 300_000 }, async (dryf) => {
  const { page, element, screenshot } = dryf;
  const shown = [];
  const picture = async (name) => {
    await page.waitForTimeout(300); // a transition of the page is over
    await screenshot(`walk-${name}`);
    shown.push(`${name}.png`);
    if (process.env.DRYF_WALK) {
      mkdirSync(process.env.DRYF_WALK, { recursive: true });
      const screenshots = process.env.DRYF_SCREENSHOTS ?? "target/e2e";
      copyFileSync(join(screenshots, `walk-${name}.png`), join(process.env.DRYF_WALK, `${name}.png`));
    }
  };
  await element("load-demo").waitFor();
  await picture("1-start");

  await element("load-demo").click();
  await element("evaluate-verdict").waitFor({ timeout: 60_000 });
  await user.inState(page, "export", "ready");
  await picture("2-verdict");

  await user.open(page, "train");
  await page.getByTestId("svc.C").waitFor();
  await picture("3-train");

  await user.open(page, "drift");
  await user.inState(page, "drift", "ready");
  await picture("4-drift");

  await user.promote(page);
  await user.open(page, "train");
  await page.getByTestId("svc.kernel").selectOption("linear");
  await user.run(page);
  await user.compared(page);
  await picture("5-gate");

  await user.open(page, "export");
  await user.inState(page, "export", "ready");
  await picture("6-export");

  // The walk has each picture, in this order, and no other.
  const pictures = [...told.matchAll(/\]\(([^)]+\.png)\)/g)].map((match) => match[1]);
  assert.deepEqual(pictures, shown);
  for (const name of pictures) assert.ok(existsSync(new URL(name, folder)), `${name} is not there: DRYF_WALK makes it`);
});
