// Why a text has its class, in the view Try: a sum where the model is linear, changes where it is not, as the command line
// says it.

import assert from "node:assert/strict";
import { dryfTest } from "./harness.mjs";
import * as user from "./page.mjs";

const TEXT = "krasnale ogrodowe niszczą nasz kraj, krasnale qwertyqwerty";

/** A number with its sign, as the page shows it. */
const number = (shown) => Number(shown.replace("−", "-").replace("±", ""));

/** The summands by what they are of. */
async function parts(page) {
  const rows = await page.getByTestId("try-parts").locator("tbody tr:not([data-row=sum])").evaluateAll((rows) => rows.map((row) => [row.cells[0].innerText, row.cells[1].innerText]));
  return Object.fromEntries(rows.map(([name, value]) => [name.trim(), number(value)]));
}

async function explained(page, exact) {
  await page.getByTestId("try-method").filter({ hasText: exact ? /^Exact: / : /^Change when left out: / }).waitFor();
}

dryfTest("the parts of a linear decision add up, and changes of a kernel's are said to be changes", { timeout: 180_000 }, async ({ page, element, screenshot }) => {
  await user.loadDemo(page);
  await user.openSettings(page);
  await element("svc.engine").selectOption("linear");
  await user.run(page);
  await user.open(page, "try");
  await element("try-text").fill(TEXT);
  await explained(page, true);
  assert.match(await element("try-method").innerText(), /^Exact: /);
  const sum = number((await element("try-sum").innerText()).match(/: (\S+) = intercept /)[1]);
  const shown = await element("try-sum").innerText();
  const found = await parts(page);
  assert.ok("krasnale ×2" in found && "intercept" in found, JSON.stringify(found));
  const total = Object.values(found).reduce((total, part) => total + part, 0);
  // Each row is shown to a thousandth.
  assert.ok(Math.abs(total - sum) <= 0.0005 * (Object.keys(found).length + 1), `${total} is not ${sum}`);
  const unknown = page.locator("[data-testid=try-tokens] mark[data-direction=unknown]");
  assert.equal((await unknown.allInnerTexts()).at(-1), "qwertyqwerty");
  await screenshot("try-exact");

  // The command line says the same of the same model.
  await user.inFolder(async (folder) => {
    await user.open(page, "export");
    const path = await user.download(page, folder);
    const line = user.dryf(["predict", "--model", path, "--explain", "9", "--format", "json"], { input: `${TEXT}\n` });
    const decision = JSON.parse(line).explanation.decisions[0];
    assert.ok(Math.abs(decision.value - sum) < 0.00051, `${decision.value} is not ${sum}`);
    const krasnale = decision.words.find((part) => part.word === "krasnale");
    assert.ok(Math.abs(krasnale.part - found["krasnale ×2"]) < 0.00051);
    const said = user.dryf(["predict", "--model", path, "--explain", "12"], { input: `${TEXT}\n` });
    assert.equal(said.trimEnd().split("\t")[1], shown, "the line of the command line is the page's");
  });

  // Another class, and the same decision between the two from the other side.
  await user.open(page, "try");
  await element("try-class").first().click();
  await page.locator("[data-testid=try-class]:first-of-type[aria-pressed=true]").waitFor();
  assert.equal(await element("try-label").getAttribute("data-label"), "hate-speech");
  await element("try-decision").selectOption("1");
  await page.waitForFunction(() => /: −[\d.]+ = /.test(document.querySelector("[data-testid=try-sum]").textContent));

  await user.openSettings(page);
  await element("svc.engine").selectOption("smo");
  await user.run(page);
  await user.open(page, "try");
  assert.equal(await element("try-text").inputValue(), TEXT, "the text stays");
  await explained(page, false);
  assert.match(await element("try-method").innerText(), /^Change when left out: .* length 1 anew/);
  assert.match(await element("try-sum").innerText(), /, less without /);
});
