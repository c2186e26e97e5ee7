// What goes wrong is said where it went wrong, with file, line and remedy; afterwards the page works as before and keeps
// what was loaded.

import assert from "node:assert/strict";
import { readFileSync, truncateSync } from "node:fs";
import { join } from "node:path";
import { dryfTest } from "./harness.mjs";
import * as user from "./page.mjs";

const demo = (name) => readFileSync(new URL(`../../www/demo/${name}.txt`, import.meta.url), "utf8");
const NAMES = ["train_text", "train_tags", "test_text", "test_tags"];
const SOUND = NAMES.map((name) => user.file(`${name}.txt`, demo(name)));
const withLine = (text, line, bytes) => {
  const lines = text.split("\n").map((line) => Buffer.from(line + "\n"));
  lines[line - 1] = Buffer.concat([Buffer.from(bytes), Buffer.from("\n")]);
  return Buffer.concat(lines).subarray(0, -1);
};

/** Files that can be read one by one but make no data set, in the place of the sound ones of their names. */
const DATA_FAULTS = [
  {
    what: "line counts that differ",
    files: [user.file("train_tags.txt", demo("train_tags") + "0\n")],
    code: "line-counts-differ",
    says: [/train_tags\.txt/, /1,201 lines/, /train_text\.txt has 1,200/, /go together line by line/],
  },
  {
    what: "a missing file",
    without: "train_tags.txt",
    files: [],
    code: "missing-role",
    says: [/train_text\.txt/, /no labels/, /give the tags file/],
  },
];

/** Files that are refused at once; the data set stays as it is. */
const REFUSED = [
  {
    what: "an empty file",
    make: () => [user.file("train_text.txt", "")],
    code: "empty-file",
    says: [/train_text\.txt/, /empty/],
  },
  {
    what: "a zip with a path that climbs out",
    make: (folder) => zip(folder, "climbs.zip", `z.writestr("../train_text.txt", "ala\\n")`),
    code: "unsafe-path",
    says: [/climbs\.zip/, /\.\.\/train_text\.txt/, /don't trust/],
  },
  {
    what: "a damaged zip",
    make: (folder) => {
      const path = zip(folder, "damaged.zip", `z.writestr("train_text.txt", "ala ma kota\\n" * 5000)`);
      truncateSync(path, Math.floor(readFileSync(path).length / 2));
      return path;
    },
    code: "damaged-zip",
    says: [/damaged\.zip/, /can't be read/, /again/],
  },
  {
    what: "a zip bomb",
    make: (folder) => zip(folder, "bomb.zip", `z.writestr("train_text.txt", b"0" * (100 << 20))`),
    code: "zip-bomb",
    says: [/bomb\.zip/, /200 times/, /unpack it yourself/],
  },
];

/** Settings with which a run can't be done, each as a link; where they show before Run is pressed. */
const SETTINGS = [
  { link: "svc.C=0", field: "svc.C", code: "invalid-parameter", says: [/svc\.C/, /number above 0/, /such as 1\.0/] },
  { link: "svc.C=nan", field: "svc.C", code: "invalid-config", says: [/svc\.C/, /can't be nan/, /give a number/] },
  {
    link: "svc.class_weight={nobody=2.0}",
    field: "svc.class_weight",
    code: "invalid-parameter",
    says: [/class_weight/, /nobody/, /name only these: cyberbullying/],
  },
  { link: "tfidf.min_df=700", code: "empty-vocabulary", says: [/min_df/, /lower min_df/] },
  { link: "tfidf.min_df=0.9&tfidf.max_df=0.5", code: "invalid-parameter", says: [/max_df/, /at most 420/, /at least 756/, /lower min_df or raise max_df/] },
];

/** Writes a zip by one line of Python. */
function zip(folder, name, line) {
  const path = join(folder, name);
  user.python(`import zipfile\nz = zipfile.ZipFile(${JSON.stringify(path)}, "w", zipfile.ZIP_DEFLATED)\n${line}\nz.close()`);
  return path;
}

/** A place in the middle of the largest packed file of a zip; names in front of files stand twice and are read once. */
function inMidFile(path) {
  const script =
    "import sys, zipfile\n" +
    "largest = max(zipfile.ZipFile(sys.argv[1]).infolist(), key=lambda member: member.compress_size)\n" +
    "head = open(sys.argv[1], 'rb').read()[largest.header_offset :][:30]\n" +
    "lengths = int.from_bytes(head[26:28], 'little') + int.from_bytes(head[28:30], 'little')\n" +
    "print(largest.header_offset + 30 + lengths + largest.compress_size // 2)";
  return Number(user.python(script, path));
}

async function says(note, { code, says }) {
  await note.waitFor();
  if (code) assert.equal(await note.getAttribute("data-code"), code);
  const text = await note.innerText();
  for (const part of says) assert.match(text, part);
}

/** Loads the sound files and runs once. */
async function prepared(page) {
  await user.giveFiles(page, SOUND);
  await user.inState(page, "data", "ready");
  await user.run(page);
  const scores = await user.scores(page);
  await user.open(page, "data");
  return scores;
}

dryfTest("data at fault are named by file and line, and the last run stays", async ({ page, element, screenshot }) => {
  const before = await prepared(page);
  for (const fault of DATA_FAULTS) {
    if (fault.without) {
      await page.getByTestId("file").filter({ hasText: fault.without }).getByRole("button", { name: "Remove" }).click();
    } else {
      await user.giveFiles(page, fault.files);
    }
    await user.inState(page, "data", "failed");
    const note = page.locator("main").getByTestId("error");
    await says(note, fault);
    await user.counted(note, 1, fault.what);
    assert.deepEqual(await user.scores(page), before, `${fault.what}: the last run is gone`);

    // Run starts nothing and leads to where it is said why, once.
    await user.open(page, "train");
    await element("run").click();
    await page.locator("[data-testid=tab-data][aria-current=page]").waitFor();
    await says(note, fault);
    await user.counted(element("error"), 1);
    await user.counted(element("cancel"), 0);
    if (fault === DATA_FAULTS[1]) await screenshot("faults-data");

    // The sound file in the place of the faulty one ends it.
    await user.giveFiles(page, SOUND);
    await user.inState(page, "data", "ready");
    await note.waitFor({ state: "detached" });
    await user.run(page);
    assert.deepEqual(await user.scores(page), before, fault.what);
    await user.counted(element("error"), 0);
  }
});

dryfTest("files that are refused change nothing", async ({ page, element, screenshot }) => {
  await user.inFolder(async (folder) => {
    const before = await prepared(page);
    for (const fault of REFUSED) {
      await user.giveFiles(page, fault.make(folder));
      await says(element("error"), fault);
      await user.inState(page, "data", "ready");
      await user.inState(page, "train", "ready");
      assert.deepEqual(await user.scores(page), before);
      if (fault === REFUSED[3]) await screenshot("faults-refused");
      await page.locator("main").getByRole("button", { name: "Dismiss" }).click();
      await element("error").waitFor({ state: "detached" });
    }
    await user.run(page);
    assert.deepEqual(await user.scores(page), before);
  });
});

dryfTest("a file of 300 MB is refused by its size, before a byte is read", async ({ page, element }) => {
  await page.evaluate(() => {
    window.readSizes = [];
    for (const name of ["arrayBuffer", "text", "stream"]) {
      const read = Blob.prototype[name];
      Blob.prototype[name] = function (...rest) {
        window.readSizes.push(this.size);
        return read.apply(this, rest);
      };
    }
    for (const name of ["readAsArrayBuffer", "readAsText", "readAsBinaryString", "readAsDataURL"]) {
      const read = FileReader.prototype[name];
      FileReader.prototype[name] = function (blob, ...rest) {
        window.readSizes.push(blob.size);
        return read.call(this, blob, ...rest);
      };
    }
  });
  await user.inFolder(async (folder) => {
    const before = await prepared(page);
    const sound = SOUND.map(({ buffer }) => buffer.length);
    assert.deepEqual(await page.evaluate(() => window.readSizes), sound, "what the page reads is counted");
    const path = user.write(folder, "tweets.txt", "");
    truncateSync(path, 300 << 20);
    await user.giveFiles(page, path);
    await says(element("error"), { code: "file-too-large", says: [/tweets\.txt/, /300 MB/, /at most 200 MB/, /dryf train/] });
    assert.deepEqual(await page.evaluate(() => window.readSizes), sound);
    await user.run(page);
    assert.deepEqual(await user.scores(page), before);
  });
});

dryfTest("settings at fault are named in their place and by Run", async ({ page, element }) => {
  const before = await prepared(page);
  await user.open(page, "train");
  for (const fault of SETTINGS) {
    await page.evaluate((link) => (location.hash = `train?${link}`), fault.link);
    if (fault.field) {
      const note = page.locator(".setting", { has: element(fault.field) }).getByTestId("error");
      await says(note, { says: fault.says });
    }
    await element("run").click();
    await says(page.locator("footer").getByTestId("error"), fault);
    await user.inState(page, "train", "failed");
    await user.counted(element("cancel"), 0);
    assert.deepEqual(await user.scores(page), before);
    await element("reset-settings").click();
    await user.inState(page, "train", "ready");
    await user.counted(element("error"), 0);
  }
  await user.run(page);
  assert.deepEqual(await user.scores(page), before);
});

dryfTest("an unknown setting in a link is named with the nearest known one", async ({ page, element }) => {
  await page.evaluate(() => (location.hash = "train?svc.kernal=rbf&svc.C=2.0"));
  await says(element("error"), { code: "unknown-key", says: [/kernal/, /did you mean kernel\?/] });
  assert.equal(await element("svc.C").inputValue(), "2.0");
  await page.locator("main").getByRole("button", { name: "Dismiss" }).click();
  await user.open(page, "data");
  await user.loadDemo(page);
  await user.run(page);
  await user.counted(element("error"), 0);
});

dryfTest("a class with one row can't be split, and says so", async ({ page, element }) => {
  const before = await prepared(page);
  await user.giveFiles(page, [
    user.file("train_text.txt", demo("train_text") + "jeden jedyny\n"),
    user.file("train_tags.txt", demo("train_tags").replaceAll("1", "0") + "1\n"),
  ]);
  await user.inState(page, "train", "stale");
  await user.inState(page, "data", "ready");
  await element("run").click();
  await says(page.locator("footer").getByTestId("error"), {
    code: "class-too-small",
    says: [/train_tags\.txt/, /\b1 has only one row/, /add a row/],
  });
  assert.deepEqual(await user.scores(page), before);
  await user.giveFiles(page, SOUND);
  await user.inState(page, "data", "ready");
  await user.run(page);
  assert.deepEqual(await user.scores(page), before);
});

dryfTest("what is no archive is refused where it was given", async ({ page, element }) => {
  await user.inFolder(async (folder) => {
    const before = await prepared(page);
    const other = zip(folder, "other.zip", `z.writestr("train_text.txt", "ala\\n")`);
    await user.open(page, "evaluate");
    await element("production-input").setInputFiles(other);
    const note = page.locator("section.production").getByTestId("error");
    await says(note, { code: "not-an-archive", says: [/other\.zip/] });
    await user.open(page, "export");
    await element("open-input").setInputFiles(other);
    await says(page.locator("main").getByTestId("error").first(), { code: "not-an-archive", says: [/other\.zip/] });
    assert.deepEqual(await user.scores(page), before);

    // One flipped bit inside a packed file of a real archive is found by its checksum.
    const archive = await user.download(page, folder);
    const bytes = readFileSync(archive);
    bytes[inMidFile(archive)] ^= 1;
    await element("open-input").setInputFiles(user.write(folder, "flipped.zip", bytes));
    await says(page.locator("main").getByTestId("error").filter({ hasText: "flipped.zip" }), { says: [/flipped\.zip/] });
    await user.inState(page, "export", "ready");
    assert.deepEqual(await user.scores(page), before);
  });
});
