/** `list` where a profile names its source: what never ends and what nobody writes to are not read, whoever wrote the profile. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";
import { runCli } from "../run-cli.ts";

const cwd = mkdtempSync(join(tmpdir(), "heapblame-list-"));
after(() => rmSync(cwd, { recursive: true }));

test("sources that are devices or pipes end as none", {
  skip: process.platform === "win32",
  timeout: 60_000,
}, async () => {
  const pipe = join(cwd, "pipe.go");
  execFileSync("mkfifo", [pipe]);
  for (const file of ["/dev/zero", "/dev/urandom", "/dev/stdin", "/proc/kmsg", pipe]) {
    writeFileSync(
      join(cwd, "heap.pb"),
      encodeProfile(profileFromText(`main.main@${file}:1;main.leak@${file}:12 3 4096`)),
    );
    for (const words of [["list"], ["weblist", "-o", "x.html"]]) {
      const { stdout, stderr } = await runCli([...words, "main.leak", "heap.pb"], { cwd });
      assert.ok(stdout.length < 100_000, file);
      assert.doesNotMatch(stderr, /bug in heapblame/, file);
    }
  }
});
