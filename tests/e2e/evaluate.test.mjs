// Evaluate tells: from the first press to the verdict; each row as a dot with its text; whiskers and ticks; what is advised
// runs; the run before stands beside; words explain themselves; the tour can be left and found.

import assert from "node:assert/strict";
import { dryfTest } from "./harness.mjs";
import * as user from "./page.mjs";

/** Rows of each class of the demo's test set, in class order. */
const ROWS = [43, 67, 190];

/** The counts of the confusion matrix. */
const confusion = (page) =>
  page.getByTestId("confusion").locator("tbody tr").evaluateAll((rows) =>
    rows.map((row) => [...row.querySelectorAll("button > span")].map((cell) => Number(cell.textContent))),
  );

/** Marks of the dots, class by class, once they are there. */
async function marks(page) {
  await page.getByTestId("dots-2").locator(".dot").first().waitFor();
  return page.evaluate(() => [0, 1, 2].map((at) => [...document.querySelectorAll(`[data-testid=dots-${at}] .dot`)].map((dot) => dot.dataset.mark)));
}

dryfTest("the demo is at its verdict soon after the first press, and nothing was asked in between", async ({ page, element, screenshot }) => {
  await page.locator("[data-testid=engine][data-state=ready]").waitFor();
  const took = await page.evaluate(
    () =>
      new Promise((done) => {
        const began = performance.now();
        const look = () => {
          const verdict = document.querySelector("[data-testid=evaluate-verdict]");
          if (verdict?.checkVisibility()) done(performance.now() - began);
          else requestAnimationFrame(look);
        };
        document.querySelector("[data-testid=load-demo]").click();
        look();
      }),
  );
  console.log(`# from the press to the verdict: ${took.toFixed(0)} ms`);
  assert.ok(took < 60_000, `${took} ms`);
  assert.equal(await element("tab-evaluate").getAttribute("aria-current"), "page");
  await screenshot("evaluate-first");
});

dryfTest("each row is a dot, and the filled ones are those that are found", async ({ page, element, screenshot }) => {
  await user.tryDemo(page);
  const counts = await confusion(page);
  const shown = await marks(page);
  assert.deepEqual(shown.map((dots) => dots.length), ROWS);
  shown.forEach((dots, at) => {
    assert.equal(dots.filter((mark) => mark === "found").length, counts[at][at]);
    assert.ok(dots.every((mark) => ["found", "missed"].includes(mark)), "there is no run before");
  });
  for (const [at, rows] of ROWS.entries()) {
    assert.match(await element(`dot-row-${at}`).innerText(), new RegExp(`finds ${counts[at][at]} of ${rows}`));
  }

  // The pointer shows a text, and which class it was taken for.
  const missed = element("dots-0").locator(".dot[data-mark=missed]").first();
  await missed.hover();
  const card = element("dot-row-0").getByTestId("dot-card");
  await card.locator(".dot-text:not(:empty)").waitFor();
  const row = Number(await missed.getAttribute("data-row")) + 1;
  assert.match(await card.innerText(), new RegExp(`^Row ${row} · missed · taken for (hate-speech|non-harmful)\\n`));
  const text = await card.locator(".dot-text").innerText();
  await screenshot("evaluate-dot");

  // A press opens it below; it is the same text.
  await missed.click();
  await page.waitForFunction(() => document.querySelector("[data-testid=errors-total]").textContent === "1");
  const cells = await element("errors").locator("tbody td").allInnerTexts();
  assert.equal(Number(cells[0]), row);
  assert.equal(cells.at(-1), text);
  await element("errors-all").click();
  const wrong = 300 - counts.reduce((sum, row, at) => sum + row[at], 0);
  await page.waitForFunction((wrong) => document.querySelector("[data-testid=errors-total]").textContent === String(wrong), wrong);

  // The keyboard has one stop a class, in which arrows go from dot to dot.
  const line = element("dots-1");
  // The pointer rests elsewhere: what comes under it as the page moves would be pointed at.
  await page.mouse.move(5, 300);
  await line.focus();
  await page.keyboard.press("ArrowRight");
  await page.keyboard.press("ArrowRight");
  await page.locator('[data-testid=dots-1][aria-valuenow="3"]').waitFor();
  await page.waitForFunction(() => /^Row \d+ · .+\. ./.test(document.querySelector("[data-testid=dots-1]").getAttribute("aria-valuetext") ?? ""));
  await page.keyboard.press("End");
  await page.locator('[data-testid=dots-1][aria-valuenow="67"]').waitFor();
  await page.keyboard.press("Escape");
  assert.ok(await element("dot-row-1").getByTestId("dot-card").isHidden());
});

dryfTest("scores have whiskers, and the test set's have the baseline as a tick", async ({ page, element }) => {
  await user.tryDemo(page);
  for (const [id, cards] of [["scores-micro", 4], ["scores-macro", 3]]) {
    const found = await element(id).locator(".score").evaluateAll((scores) =>
      scores.map((score) => {
        const at = (part) => {
          const found = score.querySelector(part);
          return found && [parseFloat(found.style.left), parseFloat(found.style.width)];
        };
        return { value: Number(score.querySelector("strong").dataset.value), whisker: at(".bar-whisker"), tick: at(".bar-mark") };
      }),
    );
    assert.equal(found.length, cards);
    for (const { value, whisker } of found.slice(0, 3)) {
      assert.ok(whisker[0] <= 100 * value && 100 * value <= whisker[0] + whisker[1] + 0.01, `${id}: ${value} ${whisker}`);
    }
    assert.deepEqual(found.slice(0, 3).map(({ tick }) => tick !== null), [false, false, true]);
  }
  const tick = await element("scores-micro").locator(".bar-mark").evaluate((tick) => parseFloat(tick.style.left));
  assert.ok(Math.abs(tick - (100 * 190) / 300) < 0.01);
});

dryfTest("what is advised runs, and then both runs stand beside each other", { timeout: 240_000 }, async ({ page, element, screenshot }) => {
  await user.tryDemo(page);
  // A model that sees one class alone is advised to weigh the rare ones.
  await user.open(page, "train");
  await element("svc.C").fill("0.000001");
  await user.run(page);
  await user.open(page, "evaluate");
  assert.match(await element("before-after").innerText(), /F1 micro 0\.\d{3} → 0\.633, −0\.\d{3}, worse/);
  const lost = (await marks(page)).map((dots) => dots.filter((mark) => mark === "lost").length);
  assert.ok(lost[0] > 0 && lost[1] > 0 && lost[2] === 0, lost.join());
  await screenshot("evaluate-worse");
  const advice = element("evaluate-verdict-action");
  assert.match(await advice.innerText(), /class_weight = balanced/);
  const before = await user.value(page, "metric-f1-micro-test");
  await advice.click();
  await element("undo-line").waitFor();
  await user.ended(page);
  await user.inState(page, "evaluate", "ready");
  await user.counted(page.locator("[data-testid=tab-evaluate][aria-current=page]"), 1);
  const after = await user.value(page, "metric-f1-micro-test");
  const said = await element("before-after").innerText();
  assert.ok(said.includes(`F1 micro ${before.toFixed(3)} → ${after.toFixed(3)}`), said);
  const counts = await confusion(page);
  const gained = (await marks(page)).map((dots) => dots.filter((mark) => mark === "gained").length);
  assert.deepEqual(gained.slice(0, 2), [counts[0][0], counts[1][1]], "the run before found none of them");
  await screenshot("evaluate-balanced");
  // What became of rows since the run before can be picked as they can.
  assert.ok(gained[0] > 0 && gained[1] === 0, gained.join());
  assert.equal(await element("pick-gained-1").evaluate((of) => of.tagName), "SPAN", "of none there is nothing to pick");
  await user.counted(page.getByTestId("pick-missed-0"), 0, `${counts[0][0]} of 43 are found`);
  await user.counted(page.getByTestId("pick-missed-1"), 1);
  assert.match(await element("pick-gained-0").innerText(), new RegExp(`^${gained[0]} newly found$`));
  await element("pick-gained-0").click();
  await element("chip").filter({ hasText: "cyberbullying: newly found since" }).waitFor();
  await element("picked-total").filter({ hasText: new RegExp(`^${gained[0]} `) }).waitFor();
  await screenshot("evaluate-picked-gained");
  await element("pick-gained-0").click();
  await element("picked").waitFor({ state: "detached" });
  await element("language").click();
  await page.locator("html[lang=pl]").waitFor();
  assert.match(await element("before-after").innerText(), /Przed i po/);
  assert.match(await element("dot-row-0").innerText(), /znajduje \d+ z 43/);
  await screenshot("evaluate-balanced-pl");
});

dryfTest("a word of the field explains itself where it stands, and Esc closes that", async ({ page }) => {
  await user.tryDemo(page);
  const explained = {
    evaluate: ["f1-micro", "f1-macro", "baseline", "validation-set", "test-set", "confidence-interval", "recall", "precision", "confusion-matrix", "margin"],
    train: ["tf-idf", "support-vector", "out-of-fold"],
    drift: ["drift", "p-value", "false-discovery-rate"],
    validate: ["gate"],
  };
  for (const [view, terms] of Object.entries(explained)) {
    await user.open(page, view);
    if (view === "drift") await user.inState(page, view, "ready");
    await page.locator(`button[data-testid=term-${terms[0]}]`).waitFor({ state: "attached" });
    await page.evaluate(() => document.querySelectorAll("main details").forEach((details) => (details.open = true)));
    for (const term of terms) {
      const word = page.locator(`button[data-testid=term-${term}]`);
      const about = page.locator(`#term-${term}`);
      await user.counted(word, 1, `${term} is explained once`);
      assert.ok(await about.isHidden());
      await word.press("Enter");
      await about.waitFor({ state: "visible" });
      const box = await about.boundingBox();
      assert.ok(box.x >= 0 && box.x + box.width <= 1280, JSON.stringify(box));
      assert.ok((await about.innerText()).length > 40);
      await page.keyboard.press("Escape");
      await about.waitFor({ state: "hidden" });
    }
  }
});

dryfTest("the tour is offered once, goes through six views, and can be left and found", async ({ page, element, url, screenshot }) => {
  await user.tryDemo(page);
  await element("tour-offer").waitFor();
  await element("tour-take").click();
  const card = element("tour-card");
  for (const [at, view] of ["data", "train", "evaluate", "drift", "validate", "export"].entries()) {
    await user.ledTo(page, view);
    assert.match(await card.innerText(), new RegExp(`^Tour, ${at + 1} of 6: `));
    await page.locator("[data-tour]").waitFor();
    await user.counted(page.locator("[data-tour]"), 1);
    await page.waitForFunction(() => document.activeElement.dataset.testid === "tour-next");
    if (at === 2) await screenshot("tour-evaluate");
    await page.keyboard.press("Enter");
  }
  await card.waitFor({ state: "hidden" });
  await user.counted(page.locator("[data-tour]"), 0);
  assert.equal(await page.evaluate(() => document.activeElement.dataset.testid), "tour");

  await user.open(page, "evaluate");
  assert.ok(await element("tour-offer").isHidden());
  await page.goto("about:blank");
  await page.goto(`${url}#evaluate`);
  await element("evaluate-verdict").waitFor();
  assert.ok(await element("tour-offer").isHidden(), "it is offered once");
  await element("tour").click();
  await user.ledTo(page, "data");
  await page.setViewportSize({ width: 360, height: 740 });
  const box = await card.boundingBox();
  assert.ok(box.x >= 0 && box.x + box.width <= 360, JSON.stringify(box));
  await screenshot("tour-360");
  await page.keyboard.press("Escape");
  await card.waitFor({ state: "hidden" });
});
