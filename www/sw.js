// Keeps one build of the page, whole, for visits without a network. Page, worker and all else of a visit come from the same
// build, since each has a cache of its own: a build that is newer is kept beside it and takes over when the user wants it
// (src/app/shell/update.rs) and no other tab is open, or when all are closed.
"use strict";

// What the build is called, and its files with the SHA-256 of each: .ci/finish-page.sh puts them here.
const BUILD = "";
const FILES = {};

// An origin may have several pages like this one.
const OURS = `dryf ${registration.scope} `;
const CACHE = OURS + BUILD;

addEventListener("install", (event) => event.waitUntil(keep()));
addEventListener("activate", (event) => event.waitUntil(forgetOthers()));
addEventListener("message", (event) => {
  if (event.data === "take over") event.waitUntil(takeOver(event.ports[0]));
});
addEventListener("fetch", (event) => {
  const name = nameOf(event.request);
  if (name !== undefined) event.respondWith(answer(name, event.request));
});

// All files or none: a server may be in the middle of a change from one build to another.
async function keep() {
  try {
    const cache = await caches.open(CACHE);
    for (const [name, sha256] of Object.entries(FILES)) await cache.put(addressOf(name), await fetched(name, sha256));
  } catch (fault) {
    await caches.delete(CACHE);
    throw fault;
  }
}

// What the browser has already is as good as what the server has, where it is the same.
async function fetched(name, sha256) {
  for (const cache of ["force-cache", "reload"]) {
    const response = await fetch(addressOf(name), { cache });
    if (response.ok && !response.redirected && (await hashOf(response.clone())) === sha256) return response;
  }
  throw new Error(`${name} is not that of this build`);
}

async function hashOf(response) {
  const digest = await crypto.subtle.digest("SHA-256", await response.arrayBuffer());
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function forgetOthers() {
  for (const name of await caches.keys()) {
    if (name.startsWith(OURS) && name !== CACHE) await caches.delete(name);
  }
}

// Answers how many other tabs keep it from that.
async function takeOver(port) {
  const windows = await clients.matchAll({ type: "window", includeUncontrolled: true });
  const tabs = windows.filter(({ frameType, url }) => frameType !== "nested" && url.startsWith(registration.scope));
  const others = Math.max(tabs.length - 1, 0);
  port.postMessage(others);
  if (others === 0) await skipWaiting();
}

// The name of a file of this build; none for what is somebody else's: other hosts, what is sent, other files of this one.
function nameOf(request) {
  const { origin, pathname } = new URL(request.url);
  const address = origin + pathname;
  if (request.method !== "GET" || !address.startsWith(registration.scope)) return undefined;
  const name = address.slice(registration.scope.length) || "index.html";
  return Object.hasOwn(FILES, name) ? name : undefined;
}

// The page lies at its folder: a host may send who asks for index.html there.
function addressOf(name) {
  return new URL(name === "index.html" ? "./" : name, registration.scope).href;
}

async function answer(name, request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(addressOf(name))) ?? fetch(request);
}
