/** `heapblame fetch` where it is stopped, has nowhere to write to, or is answered with garbage. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
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

test("of pods that all fail nothing is left, not even the directory; one that is there stays", async () => {
  const { port } = await serve((request, response) => {
    if (request.url?.includes("cmdline") === true) response.end("web\0");
    else response.writeHead(500).end();
  });
  const kubectl = stubKubectl();
  const items = ["web-1", "web-2"].map((name) => podObject({ name, uid: name }));
  kubectl.answer("pods", { kind: "PodList", items });
  kubectl.forward(9996, port);
  const words = ["fetch", "-l", "app=web", "-n", "shop", "--port", "9996", "--kubectl", kubectl.path, "-o"];
  const { code, stderr } = await runCli([...words, "a/b"], around);
  assert.equal(code, 2);
  assert.match(
    stderr,
    /^heapblame: web-1: the server answered 500.*\nheapblame: -l app=web: web-2: the server answered 500.*\n$/,
  );
  assert.deepEqual(readdirSync(folder), []);
  mkdirSync(join(folder, "kept"));
  assert.equal((await runCli([...words, "kept"], around)).code, 2);
  assert.deepEqual(readdirSync(folder, { recursive: true }), ["kept"]);
  rmSync(join(folder, "kept"), { recursive: true });
});

test("- is standard output", async () => {
  const { port } = await serve((_, response) => response.end(PROFILE));
  const { code, stdoutBytes, stderr } = await runCli(["fetch", `127.0.0.1:${port}`, "-o", "-"], around);
  assert.deepEqual([code, stderr], [0, ""]);
  assert.deepEqual(Buffer.from(stdoutBytes), Buffer.from(PROFILE));
  assert.ok(!existsSync(join(folder, "-")));
  const refused = await runCli(["fetch", "-l", "app=web", "-o", "-"], around);
  assert.match(refused.stderr, /^heapblame: -l fetches a file for each pod: give a directory with -o/);
});

test("without -o it goes to whoever reads standard output, on a terminal into a file named by source and time", async () => {
  const { port } = await serve((_, response) => response.end(PROFILE));
  const source = `127.0.0.1:${port}`;
  const piped = await runCli(["fetch", source], around);
  assert.deepEqual([piped.code, piped.stderr], [0, ""]);
  assert.deepEqual(Buffer.from(piped.stdoutBytes), Buffer.from(PROFILE));
  assert.deepEqual(readdirSync(folder), []);

  const shown = await runCli(["fetch", source], { ...around, columns: 80 });
  assert.deepEqual([shown.code, shown.stdout], [0, ""]);
  const [file = ""] = readdirSync(folder);
  assert.match(file, new RegExp(`^heapblame-127\\.0\\.0\\.1-${port}-\\d{8}T\\d{6}Z\\.pb\\.gz$`));
  assert.ok(shown.stderr.startsWith(`heapblame: ${join(folder, file)}: `), shown.stderr);
  rmSync(join(folder, file));
});

test("into a directory goes a file named by source and time", async () => {
  const { port } = await serve((_, response) => response.end(PROFILE));
  const dumps = mkdtempSync(join(folder, "dumps-"));
  assert.equal((await runCli(["fetch", `127.0.0.1:${port}`, "-o", dumps], around)).code, 0);
  const files = readdirSync(dumps);
  assert.equal(files.length, 1);
  assert.match(files[0] ?? "", /^heapblame-127\.0\.0\.1-\d+-\d{8}T\d{6}Z\.pb\.gz$/);
  rmSync(dumps, { recursive: true });
  const refused = await runCli(["fetch", "-l", "app=web"], around);
  assert.match(refused.stderr, /^heapblame: -l fetches a file for each pod: give a directory with -o/);
});

test("a name that ends in a slash is a directory, which is made and goes again where nothing is fetched", async () => {
  const { port } = await serve((request, response) => {
    if (request.url?.startsWith("/none") === true) response.writeHead(404).end();
    else response.end(PROFILE);
  });
  assert.equal((await runCli(["fetch", `127.0.0.1:${port}/none`, "-o", "a/b/"], around)).code, 2);
  assert.deepEqual(readdirSync(folder), []);
  assert.equal((await runCli(["fetch", `127.0.0.1:${port}`, "-o", "a/b/"], around)).code, 0);
  assert.match(readdirSync(join(folder, "a/b")).join(), /^heapblame-127\.0\.0\.1-\d+-\d{8}T\d{6}Z\.pb\.gz$/);
  rmSync(join(folder, "a"), { recursive: true });
  const nowhere = await runCli(["fetch", `127.0.0.1:${port}`, "-o", "a/x.out"], around);
  assert.equal(
    nowhere.stderr,
    `heapblame: ${join(folder, "a/x.out")}: cannot write: there is no directory ${join(folder, "a")}\n`,
  );
});

test("a pod is asked for its heap where its index is given", async () => {
  const asked: string[] = [];
  const { port } = await serve((request, response) => {
    asked.push(request.url ?? "");
    response.end(PROFILE);
  });
  const kubectl = stubKubectl();
  kubectl.answer("pod-web-1", podObject());
  kubectl.forward(9996, port);
  for (const path of ["", "/debug/pprof", "/behind/debug/pprof/"]) {
    const source = `k8s://shop/pod/web-1:9996${path}`;
    const { code, stderr } = await runCli(["fetch", source, "--kubectl", kubectl.path, "-o", "-"], around);
    assert.equal(code, 0, stderr);
  }
  const wanted = asked.filter((path) => path.includes("heap"));
  const heap = "/debug/pprof/heap?gc=1";
  assert.deepEqual(wanted, [heap, heap, `/behind${heap}`]);
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
  assert.match(stderr, /^heapblame: \S+\/taken: cannot write: a file is there, and a directory is wanted\n$/);
});
