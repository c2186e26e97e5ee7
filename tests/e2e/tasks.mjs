// How long the page's own thread is at something without a pause.

import assert from "node:assert/strict";

/** The page answers within this, in milliseconds, whatever is at work. */
export const BUDGET_MS = 50;

/** The least that `piece` took on two virtual processors of 2.3 GHz, in milliseconds of the processor: the budget is for these at their best. */
const PIECE_MS = 11;

/** Fixed work of a page's kind: texts are cut into words, which are counted, sorted and put into nodes. */
function piece() {
  performance.mark("piece");
  const counts = new Map();
  for (let row = 0; row < 4000; row += 1) {
    for (const word of `słowo${row % 977} i ${(row * 31) % 1013}, jak ${row}`.split(" ")) counts.set(word, (counts.get(word) ?? 0) + 1);
  }
  const list = document.createElement("ul");
  for (const [word, count] of [...counts].sort(([one], [other]) => one.localeCompare(other, "pl"))) {
    list.appendChild(document.createElement("li")).textContent = `${word} ${count}`;
  }
  return list.children.length;
}

/** How many times longer a piece takes now, by the median of nine. */
async function slowness(page) {
  const events = await traced(page, async () => {
    for (let time = 0; time < 9; time += 1) assert.ok((await page.evaluate(piece)) > 1000);
  });
  const marks = events.filter((event) => event.name === "piece").map((mark) => ({ ...mark, dur: 0 }));
  const tasks = events.filter((event) => event.name.endsWith("RunTask") && marks.some((mark) => isOn(mark, event) && holds(event, mark)));
  const times = outermost(tasks).map((task) => task.tdur / 1000).sort((one, other) => one - other);
  assert.ok(times.length >= 5, `${times.length} pieces are in the trace`);
  return times[times.length >> 1] / PIECE_MS;
}

/** The trace of what `body` does. */
async function traced(page, body) {
  const cdp = await page.context().newCDPSession(page);
  const events = [];
  cdp.on("Tracing.dataCollected", ({ value }) => events.push(...value));
  const includedCategories = ["toplevel", "devtools.timeline", "v8", "blink.user_timing"];
  await cdp.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories, excludedCategories: ["*"] } });
  await body();
  const complete = new Promise((resolve) => cdp.once("Tracing.tracingComplete", resolve));
  await cdp.send("Tracing.end");
  await complete;
  await cdp.detach();
  return events;
}

/**
 * What the page's own thread does while `body` works: each task with its time in milliseconds, by the clock and of the
 * processor. The processor's is what the page has to answer for: other programs of the machine make tasks longer by
 * the clock, two to three times on a busy one. Another processor, or half of one whose other half is at work, makes them longer by
 * its own time, too: that time is divided by how much slower a fixed piece of work was, before or after.
 */
export async function mainThreadTasks(page, body) {
  const before = await slowness(page);
  const events = await traced(page, body);
  const slower = Math.max(1, before, await slowness(page));
  const ofPage = events.find((event) => event.name === "EventDispatch" && event.args.data.type === "click");
  assert.ok(ofPage, "the trace shows no click");
  const mine = events.filter((event) => event.ph === "X" && isOn(event, ofPage));
  const clicks = mine.filter((event) => event.name === "EventDispatch" && event.args.data.type === "click");
  const cpu = (event) => event.tdur / 1000 / slower;
  return outermost(mine.filter((event) => event.name.endsWith("RunTask") && event.tdur !== undefined)).map((event) => ({
    wall: event.dur / 1000,
    cpu: cpu(event),
    slower,
    isClick: clicks.some((click) => holds(event, click)),
    parts: mine.filter((part) => holds(event, part) && cpu(part) > 3).map((part) => `${part.name} ${cpu(part).toFixed(0)}`).join(", "),
  }));
}

/** The tasks once each: one is told by two categories, one inside the other. */
const outermost = (tasks) =>
  tasks.filter((event, place) => !tasks.some((outer, at) => at !== place && holds(outer, event) && (!holds(event, outer) || at < place)));

const isOn = (one, other) => one.pid === other.pid && one.tid === other.tid;

const holds = (outer, inner) => outer.ts <= inner.ts && inner.ts + inner.dur <= outer.ts + outer.dur;
