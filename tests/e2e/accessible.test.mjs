// axe-core finds nothing serious in any view: light and dark, in both languages, before and after a run; nor while the page
// loads.

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dryfTest, heldHalf, holdHalf } from "./harness.mjs";
import * as user from "./page.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What axe-core calls serious or critical: its rule, and each element with what is wrong there. */
async function serious(page) {
  const violations = await page.evaluate(async () => {
    const found = await window.axe.run(document, { resultTypes: ["violations"] });
    return found.violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      nodes: nodes.slice(0, 3).map(({ html, failureSummary }) => `${html.slice(0, 160)} -> ${failureSummary.replace(/\s+/g, " ")}`),
    }));
  });
  return violations.filter(({ impact }) => impact === "serious" || impact === "critical");
}

dryfTest("no view has a serious fault of accessibility", { timeout: 400_000 }, async ({ page, element }) => {
  const faults = [];
  const check = async (when) => {
    for (const { id, nodes } of await serious(page)) faults.push(`${when}: ${id}\n    ${nodes.join("\n    ")}`);
  };
  await page.evaluate(axe);
  for (const view of user.VIEWS) {
    await user.open(page, view);
    await check(`empty ${view}`);
  }
  await user.open(page, "data");
  await user.everything(page);
  for (const language of ["en", "pl"]) {
    for (const colorScheme of ["light", "dark"]) {
      await page.emulateMedia({ colorScheme });
      for (const view of user.VIEWS) {
        await user.settled(page, view);
        await page.evaluate(() => document.querySelectorAll("main details").forEach((details) => (details.open = true)));
        await check(`${language} ${colorScheme} ${view}`);
      }
    }
    await element("language").click();
    await page.locator(`html[lang=${language === "en" ? "pl" : "en"}]`).waitFor();
  }
  if (faults.length > 0) assert.fail(faults.join("\n"));
});

for (const [locale, sentence] of [
  ["en-US", "Dryf is starting…"],
  ["pl-PL", "Dryf się uruchamia…"],
]) {
  dryfTest(`the page has no serious fault of accessibility while it loads (${locale})`, { open: false, script: holdHalf, locale }, async ({ page, url }) => {
    await page.goto(url);
    await heldHalf(page);
    await page.evaluate(axe);
    const check = async (when) => {
      for (const colorScheme of ["light", "dark"]) {
        await page.emulateMedia({ colorScheme });
        // The buttons' colours pass over into the others.
        await page.evaluate(() => Promise.all(document.getAnimations().map((animation) => animation.finished)));
        assert.deepEqual(await serious(page), [], `${colorScheme}, ${when}`);
      }
    };
    await check("as it comes");
    // Who does not see it hears one sentence, and how far it is.
    await page.getByRole("status").getByText(sentence).waitFor();
    const bar = page.getByRole("progressbar", { name: sentence, exact: true });
    assert.ok(Math.abs(Number(await bar.evaluate((bar) => bar.value)) - 0.5) < 0.001);
    await user.counted(page.getByRole("listitem"), 0);
    await page.getByTestId("load-demo").click();
    await check("with the demo wanted");
  });
}
