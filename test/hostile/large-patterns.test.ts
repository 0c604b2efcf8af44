/** Expressions that only Go has the memory for, at every door that expressions come in by: refused by one line, at once. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { encodeProfile } from "../../src/profile/codec/encode.ts";
import { namePattern } from "../../src/web/pattern.ts";
import { heapProfile } from "../blame/heap-buckets.ts";
import { runCli } from "../cli/run-cli.ts";
import { isLongRun, sampled } from "../sample.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-patterns-"));
after(() => rmSync(folder, { recursive: true }));
const file = (name: string, bytes: Uint8Array | string): string => {
  writeFileSync(join(folder, name), bytes);
  return join(folder, name);
};

const BOMB = "a{1000}".repeat(724);
const buckets = [{ stack: "main.main;main.grow", size: 4096, inuse: 20, alloc: 50 }];
const plain = file("plain.pb", encodeProfile(heapProfile(buckets)));
const dropping = file("dropping.pb", encodeProfile(heapProfile(buckets, { dropFrames: BOMB })));
const keeping = file("keeping.pb", encodeProfile(heapProfile(buckets, { dropFrames: "x", keepFrames: BOMB })));
const suppressed = file("known", `${BOMB.slice(0, 700)}\n${BOMB.slice(0, 707)}\n`);

const FILTERS = ["focus", "ignore", "hide", "show", "show_from", "prune_from"];
const TAGS = ["tagfocus", "tagignore", "tagshow", "taghide"];
const DOORS: readonly (readonly string[])[] = [
  ...[...FILTERS, ...TAGS].map((flag) => ["-top", `-${flag}=${BOMB}`, plain]),
  ...FILTERS.map((flag) => ["diff", plain, plain, `--${flag.replace("_", "-")}`, BOMB]),
  ["-top", `-tagfocus=${Array(20).fill("a{1000}".repeat(40)).join(",")}`, plain],
  ["-top", ...["focus", "ignore", "hide"].map((flag) => `-${flag}=${"a{1000}".repeat(20)}`), plain],
  ["-peek", BOMB, plain],
  [`-peek=${BOMB}`, plain],
  [`-list=${BOMB}`, plain],
  [`-weblist=${BOMB}`, plain],
  ["check", plain, plain, "--scope", `frame=${BOMB}`],
  ["check", plain, plain, "--suppress", suppressed],
  ["-top", dropping],
  ["-top", keeping],
  ["-dot", `-base=${plain}`, dropping],
];

for (const words of sampled(DOORS, 8)) {
  test(`${words.map((word) => word.replace(folder, ".").slice(0, 24)).join(" ")} is refused`, async () => {
    const before = process.cpuUsage();
    const { code, stdout, stderr } = await runCli(words, { env: { PPROF_BINARY_PATH: "/nonexistent" } });
    const { user, system } = process.cpuUsage(before);
    assert.equal(code, 2, stderr);
    assert.equal(stdout, "");
    assert.match(stderr, /expression too large: \d+ instructions(?: with those before it)?, (?:50|200)000 at most/);
    assert.ok(user + system < 2e6, `${(user + system) / 1e6} s`);
  });
}

test("the page says so where it is typed", () => {
  assert.match(namePattern(BOMB).fault, /expression too large: 724001 instructions/);
});

test("pprof takes it, and refuses what is larger in the same words", { skip: !isLongRun }, () => {
  const asked = (pattern: string) =>
    spawnSync("go", ["tool", "pprof", "-top", `-focus=${pattern}`, plain], { encoding: "utf8", timeout: 60_000 });
  execFileSync("go", ["version"]);
  assert.equal(asked(BOMB).status, 0);
  const beyond = "a{1000}".repeat(3400);
  const [, line = ""] = /(parsing focus regexp: .*)/.exec(asked(beyond).stderr) ?? [];
  assert.match(line, /expression too large: `a\{1000\}a/);
  return runCli(["-top", `-focus=${beyond}`, plain]).then(({ code, stderr }) => {
    assert.equal(code, 2);
    assert.ok(stderr.includes(line), stderr.slice(0, 200));
  });
});
