// Keys of one character, the sheet that lists them, what the tab is called, and what is said of what ended.

import assert from "node:assert/strict";
import { dryfTest, started } from "./harness.mjs";
import * as user from "./page.mjs";

const here = (page, view) => page.locator(`[data-testid=tab-${view}][aria-current=page]`).waitFor();
const isOpen = (page) => page.getByTestId("help").evaluate((sheet) => sheet.open);

dryfTest("keys run, go to views, search and help, but not where somebody types", async ({ page, element }) => {
  await user.loadDemo(page);
  assert.match(await page.title(), /^Dryf: /);
  // A run may be over before anybody looks.
  await page.evaluate(() => {
    window.titles = [];
    new MutationObserver(() => window.titles.push(document.title)).observe(document.head, { subtree: true, childList: true, characterData: true });
  });
  await page.keyboard.press("r");
  await page.waitForFunction(() => window.titles.some((title) => /^\d+ % · Dryf$/.test(title)));
  await user.ended(page);
  await page.waitForFunction(() => /^F1 0\.\d{3} · Dryf$/.test(document.title));
  assert.equal(await page.title(), `F1 ${(await user.scores(page)).test.toFixed(3)} · Dryf`);
  await page.waitForFunction(() => /^Done in .*0\.\d{3}/.test(document.querySelector("[data-testid=ended]").innerText));

  for (const [key, view] of [...user.VIEWS.map((view, place) => [String((place + 1) % 10), view]).slice(0, 10), ["t", "try"]]) {
    await page.keyboard.press(key);
    await here(page, view);
  }
  await page.keyboard.press("Escape");
  await user.open(page, "data");
  await page.keyboard.press("/");
  assert.equal(await page.evaluate(() => document.activeElement.type), "search");
  // There they are letters.
  await page.keyboard.type("r2?/");
  assert.equal(await page.evaluate(() => document.activeElement.value), "r2?/");
  assert.equal(await isOpen(page), false);
  await here(page, "data");
  await page.evaluate(() => document.activeElement.blur());
  for (const chord of ["Control+2", "Alt+2", "Shift+R"]) await page.keyboard.press(chord);
  await here(page, "data");
  await user.counted(element("cancel"), 0, "Shift+R runs nothing");
});

for (const [locale, title, line] of [
  ["en-US", "Help and keys", /^Nothing leaves this browser: 0 requests to other hosts$/],
  ["pl-PL", "Pomoc i klawisze", /^Nic nie opuszcza tej przeglądarki: 0 żądań do innych hostów$/],
]) {
  dryfTest(`the help opens by key and button, says what leaves the browser, and switches the keys off (${locale})`, { locale }, async (dryf) => {
    const { page, element, screenshot } = dryf;
    await page.keyboard.press("?");
    const sheet = page.getByRole("dialog", { name: title, exact: true });
    await sheet.waitFor();
    assert.match(await sheet.locator(".trust summary").innerText(), line);
    await sheet.locator(".trust summary").click();
    await screenshot(`help-${locale}`);
    await page.keyboard.press("2");
    await page.keyboard.press("Escape");
    assert.equal(await isOpen(page), false);
    await here(page, "data");

    await element("help-open").click();
    await element("keys-switch").uncheck();
    await element("help-close").click();
    for (const reload of [false, true]) {
      if (reload) {
        await page.reload();
        await started(page);
      }
      for (const key of ["2", "?"]) await page.keyboard.press(key);
      await here(page, "data");
      assert.equal(await isOpen(page), false, `after a reload: ${reload}`);
    }
    await element("help-open").click();
    await element("keys-switch").check();
    await element("help-close").click();
    await page.keyboard.press("2");
    await here(page, "clean");
  });
}

dryfTest("a request to another host is counted where it is made", { browser: { bypassCSP: true }, errors: "expected" }, async ({ page, element, url }) => {
  const line = element("trust").locator("summary");
  assert.match(await line.innerText(), /: 0 requests to other hosts$/);
  const counted = Number((await element("trust").locator("p").first().textContent()).match(/: (\d+) requests/)[1]);
  assert.ok(counted >= 6, `${counted} requests for styles, scripts and programs`);
  // Another port is another host to the policy, which this browser was told to leave out.
  await page.evaluate((url) => fetch(url, { mode: "no-cors" }).catch(() => {}), `${url.replace("127.0.0.1", "localhost")}icon.svg`);
  await page.waitForFunction(() => window.dryfRequests.others > 0);
  assert.match(await line.innerText(), /^1 request of this page went to another host$/);
});
