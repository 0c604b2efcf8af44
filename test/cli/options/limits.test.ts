/** Each limit at its edge: one below nothing is said, at it the input is refused or the output shortened, and what is said names the option that raises it. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { gunzipSync, gzipSync } from "node:zlib";
import { LIMITS_GROUP } from "../../../src/cli/options/limits.ts";
import { ProfileBuilder } from "../../../src/profile/builder.ts";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { serve } from "../../fetch/servers.ts";
import { modePair } from "../../fixtures.ts";
import { readPng } from "../../render/pixels.ts";
import { declaredProgram } from "../declared-program.ts";
import { runCli } from "../run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-limits-"));
after(() => rmSync(folder, { recursive: true }));

const [before, current] = modePair("retain");
const unpacked = gunzipSync(readFileSync(current)).length;

/** Commands that read a profile, by what it is given as. */
const READING: readonly (readonly string[])[] = [
  ["report", "FILE"],
  ["diff", before, "FILE"],
  ["check", before, "FILE", "--max-growth", "1GiB"],
  ["trend", before, "FILE"],
  ["top", "FILE"],
  ["flame", "FILE", "-o", join(folder, "flame.svg")],
  ["folded", "FILE"],
];

test("a profile may unpack to --max-size bytes and not to one more, whatever reads it", async () => {
  for (const command of READING) {
    const words = command.map((word) => (word === "FILE" ? current : word));
    const enough = await runCli([...words, "--max-size", String(unpacked)]);
    assert.doesNotMatch(enough.stderr, /--max-size/, command[0]);
    const { code, stdout, stderr } = await runCli([...words, "--max-size", String(unpacked - 1)]);
    assert.equal(code, 2, command[0]);
    assert.equal(stdout, "", command[0]);
    assert.match(stderr, /heapblame: .*unpacks to more than \d+ bytes; raise the limit with --max-size/, command[0]);
    assert.match(stderr, /heap-/, `${command[0]} says which file`);
  }
});

test("an answer may have --max-download bytes and not one more", async () => {
  const bytes = readFileSync(current);
  const server = await serve((_request, response) => void response.end(bytes));
  const source = `${server.url}/debug/pprof/heap`;
  const asked = (most: number) => runCli(["report", source, "--save", "none", "--max-download", String(most)]);
  assert.equal((await asked(bytes.length)).code, 0);
  const { code, stderr } = await asked(bytes.length - 1);
  assert.equal(code, 2);
  assert.match(
    stderr,
    /^heapblame: http:\S+: the answer is larger than \d+ bytes; .*raise the limit with --max-download/m,
  );
});

function profileOfName(name: string): string {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "inuse_space", unit: "bytes" }] });
  const line = { function: builder.addFunction({ name, file: "/src/a.go" }), line: 3 };
  builder.addSample([builder.addLocation({ address: 16n, lines: [line] })], [4096n]);
  const file = join(folder, `name-${name.length}.pb.gz`);
  writeFileSync(file, gzipSync(encodeProfile(builder.finish())));
  return file;
}

test("a name may have --max-name characters and not one more where it is read; data keep it", async () => {
  const name = `main.${"abcdefghi_".repeat(20)}`;
  const file = profileOfName(name);
  for (const format of ["text", "markdown"]) {
    const enough = await runCli(["report", file, "-f", format, "--max-name", String(name.length)]);
    assert.equal(enough.code, 0);
    assert.doesNotMatch(enough.stderr, /--max-name/);
    const short = await runCli(["report", file, "-f", format, "--max-name", String(name.length - 1)]);
    assert.equal(short.code, 0);
    assert.ok(!short.stdout.includes(name));
    assert.match(short.stderr, /heapblame: 1 name is shortened to 204 characters; --max-name raises that/);
  }
  const { stdout, stderr } = await runCli(["report", file, "-f", "json", "--max-name", "10"]);
  assert.ok(stdout.includes(name));
  assert.doesNotMatch(stderr, /--max-name/);
});

test("a name of as many characters as are usual is whole, one of more is not", async () => {
  const [whole, long] = [4096, 4097].map((length) => profileOfName("main.".padEnd(length, "x"))) as [string, string];
  assert.doesNotMatch((await runCli(["report", whole])).stderr, /--max-name/);
  assert.match((await runCli(["report", long])).stderr, /1 name is shortened to 4096 characters/);
});

test("a PNG has at most --max-pixels, and what is drawn smaller for it says so", async () => {
  for (const [command, ...words] of [
    ["flame", current],
    ["series", before, current],
    ["png", current],
  ] as const) {
    const drawn = async (most: number) => {
      const output = join(folder, `${command}-${most}.png`);
      const { code, stderr } = await runCli([command, ...words, "-o", output, "--max-pixels", String(most)]);
      assert.equal(code, 0, stderr);
      return { stderr, ...(await readPng(readFileSync(output))) };
    };
    if (command === "flame") assert.doesNotMatch((await drawn(60_000_000)).stderr, /--max-pixels/, command);
    const small = await drawn(100_000);
    assert.ok(small.width * small.height <= 101_000, `${command}: ${small.width} x ${small.height}`);
    assert.ok(small.width * small.height > 90_000, `${command}: ${small.width} x ${small.height}`);
    assert.match(small.stderr, /is drawn at \d+%: a PNG has at most 100000 pixels.*--max-pixels raises that/, command);
  }
});

test("SECURITY.md has every one of them with what is usual", () => {
  const program = declaredProgram();
  const security = readFileSync(fileURLToPath(new URL("../../../SECURITY.md", import.meta.url)), "utf8");
  const limits = program.options.filter(({ helpGroupHeading }) => helpGroupHeading === LIMITS_GROUP);
  assert.ok(limits.length >= 4);
  for (const { long, description } of limits) {
    const usual = /default: (\S+?)\)/.exec(description)?.[1] ?? "nothing";
    const row = security.split("\n").find((line) => line.includes(`\`${long}\``)) ?? "";
    assert.equal(row.split("|")[2]?.trim().replaceAll(" ", "").replaceAll(",", ""), usual, long);
  }
});
