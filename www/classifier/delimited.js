// Texts of a file, and the answers as a table: what the page reads and what it gives back.

/** The text of a file and how it was read: UTF-8, by a byte order mark UTF-16, else Windows-1250. */
function decoded(bytes) {
  const mark = [...bytes.subarray(0, 2)].join();
  if (mark === "255,254" || mark === "254,255") {
    const encoding = mark === "255,254" ? "utf-16le" : "utf-16be";
    return { text: new TextDecoder(encoding).decode(bytes), encoding };
  }
  try {
    return { text: new TextDecoder("utf-8", { fatal: true }).decode(bytes), encoding: "utf-8" };
  } catch {
    return { text: new TextDecoder("windows-1250").decode(bytes), encoding: "windows-1250" };
  }
}

/** One text a line; what stands behind the last line's end is no line. */
function linesOf(text) {
  const lines = text.split("\n");
  if (lines.at(-1) === "") lines.pop();
  return lines.map((line) => (line.endsWith("\r") ? line.slice(0, -1) : line));
}

/** What the first line has most of, outside of quotes. */
function delimiterOf(text) {
  const counts = new Map([",", ";", "\t", "|"].map((sign) => [sign, 0]));
  let quoted = false;
  for (const sign of text) {
    if (sign === '"') quoted = !quoted;
    else if (sign === "\n" && !quoted) break;
    else if (!quoted && counts.has(sign)) counts.set(sign, counts.get(sign) + 1);
  }
  return [...counts].reduce((best, one) => (one[1] > best[1] ? one : best))[0];
}

/** The rows of a table by RFC 4180; empty lines are none. */
function rowsOf(text, delimiter) {
  const rows = [];
  let row = [];
  let cell = "";
  let quoted = false;
  const endRow = () => {
    row.push(cell);
    if (row.length > 1 || cell !== "") rows.push(row);
    row = [];
    cell = "";
  };
  for (let at = 0; at < text.length; at++) {
    const sign = text[at];
    if (quoted) {
      if (sign !== '"') cell += sign;
      else if (text[at + 1] === '"') cell += text[++at];
      else quoted = false;
    } else if (sign === '"' && cell === "") quoted = true;
    else if (sign === delimiter) {
      row.push(cell);
      cell = "";
    } else if (sign === "\n") endRow();
    else if (sign !== "\r" || text[at + 1] !== "\n") cell += sign;
  }
  if (cell !== "" || row.length > 0) endRow();
  return rows;
}

/** The column with the longest texts. */
function longestColumn(rows) {
  const sums = [];
  for (const row of rows.slice(0, 1000)) row.forEach((cell, at) => (sums[at] = (sums[at] ?? 0) + cell.length));
  return sums.indexOf(Math.max(...sums));
}

/** A cell that no spreadsheet takes for a formula, quoted where it has to be. */
function cellOf(value, delimiter) {
  let cell = String(value);
  if (/^[=+\-@\t\r]/.test(cell) && typeof value !== "number") cell = `'${cell}`;
  return /["\r\n]/.test(cell) || cell.includes(delimiter) ? `"${cell.replaceAll('"', '""')}"` : cell;
}

/** A table as a file; the mark at its start tells Excel that it is UTF-8. */
function fileOf(rows, delimiter) {
  return `\ufeff${rows.map((row) => row.map((cell) => cellOf(cell, delimiter)).join(delimiter)).join("\r\n")}\r\n`;
}
