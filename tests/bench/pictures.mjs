// Makes the pictures by which systems and other sites show the page, from www/icon.svg and the built page: its icons, and the card of a
// link, which shows the demo. Their files are kept beside the page's; make them anew when its look has changed.
//
//   node tests/bench/pictures.mjs          (tests/e2e needs `npm ci` first)
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { launch, pkg, serve, started } from "../e2e/harness.mjs";
import * as user from "../e2e/page.mjs";

const www = resolve(dirname(fileURLToPath(import.meta.url)), "../../www");
const icon = `data:image/svg+xml,${encodeURIComponent(readFileSync(join(www, "icon.svg"), "utf8"))}`;
const tokens = readFileSync(join(www, "styles/tokens.css"), "utf8");
const profile = mkdtempSync(join(tmpdir(), "dryf-pictures-"));
const [browser, server] = [await launch(profile, "en-US", { colorScheme: "light" }), await serve(pkg)];

/** A page of this size and content as a PNG in www/. */
async function draw(name, width, height, content, transparent = false) {
  const page = await browser.context.newPage();
  await page.setViewportSize({ width, height });
  await page.setContent(`<!doctype html><style>${tokens} * { margin: 0; box-sizing: border-box; }</style>${content}`);
  await page.evaluate(() => Promise.all([...document.images].map((image) => image.decode())));
  writeFileSync(join(www, name), await page.screenshot({ omitBackground: transparent }));
  await page.close();
}

try {
  const drawn = (size, padding, corner) =>
    `<div style="width: ${size}px; height: ${size}px; padding: ${padding}px; border-radius: ${corner}px; background: var(--paper)"><img src="${icon}" style="width: 100%"></div>`;
  await draw("icon-192.png", 192, 192, drawn(192, 16, 40), true);
  await draw("icon-512.png", 512, 512, drawn(512, 44, 108), true);
  // What a system may cut off is a tenth at each side.
  await draw("icon-maskable.png", 512, 512, drawn(512, 104, 0));

  const page = await browser.context.newPage();
  await page.setViewportSize({ width: 1000, height: 700 });
  await page.goto(server.url);
  await started(page);
  await user.loadDemo(page);
  await user.run(page);
  await user.open(page, "evaluate");
  await user.settled(page, "evaluate");
  const shot = `data:image/png;base64,${(await page.screenshot()).toString("base64")}`;
  await draw(
    "card.png",
    1200,
    630,
    `<div style="width: 1200px; height: 630px; overflow: hidden; background: var(--paper-sunk); color: var(--ink); font: 28px/1.35 var(--sans)">
      <div style="position: absolute; inset: 64px auto auto 56px; width: 420px">
        <img src="${icon}" style="width: 96px">
        <p style="font-size: 76px; font-weight: 700; line-height: 1.2">Dryf</p>
        <p style="margin-top: 16px">Teachable Machine for texts, with a gate and a memory</p>
        <p style="margin-top: 24px; font-size: 22px; color: var(--ink-quiet)">All of it in your browser</p>
      </div>
      <img src="${shot}" style="position: absolute; inset: 64px auto auto 520px; width: 900px; border: 1px solid var(--line-strong); border-radius: 8px">
    </div>`,
  );
} finally {
  await browser.close();
  await server.close();
  rmSync(profile, { recursive: true, force: true });
}
