// How long the page's own thread is at something without a pause.

import assert from "node:assert/strict";

/** The page answers within this, in milliseconds, whatever is at work. */
export const BUDGET_MS = 50;

/**
 * What the page's own thread does while `body` works: each task with its time in milliseconds, by the clock and of the
 * processor. The processor's is what the page has to answer for: other programs of the machine make tasks longer by
 * the clock, two to three times on a busy one.
 */
export async function mainThreadTasks(page, body) {
  const cdp = await page.context().newCDPSession(page);
  const events = [];
  cdp.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  const includedCategories = ["toplevel", "devtools.timeline", "v8"];
  await cdp.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories, excludedCategories: ["*"] } });
  await body();
  const complete = new Promise((resolve) => cdp.once("Tracing.tracingComplete", resolve));
  await cdp.send("Tracing.end");
  await complete;
  const thread = ({ pid, tid }) => `${pid}/${tid}`;
  const ofPage = events.find((event) => event.name === "EventDispatch" && event.args.data.type === "click");
  assert.ok(ofPage, "the trace shows no click");
  const mine = events.filter((event) => event.ph === "X" && thread(event) === thread(ofPage));
  const clicks = mine.filter((event) => event.name === "EventDispatch" && event.args.data.type === "click");
  return mine
    .filter((event) => event.name.endsWith("RunTask") && event.tdur !== undefined)
    // A task is told by two categories, one inside the other.
    .filter((event, place, all) => !all.some((outer, at) => at !== place && holds(outer, event) && (!holds(event, outer) || at < place)))
    .map((event) => ({
      wall: event.dur / 1000,
      cpu: event.tdur / 1000,
      isClick: clicks.some((click) => holds(event, click)),
      parts: mine.filter((part) => holds(event, part) && part.tdur > 3000).map((part) => `${part.name} ${(part.tdur / 1000).toFixed(0)}`).join(", "),
    }));
}

const holds = (outer, inner) => outer.ts <= inner.ts && inner.ts + inner.dur <= outer.ts + outer.dur;
