/** `heapblame fetch` where it is stopped, has nowhere to write to, or is answered with garbage. */
import assert from "node:assert/strict";
import { existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { PROFILE, serve } from "../fetch/servers.ts";
import { isAlive, podObject, stubKubectl } from "../fetch/stub-kubectl.ts";
import { runCli } from "./run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-fetch-"));
after(() => rmSync(folder, { recursive: true }));
const around = { cwd: folder, env: { PATH: process.env["PATH"] ?? "" } };

test("an interrupt ends the download, its file and its forward", async () => {
  let interrupt = (): void => assert.fail("nothing listens to interrupts");
  const slow = await serve((_, response) => {
    response.write(PROFILE.subarray(0, PROFILE.length - 10));
    setTimeout(() => interrupt(), 300);
  });
  const kubectl = stubKubectl();
  kubectl.answer("pod-web-1", podObject());
  kubectl.forward(9996, slow.port);
  const { code, stderr } = await runCli(
    ["fetch", "pod/web-1:9996", "-n", "shop", "--kubectl", kubectl.path, "-o", "half"],
    {
      ...around,
      onListening: (handler) => {
        interrupt = handler;
      },
    },
  );
  assert.equal(code, 2);
  assert.equal(stderr, "heapblame: stopped before the download was whole: it was not kept\n");
  assert.deepEqual(readdirSync(folder), []);
  const [forward] = kubectl.forwards();
  assert.ok(forward !== undefined && !isAlive(forward));
});

test("- is standard output", async () => {
  const { port } = await serve((_, response) => response.end(PROFILE));
  const { code, stdoutBytes, stderr } = await runCli(["fetch", `127.0.0.1:${port}`, "-o", "-"], around);
  assert.deepEqual([code, stderr], [0, ""]);
  assert.deepEqual(Buffer.from(stdoutBytes), Buffer.from(PROFILE));
  assert.ok(!existsSync(join(folder, "-")));
  const refused = await runCli(["fetch", "-l", "app=web", "-o", "-"], around);
  assert.match(refused.stderr, /^heapblame: -l fetches a file for each pod: give a directory with -o, not -/);
});

test("a kubectl that answers with JSON of no meaning is told in a line", async () => {
  const kubectl = stubKubectl();
  for (const answer of [
    null,
    42,
    [],
    {},
    { items: 7 },
    { items: [null, 3] },
    { items: [] },
    { spec: { selector: 4 } },
  ]) {
    kubectl.answer("pods", answer);
    kubectl.answer("deployment-web", answer);
    kubectl.answer("service-web", answer);
    kubectl.answer("pod-web", answer);
    for (const source of [["-l", "app=web"], ["deploy/web"], ["svc/web"], ["pod/web"]]) {
      const { code, stderr } = await runCli(["fetch", ...source, "--kubectl", kubectl.path, "-o", "x"], around);
      assert.equal(code, 2);
      assert.match(stderr, /^heapblame: .*(no pod|no selector)/, `${JSON.stringify(answer)} ${source}: ${stderr}`);
    }
  }
});

test("a file where the directory should be is told in a line", async () => {
  writeFileSync(join(folder, "taken"), "");
  const kubectl = stubKubectl();
  kubectl.answer("pods", { items: [podObject()] });
  const { code, stderr } = await runCli(["fetch", "-l", "app=web", "--kubectl", kubectl.path, "-o", "taken"], around);
  assert.equal(code, 2);
  assert.match(stderr, /^heapblame: \S+\/taken: cannot write: file already exists\n$/);
});
