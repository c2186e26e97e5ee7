// A real MLflow server for the tests that push into one, and a proxy before it that cuts connections.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { openSync } from "node:fs";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createServer, request as ask } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";

async function listening(server) {
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  return server.address().port;
}

async function freePort() {
  const server = createServer();
  const port = await listening(server);
  await new Promise((closed) => server.close(closed));
  return port;
}

/** A new server on 127.0.0.1, with further options of `mlflow server`. DRYF_MLFLOW names the program. */
export async function startMlflow(...options) {
  assert.ok(process.env.DRYF_MLFLOW, "DRYF_MLFLOW names no mlflow: run the tests by ./dev test e2e");
  const folder = await mkdtemp(join(tmpdir(), "dryf-mlflow-"));
  const port = await freePort();
  const log = openSync(join(folder, "log"), "w");
  const given = ["--host", "127.0.0.1", "--port", `${port}`, "--workers", "1", "--artifacts-destination", join(folder, "artifacts")];
  const server = spawn(process.env.DRYF_MLFLOW, ["server", "--backend-store-uri", `sqlite:///${folder}/mlflow.db`, ...given, ...options], {
    cwd: folder,
    detached: true,
    stdio: ["ignore", log, log],
    env: { ...process.env, MLFLOW_DISABLE_TELEMETRY: "true" },
  });
  const url = `http://127.0.0.1:${port}`;
  const close = async () => {
    if (server.exitCode === null) {
      const ended = new Promise((resolve) => server.once("exit", resolve));
      process.kill(-server.pid, "SIGKILL");
      await ended;
    }
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  };
  const isUp = () => fetch(`${url}/health`).then((answer) => answer.ok, () => false);
  while (!(await isUp())) {
    if (server.exitCode !== null) {
      const said = await readFile(join(folder, "log"), "utf8");
      await close();
      assert.fail(`mlflow server ended:\n${said}`);
    }
    await new Promise((waited) => setTimeout(waited, 250));
  }
  return { url, port, close };
}

/** What MLflow's REST interface answers; `query` is a body, or the parameters of a GET. */
export async function rest(url, path, query, method = "POST") {
  const address = new URL(`${url}/api/2.0/mlflow/${path}`);
  if (method === "GET") for (const [name, value] of Object.entries(query)) address.searchParams.set(name, value);
  const answer = await fetch(address, {
    method,
    headers: { "content-type": "application/json" },
    body: method === "GET" ? undefined : JSON.stringify(query),
  });
  assert.ok(answer.ok, `${path}: ${answer.status} ${await answer.clone().text()}`);
  return answer.json();
}

/** The runs of an experiment that has this name. */
export async function runsOf(url, name) {
  const { experiment } = await rest(url, "experiments/get-by-name", { experiment_name: name }, "GET");
  const { runs } = await rest(url, "runs/search", { experiment_ids: [experiment.experiment_id], max_results: 1000 });
  return runs ?? [];
}

/**
 * A proxy before a server that passes on all until `fate(request)` says something of one: "cut" ends its connection and every
 * further one until `mend()`, "hold" leaves it without an answer.
 */
export async function cuttingProxy(port, fate) {
  let isDown = false;
  const proxy = createServer((request, response) => {
    const said = isDown ? "cut" : fate?.(request);
    if (said === "hold") return;
    isDown = said === "cut";
    if (isDown) return request.socket.destroy();
    const { method, url: path, headers } = request;
    const passed = ask({ host: "127.0.0.1", port, method, path, headers }, (answer) => {
      response.writeHead(answer.statusCode, answer.headers);
      answer.pipe(response);
    });
    passed.on("error", () => request.socket.destroy());
    request.pipe(passed);
  });
  const own = await listening(proxy);
  return {
    url: `http://127.0.0.1:${own}`,
    isDown: () => isDown,
    mend: () => {
      [isDown, fate] = [false, undefined];
    },
    close: () => {
      proxy.closeAllConnections();
      return new Promise((closed) => proxy.close(closed));
    },
  };
}

/** A server that answers everything by `answer(request, response)` and counts what it is asked. */
export async function stub(answer) {
  let count = 0;
  const server = createServer((request, response) => {
    count += 1;
    answer(request, response);
  });
  const port = await listening(server);
  return {
    url: `http://127.0.0.1:${port}`,
    count: () => count,
    close: () => {
      server.closeAllConnections();
      return new Promise((closed) => server.close(closed));
    },
  };
}
