/** Names from binaries: what pprof finds in a program for the addresses of a profile, and heapblame beside it. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { gunzipSync } from "node:zlib";
import { decodeProgram } from "../../src/binary/index.ts";
import { type Build, buildProgram } from "../binary/programs.ts";
import { fixture } from "../fixtures.ts";
import { sampled, usualTest } from "../sample.ts";
import { type Bench, findPprof, openBench } from "./oracle.ts";

const pprof = findPprof();
const skip = "missing" in pprof ? pprof.missing : false;
const missingC = spawnSync("cc", ["--version"]).status === 0 ? skip : "no C compiler here";

const NATIVE: readonly Build[] = [
  { target: "linux/amd64" },
  { target: "linux/amd64", flags: ["-ldflags=-s -w"] },
  { target: "linux/amd64", flags: ["-buildmode=pie"] },
];

const FOREIGN: readonly Build[] = [
  { target: "linux/386" },
  { target: "linux/arm64" },
  { target: "linux/s390x" },
  { target: "darwin/arm64" },
  { target: "windows/amd64" },
  { target: "windows/amd64", flags: ["-ldflags=-s -w"] },
];

const COMMANDS: readonly (readonly string[])[] = [
  ["-top"],
  ["-raw"],
  ["-traces"],
  ["-proto", "-output=report.out"],
  ["-tree", "-lines"],
  ["-top", "-symbolize=force"],
  ["-raw", "-symbolize=force"],
  ["-top", "-symbolize=local:demangle=none"],
  ["-top", "-symbolize=fastlocal"],
  ["-top", "-symbolize=none"],
  ["-peek=main"],
];

function textOf(bytes: Buffer | undefined): string {
  return bytes === undefined ? "" : (bytes[0] === 0x1f ? gunzipSync(bytes) : bytes).toString("latin1");
}

/** A profile of tcmalloc: an allocation at each address, with what lies where if `mapping` says so. */
function heapText(addresses: readonly number[], mapping: string): string {
  const lines = addresses.map((address, index) => `  1: ${index + 16} [ 1: ${index + 16}] @ 0x${address.toString(16)}`);
  const total = addresses.reduce((sum, _, index) => sum + index + 16, 0);
  const count = addresses.length;
  return [
    `heap profile: ${count}: ${total} [ ${count}: ${total}] @ heapprofile`,
    ...lines,
    "",
    "MAPPED_LIBRARIES:",
    mapping,
    "",
  ].join("\n");
}

/** Addresses all over the code, around its ends, and far away. */
function someAddresses(path: string, step: number): number[] {
  const { sections } = decodeProgram(readFileSync(path)).file;
  const text = sections.find(({ name }) => name === ".text" || name === "__text") ?? assert.fail();
  const inside = Array.from({ length: Math.ceil(text.size / step) }, (_, index) => text.address + index * step);
  return [...inside, text.address - 1, text.address + text.size, text.address + text.size + 1, 0x10, 0x7fff12345678];
}

describe("names from programs, as go tool pprof finds them", { skip }, () => {
  let bench: Bench;
  before(() => {
    bench = openBench((pprof as { path: string }).path);
  });
  after(() => bench.close());

  async function compare(args: readonly string[]): Promise<void> {
    const [want, got] = [await bench.pprof(args), await bench.heapblame(args)];
    const what = args.join(" ");
    assert.equal(got.stderr.toString(), want.stderr.toString(), what);
    assert.equal(textOf(got.stdout), textOf(want.stdout), what);
    assert.equal(textOf(got.file), textOf(want.file), what);
    assert.equal(got.code, want.code, what);
  }

  for (const build of NATIVE) {
    test(`profiles that the program itself wrote: ${build.flags?.join(" ") ?? "plain"}`, async () => {
      const path = buildProgram(build);
      const folder = join(bench.folder, `profiles-${NATIVE.indexOf(build)}`);
      mkdirSync(folder);
      execFileSync(path, [folder]);
      for (const command of sampled(COMMANDS, 4))
        for (const name of ["heap.out", "heap.debug1.txt"]) {
          await compare([...command, path, join(folder, name)]);
          await compare([...command, join(folder, name)]);
        }
    });
  }

  for (const build of [...NATIVE, ...FOREIGN]) {
    test(`addresses all over ${build.target} ${build.flags?.join(" ") ?? ""}`, async () => {
      const path = buildProgram(build);
      const profile = join(bench.folder, `all-${[...NATIVE, ...FOREIGN].indexOf(build)}.txt`);
      writeFileSync(profile, heapText(someAddresses(path, 1531), ""));
      for (const command of sampled([["-raw"], ["-traces"], ["-proto", "-output=report.out"]], 1))
        await compare([...command, path, profile]);
    });
  }

  test("a mapping that lies elsewhere than in the file", async () => {
    const path = buildProgram({ target: "linux/amd64", flags: ["-buildmode=pie"] });
    const { file } = decodeProgram(readFileSync(path));
    const [load, start] = [file.loadAddress ?? 0, 0x55d0aa400000];
    const profile = join(bench.folder, "moved.txt");
    const end = start + 0x400000;
    const mapping = `${start.toString(16)}-${end.toString(16)} r-xp 00000000 00:00 1234 ${path}`;
    const moved = someAddresses(path, 1531).map((address) => (address < 2 ** 40 ? address - load + start : address));
    writeFileSync(profile, heapText(moved, mapping));
    for (const command of sampled(COMMANDS, 4)) {
      await compare([...command, profile]);
      await compare([...command, path, profile]);
    }
  });

  usualTest("functions of C", { skip: missingC }, async () => {
    const mixed = buildProgram({ target: "linux/amd64" }, "binary/cgo");
    const stripped = buildProgram({ target: "linux/amd64", flags: ["-ldflags=-s -w"] }, "binary/cgo");
    const plain = join(bench.folder, "inlined");
    execFileSync("cc", ["-g", "-O2", "-no-pie", "-o", plain, fixture("binary/c/inlined.c")]);
    for (const [index, path] of [mixed, stripped, plain].entries()) {
      const profile = join(bench.folder, `c-${index}.txt`);
      writeFileSync(profile, heapText(someAddresses(path, path === plain ? 1 : 251), ""));
      for (const command of [["-traces"], ["-raw"], ["-proto", "-output=report.out"], ["-top"]])
        await compare([...command, path, profile]);
    }
  });

  usualTest("a program that is not there, and one that is none", async () => {
    const profile = join(bench.folder, "missing.txt");
    const none = join(bench.folder, "none");
    writeFileSync(none, "#!/bin/sh\n");
    const head = join(bench.folder, "head");
    writeFileSync(head, readFileSync(buildProgram({ target: "linux/amd64" })).subarray(0, 4096));
    for (const path of ["/nowhere/program", bench.folder, none, head]) {
      writeFileSync(profile, heapText([0x401010], `400000-500000 r-xp 00000000 00:00 1234 ${path}`));
      for (const command of [["-top"], ["-raw", "-symbolize=force"]]) await compare([...command, profile]);
      await compare(["-top", path, profile]);
    }
  });
});
