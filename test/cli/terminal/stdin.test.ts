/** What standard input is called when nothing can come of it, by each command that reads it. Wants `npm run build`. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const heapblame = fileURLToPath(new URL("../../../bin/heapblame.js", import.meta.url));

for (const [words, redirect, wanted] of [
  ["-", "< /", /^heapblame: -: standard input is a directory; give the files in it\n$/],
  ["top -", "< /", /^-: standard input is a directory\n/],
  ["mcp", "< /", /^heapblame: standard input is a directory; /],
  ["-", "<&-", /^heapblame: -: standard input is empty: it is \/dev\/null, or closed\n$/],
  ["mcp", "<&-", /^heapblame: standard input is \/dev\/null, or closed: nobody can ask anything there\n$/],
  ["mcp", "< /dev/null", /^heapblame: standard input is \/dev\/null, or closed: nobody can ask anything there\n$/],
  ["folded -", "< /dev/null", /^heapblame: -: standard input is empty: it is \/dev\/null, or closed\n$/],
  ["-", "< <(true)", /^heapblame: -: standard input is empty: what writes to it gave nothing\n$/],
  ["- --max-size 4B", "< <(echo 12345)", /^heapblame: -: goes on for more than 4 bytes; /],
] as const) {
  test(`heapblame ${words} ${redirect}`, { skip: process.platform === "win32" }, () => {
    const ran = spawnSync("/bin/bash", ["--norc", "-c", `"$NODE" "$H" ${words} ${redirect}`], {
      ...{ encoding: "utf8", timeout: 20_000 },
      env: { PATH: process.env["PATH"], NODE: process.execPath, H: heapblame },
    });
    assert.equal(ran.status, 2, ran.stderr);
    assert.match(ran.stderr, wanted);
  });
}
