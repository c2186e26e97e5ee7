// Nothing is cut off: on telephones, in low windows, at 200 %, on paper, in both languages; and nothing jumps.

import assert from "node:assert/strict";
import { dryfTest } from "./harness.mjs";
import * as user from "./page.mjs";

const WINDOWS = [
  { width: 360, height: 740 },
  { width: 400, height: 800 },
  // A window of 1280 by 800 at 200 %.
  { width: 640, height: 400 },
  { width: 768, height: 1024 },
  { width: 1280, height: 800 },
  { width: 2560, height: 1440 },
];

/** What lies outside of the window and can't be scrolled to in a box of its own. */
const cutOff = (page) =>
  page.evaluate(() => {
    const width = document.documentElement.clientWidth;
    const main = document.querySelector("main");
    const found = [];
    if (document.documentElement.scrollWidth > width + 1) found.push(`the page is ${document.documentElement.scrollWidth} wide`);
    const rem = parseFloat(getComputedStyle(document.documentElement).fontSize);
    const widest = Math.max(...[...main.children].map((part) => part.getBoundingClientRect().width));
    if (widest > 80 * rem + 1) found.push(`a line of the view is ${widest} wide`);
    if (main.scrollWidth > main.clientWidth + 1) found.push(`the view is ${main.scrollWidth} in ${main.clientWidth}`);
    for (const element of document.querySelectorAll("body *")) {
      const box = element.getBoundingClientRect();
      if (box.width <= 1 || box.height <= 1 || (box.right <= width + 1 && box.left >= -1)) continue;
      let scrolls = false;
      for (let at = element; at && at !== main && at !== document.body; at = at.parentElement) {
        const style = getComputedStyle(at);
        const own = at.getBoundingClientRect();
        // A box that scrolls shows what is in it as long as it lies in the window itself; an ellipsis is deliberate, and
        // a drawing clips itself.
        const shows = /auto|scroll/.test(style.overflowX) || style.textOverflow === "ellipsis" || at.tagName === "svg";
        if (at !== element && shows && own.right <= width + 1 && own.left >= -1) scrolls = true;
        if (at.classList.contains("visually-hidden")) scrolls = true;
      }
      if (!scrolls) found.push(`${element.tagName}.${element.className} [${element.dataset.testid ?? ""}] ${Math.round(box.left)}–${Math.round(box.right)} "${element.textContent.slice(0, 30)}"`);
    }
    return found.slice(0, 5);
  });

dryfTest("nothing is cut off in any window, view or language", { timeout: 400_000 }, async (dryf) => {
  const { page, element } = dryf;
  for (const window of WINDOWS) {
    await page.setViewportSize(window);
    assert.deepEqual(await cutOff(page), [], `the first visit at ${window.width}`);
  }
  await page.setViewportSize({ width: 1280, height: 800 });
  await user.everything(page);
  for (const view of user.VIEWS) await user.settled(page, view);
  await element("try-text").fill("ale z ciebie głupi krasnal 🛸 https://x.pl");
  await element("try-label").waitFor();
  const faults = [];
  for (const language of ["en", "pl"]) {
    for (const window of WINDOWS) {
      await page.setViewportSize(window);
      for (const view of user.VIEWS) {
        await user.open(page, view);
        await page.waitForTimeout(60);
        for (const fault of await cutOff(page)) faults.push(`${language} ${window.width}×${window.height} ${view}: ${fault}`);
        // What is folded away counts as well.
        await page.evaluate(() => document.querySelectorAll("main details").forEach((details) => (details.open = true)));
        for (const fault of await cutOff(page)) faults.push(`${language} ${window.width}×${window.height} ${view}, unfolded: ${fault}`);
        if (window.width === 360) await dryf.screenshot(`phone-${language}-${view}`);
        if (window.height === 400) await dryf.screenshot(`low-${language}-${view}`);
      }
    }
    await element("language").click();
    await page.locator(`html[lang=${language === "en" ? "pl" : "en"}]`).waitFor();
  }
  assert.deepEqual(faults, []);
});

dryfTest("in a low window the content keeps most of the height", async ({ page, element }) => {
  await page.setViewportSize({ width: 640, height: 400 });
  await user.loadDemo(page);
  await user.run(page);
  await user.open(page, "train");
  await page.mouse.move(320, 150);
  await page.mouse.wheel(0, 400);
  await page.waitForTimeout(300);
  const foot = await page.locator(".foot").boundingBox();
  const head = await page.locator(".head").boundingBox();
  assert.ok(head.y + head.height <= 0, "the head scrolls away");
  assert.ok(foot.y >= 300 && foot.y + foot.height <= 401, JSON.stringify(foot));
  // No two parts of the foot lie on each other.
  const boxes = await page.locator(".foot-bar > *").evaluateAll((parts) =>
    parts.map((part) => part.getBoundingClientRect()).filter((box) => box.width).map(({ left, right }) => [left, right]),
  );
  for (let at = 1; at < boxes.length; at += 1) assert.ok(boxes[at][0] >= boxes[at - 1][1] - 1, JSON.stringify(boxes));
  await element("run").click();
  await user.ended(page);
});

dryfTest("the rail keeps its width whatever the stages say", async ({ page, element }) => {
  const widths = new Set();
  const measure = async () => {
    const rail = await page.locator(".rail").boundingBox();
    const main = await page.locator("main").boundingBox();
    widths.add(`${rail.width} ${main.x}`);
  };
  for (const language of ["en", "pl"]) {
    await measure();
    for (const view of user.VIEWS) {
      await user.open(page, view);
      await measure();
    }
    await user.open(page, "data");
    await user.loadDemo(page);
    await measure();
    await element("run").click();
    await measure();
    await user.ended(page);
    await measure();
    await user.open(page, "train");
    await page.getByTestId("svc.C").fill(language === "en" ? "0.3" : "0.4");
    await measure();
    await page.getByTestId("svc.C").fill("none");
    await measure();
    await page.getByTestId("svc.C").fill("1.0");
    const fits = await page.locator(".rail-entry").evaluateAll((entries) =>
      entries.every((entry) => [...entry.children].every((part) => part.scrollWidth <= part.clientWidth + 1 || !part.clientWidth)),
    );
    assert.ok(fits, `a word does not fit into the rail (${language})`);
    await element("language").click();
  }
  assert.equal(widths.size, 1, [...widths].join(", "));
});

dryfTest("on paper there is the document of a view, whole, and nothing of the shell", { timeout: 300_000 }, async (dryf) => {
  const { page, screenshot } = dryf;
  await user.everything(page);
  const event = (name) => page.evaluate((name) => dispatchEvent(new Event(name)), name);
  const printed = page.locator(".printed");
  const onPaper = [];
  for (const view of user.VIEWS) {
    await user.settled(page, view);
    const text = await page.locator("main h2").allInnerTexts();
    // As wide as a sheet of A4 within its margins.
    await page.setViewportSize({ width: 718, height: 1000 });
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    await event("beforeprint");
    for (const part of [".head", ".rail", ".foot"]) assert.ok(await page.locator(part).isHidden(), `${view}: ${part}`);
    assert.equal(await page.evaluate(() => getComputedStyle(document.documentElement).colorScheme), "light", view);
    const has = (await printed.count()) > 0;
    if (has) {
      onPaper.push(view);
      assert.ok(await page.locator("main").isHidden(), view);
      const seen = await printed.first().evaluate((node) => {
        const shown = (element) => element.getBoundingClientRect().height > 0;
        return {
          controls: [...node.querySelectorAll("button, input, select")].filter((element) => shown(element) && !element.closest("th")).length,
          cut: [...node.querySelectorAll("p, li, dd, td, th, svg")].filter((element) => shown(element) && element.getBoundingClientRect().right > innerWidth + 1).map((element) => element.textContent.slice(0, 40)),
          hidden: [...node.querySelectorAll("h2, p, li, dd")].filter((element) => !shown(element) && !element.closest("details")).length,
        };
      });
      assert.deepEqual(seen, { controls: 0, cut: [], hidden: 0 }, view);
      await screenshot(`paper-${view}`);
    } else {
      const sizes = await page.evaluate(() => {
        const main = document.querySelector("main");
        return [main.scrollHeight - main.clientHeight, getComputedStyle(main).overflowY];
      });
      assert.deepEqual(sizes, [0, "visible"], view);
      for (const title of text) assert.ok(await page.getByText(title, { exact: true }).first().isVisible(), `${view}: ${title}`);
    }
    const height = await page.evaluate(() => document.body.scrollHeight);
    await event("afterprint");
    await user.counted(printed, 0, view);
    // The browser's own events do the same.
    const pdf = await page.pdf({ format: "A4" });
    const pages = pdf.toString("latin1").match(/\/Type\s*\/Page\b/g)?.length ?? 0;
    // What has some windows' height takes some sheets.
    assert.ok(pages >= Math.floor(height / 1600), `${view}: ${pages} sheets for ${height} px`);
    await user.counted(printed, 0, view);
    await page.emulateMedia({ media: null, colorScheme: null });
    await page.setViewportSize({ width: 1280, height: 800 });
  }
  for (const view of ["data", "train", "evaluate", "validate"]) assert.ok(onPaper.includes(view), onPaper.join());
});
