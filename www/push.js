// The script of push.html: reaches the server that the page has named, for the page alone.
(function () {
  "use strict";

  if (parent === window) return;
  // A policy can only be narrowed: from here on this document reaches the server of its address and nothing else, and runs no
  // further script.
  var server;
  try {
    server = new URL(decodeURIComponent(location.hash.slice(1)));
  } catch (fault) {
    return;
  }
  if (server.protocol !== "http:" && server.protocol !== "https:") return;
  var policy = document.createElement("meta");
  policy.httpEquiv = "Content-Security-Policy";
  policy.content = "default-src 'none'; connect-src " + server.origin;
  document.head.append(policy);

  addEventListener("message", function (event) {
    if (event.source !== parent || event.origin !== location.origin) return;
    var port = event.ports[0];
    carryOut(event.data).then(function (answer) {
      port.postMessage(answer, answer.body ? [answer.body] : []);
    });
  });
  window.dryfIsReady = true;

  // Status, media type and body of the answer, or why there is none: "withheld" (the server answers, but not to this page),
  // "unreachable", "late", "redirected".
  async function carryOut(asked) {
    if (asked.wait) await new Promise((waited) => setTimeout(waited, asked.wait));
    var headers = {};
    if (asked.mediaType) headers["Content-Type"] = asked.mediaType;
    if (asked.authorization) headers.Authorization = asked.authorization;
    try {
      var response = await fetch(asked.url, {
        method: asked.method,
        headers: headers,
        body: asked.body,
        credentials: "omit",
        cache: "no-store",
        redirect: "manual",
        referrerPolicy: "no-referrer",
        signal: AbortSignal.timeout(asked.timeout),
      });
      if (response.type === "opaqueredirect") return { fault: "redirected" };
      return {
        status: response.status,
        mediaType: response.headers.get("content-type") || "",
        body: await response.arrayBuffer(),
      };
    } catch (fault) {
      if (fault.name === "TimeoutError") return { fault: "late" };
      return { fault: (await answersAtAll(asked.probe)) ? "withheld" : "unreachable" };
    }
  }

  // A browser tells a script by nothing why it gets no answer. What may not be read can still be asked for: whether something
  // answers at all is seen by that.
  async function answersAtAll(url) {
    try {
      await fetch(url, { mode: "no-cors", credentials: "omit", cache: "no-store", signal: AbortSignal.timeout(10000) });
      return true;
    } catch (fault) {
      return false;
    }
  }
})();
