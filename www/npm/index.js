// For browsers and bundlers, which know `new URL(…, import.meta.url)` as a file to take along.

import { classifierWith } from "./classifier.js";

export const Classifier = classifierWith(() => new URL("./dryf-classifier_bg.wasm", import.meta.url));
