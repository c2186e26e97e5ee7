// Why a text has its class, in the view Try: a sum where the model is linear, changes where it is not, as the command line
// says it.

import assert from "node:assert/strict";
import { dryfTest } from "./harness.mjs";
import * as user from "./page.mjs";

const TEXT = "krasnale ogrodowe niszczą nasz kraj, krasnale qwertyqwerty";

/** The lines of the sum by what they are of. */
async function parts(page) {
  const rows = await page.getByTestId("try-parts").locator("tbody tr").evaluateAll((rows) => rows.map((row) => [row.cells[0].innerText, row.cells[2].innerText]));
  return Object.fromEntries(rows.map(([name, value]) => [name, Number(value.replace("−", "-"))]));
}

async function explained(page, exact) {
  await page.locator(`[data-testid=try-parts][data-exact=${exact}]`).waitFor();
}

dryfTest("the parts of a linear decision add up, and changes of a kernel's are said to be changes", { timeout: 180_000 }, async ({ page, element, screenshot }) => {
  await user.loadDemo(page);
  await user.open(page, "train");
  await element("svc.engine").selectOption("linear");
  await user.run(page);
  await user.open(page, "try");
  await element("try-text").fill(TEXT);
  await explained(page, true);
  assert.match(await element("try-method").innerText(), /^Exact: /);
  const sum = Number((await element("try-sum").innerText()).replace("−", "-"));
  const found = await parts(page);
  assert.ok("krasnale ×2" in found && "intercept" in found, JSON.stringify(found));
  const total = Object.values(found).reduce((total, part) => total + part, 0);
  // Each line is shown to a hundredth.
  assert.ok(Math.abs(total - sum) <= 0.005 * (Object.keys(found).length + 1), `${total} is not ${sum}`);
  const unknown = page.locator("[data-testid=try-tokens] mark[data-direction=unknown]");
  assert.equal((await unknown.allInnerTexts()).at(-1), "qwertyqwerty");
  await screenshot("try-exact");

  // The command line says the same of the same model.
  await user.inFolder(async (folder) => {
    await user.open(page, "export");
    const path = await user.download(page, folder);
    const line = user.dryf(["predict", "--model", path, "--explain", "9", "--format", "json"], { input: `${TEXT}\n` });
    const decision = JSON.parse(line).explanation.decisions[0];
    assert.ok(Math.abs(decision.value - sum) < 0.0051, `${decision.value} is not ${sum}`);
    const krasnale = decision.words.find((part) => part.word === "krasnale");
    assert.ok(Math.abs(krasnale.part - found["krasnale ×2"]) < 0.0051);
  });

  // Another class, and the same decision between the two from the other side.
  await user.open(page, "try");
  await element("try-class").first().click();
  await page.locator("[data-testid=try-class]:first-of-type[aria-pressed=true]").waitFor();
  assert.equal(await element("try-label").getAttribute("data-label"), "hate-speech");
  await element("try-decision").selectOption("1");
  await page.waitForFunction(() => document.querySelector("[data-testid=try-sum]").textContent.startsWith("−"));

  await user.open(page, "train");
  await element("svc.engine").selectOption("smo");
  await user.run(page);
  await user.open(page, "try");
  assert.equal(await element("try-text").inputValue(), TEXT, "the text stays");
  await explained(page, false);
  assert.match(await element("try-method").innerText(), /^Change when left out: .* length 1 anew/);
  assert.equal(await element("try-sum").count(), 0);
});
