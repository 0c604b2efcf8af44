import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";

const folder = mkdtempSync(join(tmpdir(), "heapblame-leftovers-"));
after(() => rmSync(folder, { recursive: true }));
const leftovers = fileURLToPath(new URL("../../../src/fetch/files/leftovers.ts", import.meta.url));

/** Makes a file and a folder with one in it, both to be removed on exit, and goes on with `then`. */
function run(then: string): { signal: string | null; status: number | null; left: boolean[] } {
  const [file, directory] = [join(folder, "file"), join(folder, "folder")];
  const script = `
    import { mkdirSync, writeFileSync } from "node:fs";
    import { removeOnExit } from ${JSON.stringify(leftovers)};
    writeFileSync(${JSON.stringify(file)}, "x");
    mkdirSync(${JSON.stringify(directory)});
    writeFileSync(${JSON.stringify(join(directory, "inner"))}, "x");
    const forget = [${JSON.stringify(file)}, ${JSON.stringify(directory)}].map(removeOnExit);
    setTimeout(() => {}, 30_000);
    ${then}`;
  const { signal, status } = spawnSync(process.execPath, ["--import", "tsx", "--input-type=module", "-e", script], {
    timeout: 60_000,
  });
  const left = [file, directory].map((path) => existsSync(path));
  for (const path of [file, directory]) rmSync(path, { recursive: true, force: true });
  return { signal, status, left };
}

const skip = process.platform === "win32" && "signals end a process there as they like";

for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"]) {
  test(`nothing is left after ${signal}, which ends the process as it would have`, { skip }, () => {
    const ran = run(`process.kill(process.pid, "${signal}");`);
    assert.deepEqual(ran, { signal, status: null, left: [false, false] });
  });
}

test("nothing is left where the process ends itself", () => {
  assert.deepEqual(run("process.exit(3);"), { signal: null, status: 3, left: [false, false] });
});

test("who ends in order on a signal has what it needs until then", { skip }, () => {
  const ran = run(`
    import { existsSync } from "node:fs";
    process.on("SIGTERM", () => setTimeout(() => process.exit(existsSync(${JSON.stringify(join(folder, "file"))}) ? 7 : 8), 50));
    process.kill(process.pid, "SIGTERM");`);
  assert.deepEqual(ran, { signal: null, status: 7, left: [false, false] });
});

test("what was forgotten stays", { skip }, () => {
  assert.deepEqual(run('forget[0](); process.kill(process.pid, "SIGHUP");').left, [true, false]);
  const ran = run('for (const each of forget) each(); process.kill(process.pid, "SIGHUP");');
  assert.deepEqual(ran, { signal: "SIGHUP", status: null, left: [true, true] });
});
