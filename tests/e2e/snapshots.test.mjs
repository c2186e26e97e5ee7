// How every view and every slide of the story looks, held to pictures of before: light in English, dark in Polish, at 1280 px and,
// but for the slides, at 360, with the clock stopped.
// A view that looks otherwise on purpose gets its pictures anew, to be looked at and committed with the change:
//
//   DRYF_SNAPSHOTS=renew node --test tests/e2e/snapshots.test.mjs
//
// They are of Debian's Chromium and its fonts, at half the size. What fails is written into DRYF_SCREENSHOTS, beside what was
// expected and where the two differ.

import assert from "node:assert/strict";
import { mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { dryfTest } from "./harness.mjs";
import * as user from "./page.mjs";

const folder = fileURLToPath(new URL("snapshots/", import.meta.url));
const isRenewed = process.env.DRYF_SNAPSHOTS === "renew";
const screenshots = process.env.DRYF_SCREENSHOTS ?? "target/e2e";
const HEIGHT = 1600;
const STORY_HEIGHT = 800;
const SLIDES = ["data", "model", "verdict", "errors", "drift"];

/** The share of pixels that may differ: an edge that is drawn a little otherwise, not a line that has moved. */
const MOST_DIFFERENT = 0.002;
/** By how much a channel of a pixel may differ, of 255. */
const MOST_OF_CHANNEL = 48;

/** In a page of its own: a picture at half the size; the share of pixels that differ from the one expected, and where they do. */
async function compare({ actual, expected, most }) {
  const drawn = async (base64, type, scale) => {
    const blob = await (await fetch(`data:image/${type};base64,${base64}`)).blob();
    const bitmap = await createImageBitmap(blob);
    const canvas = new OffscreenCanvas(Math.round(bitmap.width * scale), Math.round(bitmap.height * scale));
    const context = canvas.getContext("2d", { willReadFrequently: true });
    context.imageSmoothingQuality = "high";
    context.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    return { canvas, context, pixels: context.getImageData(0, 0, canvas.width, canvas.height) };
  };
  const written = async (canvas) => {
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: "image/webp", quality: 0.7 })).arrayBuffer());
    let text = "";
    for (const byte of bytes) text += String.fromCharCode(byte);
    return btoa(text);
  };
  const now = await drawn(actual, "png", 0.5);
  const picture = await written(now.canvas);
  if (expected === null) return { picture, share: 1 };
  const before = await drawn(expected, "webp", 1);
  // Both have been through the same compression.
  const again = await drawn(picture, "webp", 1);
  if (before.canvas.width !== again.canvas.width || before.canvas.height !== again.canvas.height) return { picture, share: 1 };
  const [one, other] = [before.pixels.data, again.pixels.data];
  let n = 0;
  for (let at = 0; at < one.length; at += 4) {
    const differs = [0, 1, 2].some((channel) => Math.abs(one[at + channel] - other[at + channel]) > most);
    if (differs) n += 1;
    for (const channel of [0, 1, 2]) other[at + channel] = differs ? [220, 0, 60][channel] : 200 + other[at + channel] / 5;
  }
  again.context.putImageData(again.pixels, 0, 0);
  return { picture, share: n / (one.length / 4), difference: await written(again.canvas) };
}

const stopped = () => {
  window.SOURCE_DATE_EPOCH = 1_700_000_000_000;
};

dryfTest("every view and every slide looks as it did", { timeout: 600_000, script: stopped, browser: { reducedMotion: "reduce" } }, async ({ page, element, context }) => {
  await user.everything(page);
  for (const view of user.VIEWS) await user.settled(page, view);
  const eyes = await context.newPage();
  await eyes.goto("about:blank");
  mkdirSync(screenshots, { recursive: true });
  mkdirSync(folder, { recursive: true });
  const known = new Set(readdirSync(folder));
  const [names, faults] = [[], []];
  /** Holds what is there once `settle` has ended to the picture of this name. */
  const hold = async (name, settle) => {
    names.push(name);
    const expected = isRenewed ? null : known.has(name) ? readFileSync(join(folder, name), "base64") : null;
    let seen;
    // What is still on its way comes; what has come stays.
    for (let turn = 0; turn < 6 && !(seen?.share <= MOST_DIFFERENT); turn += 1) {
      await settle();
      if (turn > 0) await page.waitForTimeout(1_000 * turn);
      const actual = (await page.screenshot({ caret: "hide" })).toString("base64");
      seen = await eyes.evaluate(compare, { actual, expected, most: MOST_OF_CHANNEL });
      if (isRenewed && turn > 0) break;
    }
    if (isRenewed) writeFileSync(join(folder, name), seen.picture, "base64");
    else if (!(seen.share <= MOST_DIFFERENT)) {
      faults.push(`${name}: ${(100 * seen.share).toFixed(2)} % of the pixels differ`);
      writeFileSync(join(screenshots, `now-${name}`), seen.picture, "base64");
      if (seen.difference) writeFileSync(join(screenshots, `differs-${name}`), seen.difference, "base64");
    }
  };
  for (const [language, colorScheme] of [["en", "light"], ["pl", "dark"]]) {
    if (language === "pl") await element("language").click();
    await page.locator(`html[lang=${language}]`).waitFor();
    await page.emulateMedia({ colorScheme, reducedMotion: "reduce" });
    for (const width of [1280, 360]) {
      await page.setViewportSize({ width, height: HEIGHT });
      for (const view of user.VIEWS) {
        await hold(`${view}-${colorScheme}-${width}.webp`, async () => {
          await user.settled(page, view);
          // How far the row of tabs is scrolled depends on where one came from.
          await page.getByTestId(`tab-${view}`).evaluate((tab) => tab.scrollIntoView({ inline: "center", block: "nearest", behavior: "instant" }));
        });
      }
    }
    await page.setViewportSize({ width: 1280, height: STORY_HEIGHT });
    await page.keyboard.press("p");
    for (const [at, slide] of SLIDES.entries()) {
      if (at > 0) await page.keyboard.press("ArrowRight");
      await hold(`story-${slide}-${colorScheme}-1280.webp`, async () => {
        await page.locator(`[data-testid=story][data-slide=${slide}]`).waitFor();
        await page.waitForTimeout(150);
      });
    }
    await page.keyboard.press("Escape");
    await element("story").waitFor({ state: "detached" });
  }
  await eyes.close();
  if (isRenewed) for (const name of readdirSync(folder)) if (!names.includes(name)) rmSync(join(folder, name));
  assert.deepEqual(readdirSync(folder).sort(), names.sort(), "a picture for each view and slide and no other");
  if (faults.length > 0) assert.fail(`look at target/e2e, then renew them where this is meant:\n${faults.join("\n")}`);
});
