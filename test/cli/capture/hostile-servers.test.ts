/** The built program, `fetch` and `capture`, against all that a server may do: one line, exit code 2, nothing left behind, in time. Wants `npm run build`. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { BEHAVIOURS } from "../../fetch/http/behaviours.ts";
import { serveRaw } from "../../fetch/servers.ts";
import { sampled } from "../../sample.ts";
import { heapblameIn } from "./built-program.ts";

const root = mkdtempSync(join(tmpdir(), "heapblame-hostile-servers-"));
after(() => rmSync(root, { recursive: true }));

const COMMANDS = {
  fetch: ["fetch", "-o", "heap.pb.gz"],
  capture: ["capture", "-o", "captured", "--every", "10ms", "--count", "2"],
};
const CASES = Object.entries(BEHAVIOURS).flatMap(([name, [talk, outcome]]) =>
  Object.entries(COMMANDS).map(([command, words]) => ({ name, talk, outcome, command, words })),
);

describe("whole commands", { concurrency: 3 }, () => {
  for (const [at, { name, talk, outcome, command, words }] of sampled(CASES, 9).entries()) {
    test(`${command}: ${name}: ${outcome}`, { timeout: 60_000 }, async () => {
      const { url } = await serveRaw((socket) => {
        socket.once("data", (request) => talk(socket, request.toString("latin1")));
      });
      const cwd = join(root, String(at));
      mkdirSync(cwd);
      const { code, stdout, stderr } = await heapblameIn(cwd, [...words, "--request-timeout", "2s", url], 45);
      assert.doesNotMatch(stderr, /bug in heapblame/);
      const left = readdirSync(cwd, { recursive: true }).map(String);
      assert.deepEqual(
        left.filter((file) => /lock|partial|~|tmp/.test(file)),
        [],
      );
      if (outcome === "kept") return void assert.equal(code, 0, stderr);
      assert.deepEqual([code, stdout, left], [2, "", []], stderr);
      assert.match(stderr, /^(?:heapblame: redirected to [^\n]*\n)*heapblame: [^\n]{10,}\n(?: {2}[^\n]*\n)*$/);
    });
  }
});
