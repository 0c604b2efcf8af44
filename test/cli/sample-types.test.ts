/** Profiles that have no type of value in common: each command says which file differs from which, pprof's own as pprof does. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { encodeProfile } from "../../src/profile/codec/encode.ts";
import { profileFromText } from "../profile/profile-from-text.ts";
import { runCli } from "./run-cli.ts";

const cwd = mkdtempSync(join(tmpdir(), "heapblame-types-"));
after(() => rmSync(cwd, { recursive: true }));

const TYPES = [
  { type: "objects", unit: "count" },
  { type: "space", unit: "bytes" },
];
for (const [at, header] of [{}, {}, { sampleTypes: TYPES }].entries()) {
  const profile = profileFromText(`main.main;main.leak ${at + 3} ${4096 * (at + 1)}`, {
    ...header,
    timeNanos: BigInt(at + 1) * 1_000_000_000n,
  });
  writeFileSync(join(cwd, `${at}.pb`), encodeProfile(profile));
}

const PAIR = "2.pb has the sample types objects, space; 0.pb has inuse_objects, inuse_space: ";
const THREE = "2.pb has the sample types objects, space; 0.pb and 1 more have inuse_objects, inuse_space: ";
const COMMANDS: readonly (readonly [words: string, fact: string])[] = [
  ["diff 0.pb 2.pb", PAIR],
  ["0.pb 2.pb", PAIR],
  ["check 0.pb 2.pb", PAIR],
  ["check 0.pb 1.pb --normal 2.pb", "1.pb has the sample types inuse_objects, inuse_space; 2.pb has objects, space: "],
  ["advise 0.pb 2.pb", PAIR],
  ["flame -o x.svg --base 0.pb 2.pb", PAIR],
  ["difffolded --base 0.pb 2.pb", PAIR],
  ["top --base 0.pb 2.pb", PAIR],
  ["svg -o x.svg --base 0.pb 2.pb", PAIR],
  ["diff -o x.html 0.pb 2.pb", PAIR],
  ["trend 0.pb 1.pb 2.pb", THREE],
  ["trend -o x.svg 0.pb 1.pb 2.pb", THREE],
  ["top --merge 0.pb 1.pb 2.pb", THREE],
  [
    "series -o x.svg --sample-index inuse_space 0.pb 1.pb 2.pb",
    "2.pb has the sample types objects, space; 1.pb has inuse_objects, inuse_space: ",
  ],
];
for (const [words, fact] of COMMANDS) {
  test(`heapblame ${words}`, async () => {
    const { code, stdout, stderr } = await runCli(words.split(" "), { cwd });
    assert.deepEqual([code, stdout], [2, ""]);
    assert.ok(stderr.startsWith(`heapblame: ${fact}`), stderr);
    assert.equal(stderr.trimEnd().split("\n").length, 1, stderr);
  });
}

test("pprof's own grammar has pprof's words", async () => {
  const { stderr } = await runCli(["-top", "-base", "0.pb", "2.pb"], { cwd });
  assert.equal(stderr.trim(), "profiles have empty common sample type list");
});
