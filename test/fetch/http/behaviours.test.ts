/**
 * What a server may do to whoever asks it for a profile, by name. Each ends in time: as a whole profile that is kept, or in one line that says what was
 * wrong, with nothing kept.
 */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { runCli } from "../../cli/run-cli.ts";
import { serveRaw } from "../servers.ts";
import { BEHAVIOURS } from "./behaviours.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-behaviours-"));
after(() => rmSync(folder, { recursive: true }));

const OBEYED = /[^\P{C}\n]/u;

describe(`a server's behaviour: ${Object.keys(BEHAVIOURS).length} of them`, { concurrency: 8 }, () => {
  for (const [at, [name, [talk, outcome]]] of Object.entries(BEHAVIOURS).entries()) {
    test(`${name}: ${outcome}`, { timeout: 60_000 }, async () => {
      const { url } = await serveRaw((socket) => {
        socket.once("data", (request) => talk(socket, request.toString("latin1")));
      });
      const output = join(folder, `${at}.pb.gz`);
      const words = ["fetch", `${url}/debug/pprof/heap`, "-o", output, "--request-timeout", "2s"];
      const { code, stderr } = await runCli(words, { cwd: folder });
      assert.doesNotMatch(stderr, /bug in heapblame/);
      assert.doesNotMatch(stderr, OBEYED);
      assert.equal(code, outcome === "kept" ? 0 : 2, stderr);
      assert.equal(existsSync(output), outcome === "kept", stderr);
      if (outcome === "refused")
        assert.match(stderr, /^(?:heapblame: redirected to [^\n]*\n)*heapblame: [^\n]{10,}\n(?: {2}[^\n]*\n)*$/);
    });
  }
});

test("there are sixty at least, and nothing half-written is left", () => {
  assert.ok(Object.keys(BEHAVIOURS).length >= 60);
  for (const name of readdirSync(folder)) assert.match(name, /^\d+\.pb\.gz$/);
});
