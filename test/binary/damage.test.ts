/** Damaged programs: whatever is cut off or flipped, reading ends soon, with names or with a BinaryError. */
import assert from "node:assert/strict";
import { execFileSync, spawnSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";
import { decodeProgram, type Program } from "../../src/binary/index.ts";
import { BinaryError } from "../../src/errors.ts";
import { fixture } from "../fixtures.ts";
import { isLongRun } from "../sample.ts";
import { buildProgram, missingGo, TARGETS } from "./programs.ts";

/** Everything that can be asked, at a few places. */
const QUESTIONS: readonly ((program: Program) => unknown)[] = [
  ({ symbols }) => Array.from({ length: Math.min(symbols.length, 50) }, (_, row) => symbols.name(row)),
  ({ symbols }) => symbols.findByAddress(0x401234),
  ({ file }) => file.decodeDynamicSymbols().length,
  ({ buildIds }) => buildIds,
  ({ buildInfo }) => buildInfo,
  ({ functions }) => functions?.frames(functions.table.entry(functions.table.length >> 1)),
  ({ functions }) => functions?.table.findByName("main.work"),
  ({ debugInfo }) => debugInfo?.types.findByName("main.server"),
  ({ debugInfo }) => debugInfo?.variables.findByName("main.current"),
  (program) => program.debugInfo?.localsAt(somePc(program)),
  (program) => program.debugInfo?.framesAt(somePc(program)),
];

function somePc({ symbols }: Program): number {
  const row = Math.max(symbols.findByName("main.work"), symbols.findByName("f"), 0);
  return symbols.length === 0 ? 0 : symbols.address(row) + 5;
}

function assertReads(bytes: Uint8Array, what: string): void {
  const program = answered(() => decodeProgram(bytes), what);
  if (program === undefined) return;
  for (const [index, question] of QUESTIONS.entries()) answered(() => question(program), `${what}, question ${index}`);
}

const outcomes = { answered: 0, refused: 0 };

/** Undefined where it is refused as it should be. */
function answered<Answer>(ask: () => Answer, what: string): Answer | undefined {
  try {
    const answer = ask();
    outcomes.answered++;
    return answer;
  } catch (error) {
    assert.ok(error instanceof BinaryError, `${what}: ${error instanceof Error ? error.stack : error}`);
    assert.match(error.message, /byte|this is/, what);
    outcomes.refused++;
    return undefined;
  }
}

/** The same numbers each time: a linear congruential generator. */
function numbersFrom(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

/** Flips up to eight bits, half of the time near the start or the end, where the headers are. */
function flipped(bytes: Uint8Array, next: (below: number) => number): Uint8Array {
  const damaged = new Uint8Array(bytes);
  for (let count = 1 + next(8); count > 0; count--) {
    const near = Math.min(4096, bytes.length);
    const at = [next(bytes.length), next(near), bytes.length - 1 - next(near), next(bytes.length)][next(4)] as number;
    damaged[at] = (damaged[at] as number) ^ (1 << next(8));
  }
  return damaged;
}

function damageAll(bytes: Uint8Array, rounds: number): void {
  Object.assign(outcomes, { answered: 0, refused: 0 });
  assertReads(bytes, "the whole program");
  assert.deepEqual(outcomes, { answered: QUESTIONS.length + 1, refused: 0 });
  const next = numbersFrom(bytes.length);
  for (let round = 0; round < rounds; round++) {
    assertReads(flipped(bytes, next), `round ${round}`);
    const length = next(round % 2 === 0 ? bytes.length : Math.min(bytes.length, 4096));
    assertReads(bytes.subarray(0, length), `the first ${length} bytes`);
  }
  assert.ok(outcomes.answered > rounds && outcomes.refused > rounds, JSON.stringify(outcomes));
}

for (const target of TARGETS) {
  test(`damaged programs of ${target}`, { skip: missingGo() }, () => {
    damageAll(readFileSync(buildProgram({ target })), isLongRun ? 30 : 10);
  });
}

test("damaged programs whose DWARF is not compressed", { skip: missingGo() }, () => {
  damageAll(
    readFileSync(buildProgram({ target: "linux/amd64", flags: ["-ldflags=-compressdwarf=false"] })),
    isLongRun ? 80 : 25,
  );
});

const missingC = spawnSync("cc", ["--version"]).status === 0 ? false : "no C compiler here";

for (const flag of ["-gdwarf-5", "-gdwarf-4"]) {
  test(`damaged programs of C with ${flag}`, { skip: missingC }, () => {
    const folder = mkdtempSync(join(tmpdir(), "heapblame-damage-"));
    const path = join(folder, "inlined");
    execFileSync("cc", ["-O2", flag, "-o", path, fixture("binary/c/inlined.c")]);
    const bytes = readFileSync(path);
    rmSync(folder, { recursive: true });
    damageAll(bytes, isLongRun ? 1500 : 300);
  });
}

test("a section that claims more than it can hold is refused before memory is taken", { skip: missingGo() }, () => {
  const bytes = new Uint8Array(readFileSync(buildProgram({ target: "linux/amd64" })));
  const info = decodeProgram(bytes).file.sections.find((section) => section.name === ".debug_info") ?? assert.fail();
  assert.equal(info.isCompressed, true);
  new DataView(bytes.buffer, bytes.byteOffset).setBigUint64(info.fileOffset + 8, 1n << 40n, true);
  assert.throws(
    () => decodeProgram(bytes).debugInfo?.types,
    (error) =>
      error instanceof BinaryError && /section \.debug_info cannot hold the 1099511627776 bytes/.test(error.message),
  );
});
