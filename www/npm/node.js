// For Node, whose `fetch` reads no files.

import { readFile } from "node:fs/promises";
import { classifierWith } from "./classifier.js";

export const Classifier = classifierWith(() => readFile(new URL("./dryf-classifier_bg.wasm", import.meta.url)));
