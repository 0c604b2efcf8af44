/** `heapblame trend` end to end. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { encodeProfile } from "../../src/profile/codec/encode.ts";
import { fixture, MODES } from "../fixtures.ts";
import { profileFromText } from "../profile/profile-from-text.ts";
import { validatorOf } from "./json-schemas.ts";
import { runCli } from "./run-cli.ts";

function snapshots(mode: string): string[] {
  return ["before", "1", "2", "3", "4", "after"].map((name) => fixture(`streamwatcher/${mode}/heap-${name}.out`));
}

test("the verdict comes first, and everything fits 80 columns", async () => {
  for (const mode of MODES) {
    const { code, stdout } = await runCli(["trend", ...snapshots(mode)], { columns: 80, env: { NO_COLOR: "1" } });
    assert.equal(code, 0);
    assert.match(stdout, /^(It rises|It rose at first|Flat|No growth is shown)/);
    assert.deepEqual(
      stdout.split("\n").filter((line) => line.length > 80),
      [],
    );
  }
});

test("JSON keeps to the schema that ships, whatever the shape", async () => {
  const validate = validatorOf("trend");
  for (const mode of MODES) {
    const { stdout } = await runCli([
      "trend",
      ...snapshots(mode),
      "-f",
      "json",
      "--limit",
      "1GiB",
      "--iterations",
      "15",
    ]);
    assert.ok(validate(JSON.parse(stdout)), JSON.stringify(validate.errors));
  }
  const { stdout, code } = await runCli(["trend", ...snapshots("retain").slice(0, 2), "-f", "json"]);
  assert.equal(code, 0);
  assert.ok(validate(JSON.parse(stdout)), JSON.stringify(validate.errors));
});

test("the name of -o chooses Markdown, SVG and PNG", async () => {
  const directory = mkdtempSync(join(tmpdir(), "heapblame-test-"));
  try {
    for (const [name, start] of [
      ["trend.md", "**It rises"],
      ["trend.svg", "<"],
      ["trend.png", "\u0089PNG"],
    ] as const) {
      const file = join(directory, name);
      const { code, stderr } = await runCli(["trend", ...snapshots("retain"), "-o", file]);
      assert.equal(code, 0, stderr);
      assert.ok(readFileSync(file, "latin1").startsWith(start), name);
    }
  } finally {
    rmSync(directory, { recursive: true });
  }
});

test("snapshots that are given in another order are put right, and that is said", async () => {
  const [first, second, third] = [1, 2, 3].map((at) => fixture(`streamwatcher/retain/heap-${at}.out`)) as [
    string,
    string,
    string,
  ];
  const [right, wrong] = [await runCli(["trend", first, second, third]), await runCli(["trend", third, first, second])];
  assert.equal(right.stderr, "");
  assert.equal(wrong.stdout.replace(/1 note: --explain\n$/, ""), right.stdout);
  assert.equal(wrong.stderr, "heapblame: The captures are ordered by their times; they were given in another order.\n");
});

test("profiles that differ in their sample types are told by those they share, or refused", async () => {
  const folder = mkdtempSync(join(tmpdir(), "heapblame-types-"));
  const write = (name: string, text: string, types: readonly string[]): string => {
    const sampleTypes = types.map((type) => ({ type, unit: type.endsWith("space") ? "bytes" : "count" }));
    const path = join(folder, name);
    writeFileSync(
      path,
      encodeProfile(profileFromText(text, { sampleTypes, timeNanos: BigInt(name) * 60_000_000_000n })),
    );
    return path;
  };
  const files = [
    write("1", "main.f 3 400", ["inuse_objects", "inuse_space"]),
    write("2", "main.f 500", ["inuse_objects"]),
    write("3", "main.f 600", ["inuse_objects"]),
  ];
  const { code, stdout } = await runCli(["trend", ...files]);
  assert.equal(code, 0);
  assert.match(stdout, /^\+597 live objects, 3 -> 600/);
  const refused = await runCli(["trend", ...files, "--sample-index", "inuse_space"]);
  assert.deepEqual([refused.code, /bug/.test(refused.stderr)], [2, false]);
  const apart = await runCli(["trend", ...files, write("4", "main.f 9", ["goroutine"])]);
  assert.equal(apart.code, 2);
  assert.doesNotMatch(apart.stderr, /bug/);
  rmSync(folder, { recursive: true });
});
