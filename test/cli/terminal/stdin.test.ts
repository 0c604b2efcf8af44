/** What standard input is called when nothing can come of it; `test/cli/faults.test.ts` has the whole commands. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";

const MODULE = new URL("../../../src/cli/terminal/stdin.ts", import.meta.url).href;
const SCRIPT = `import(${JSON.stringify(MODULE)}).then(({ readStdin }) => readStdin(4)).then((bytes) => console.log(bytes.length), ({ code, message }) => console.log(code, message))`;

for (const [redirect, wanted] of [
  ["< /", "is-directory standard input is a directory"],
  ["<&-", "unreadable standard input is empty: it is /dev/null, or closed"],
  ["< /dev/null", "unreadable standard input is empty: it is /dev/null, or closed"],
  ["< <(true)", "unreadable standard input is empty: what writes to it gave nothing"],
  ["<<< 123", "4"],
  ["< <(echo 1234)", "stream-size goes on for more than 4 B"],
] as const) {
  test(`standard input ${redirect}`, { skip: process.platform === "win32" }, () => {
    const words = [...process.execArgv, "-e", SCRIPT].map((word) => `'${word.replaceAll("'", "'\\''")}'`).join(" ");
    const ran = spawnSync("/bin/bash", ["-c", `"$NODE" ${words} ${redirect}`], {
      ...{ encoding: "utf8", timeout: 20_000 },
      env: { ...process.env, NODE: process.execPath },
    });
    assert.equal(ran.stdout.trim(), wanted, ran.stderr);
  });
}
