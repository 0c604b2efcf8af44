/** Words of the command line that are no UTF-8, beside the real pprof. Wants `npm run build`, and Linux, which has the words as they were typed. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { findPprof } from "../differential/oracle.ts";
import { modePair } from "../fixtures.ts";

const heapblame = fileURLToPath(new URL("../../bin/heapblame.js", import.meta.url));
const pprof = findPprof();
const folder = mkdtempSync(join(tmpdir(), "heapblame-raw-"));
after(() => rmSync(folder, { recursive: true }));
const [before, current] = modePair("retain");
copyFileSync(before, join(folder, "A"));
copyFileSync(current, join(folder, "B"));

const hasWords = existsSync("/proc/self/cmdline");
const skip = hasWords ? false : "no /proc/self/cmdline here";

/** `\377` in the line is that byte. */
function run(program: string, line: string): { readonly code: number | null; readonly said: string } {
  const script = `exec ${program} $(printf -- '${line}')`;
  const { status, stdout, stderr } = spawnSync("sh", ["-c", script], { cwd: folder, timeout: 60_000 });
  return { code: status, said: `${stdout.toString("latin1")}\n--\n${stderr.toString("latin1")}` };
}

const ours = (line: string) => run(`'${process.execPath}' '${heapblame}'`, line);

for (const line of [
  "-top -focus=\\377 B",
  "-top -tagfocus=a\\377[ B",
  "-peek=\\377 B",
  "-top -unit=\\377 B",
  "-top -sample_index=\\377 B",
  "-comments -add_comment=a\\377\\303\\244 B",
  "-top -symbolize=\\377 B",
  "-top no\\377such",
  "-top -base A B\\377",
]) {
  test(`${line} says and does what pprof does`, { skip: skip || ("missing" in pprof && pprof.missing) }, () => {
    if ("missing" in pprof) return;
    spawnSync("sh", ["-c", "cp B \"$(printf 'B\\377')\""], { cwd: folder, timeout: 60_000 });
    assert.deepEqual(ours(line), run(`'${pprof.path}'`, line));
  });
}

test("an output of such a name is refused: no file of another name appears", { skip }, () => {
  const names = (): string[] => readdirSync(folder, { encoding: "latin1" }).sort();
  const there = names();
  for (const line of ["A B -o x\\377.md", "-top -output=x\\377 B", "svg B -o x\\377.svg"]) {
    const { code, said } = ours(line);
    assert.equal(code, 2, line);
    assert.match(said, /x(?:\xff|\\xff)(?:\.\w+)?: cannot write: the name is no UTF-8/);
    assert.deepEqual(names(), there);
  }
});
