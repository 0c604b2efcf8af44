/** Heap dumps and the programs that wrote them, damaged part by part: real ones, of both byte orders and widths. */
import { readFileSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { buildProgram, missingGo, TARGETS } from "../binary/programs.ts";
import { removeHeld, runHeld } from "../dump/held-program.ts";
import { fixtureBytes } from "../fixtures.ts";
import { damageDump } from "./damage-dump.ts";
import { damageProgram } from "./damage-program.ts";
import type { Family } from "./family.ts";

const KEPT = ["map-key", "goroutine-local", "map-key.s390x", "map-key.mips"];

interface Pair {
  readonly dump: Uint8Array;
  readonly program: Uint8Array;
}

let made: Pair | undefined;

/** A dump of a program that is there. */
function livePair(): Pair {
  if (made === undefined) {
    const { dump, binary } = runHeld({ flags: ["-ldflags=-compressdwarf=false"] });
    made = { dump: readFileSync(dump), program: readFileSync(binary) };
    removeHeld();
  }
  return made;
}

const RECORDS: Family = {
  name: "records",
  seeds: () => KEPT.map((name) => gunzipSync(fixtureBytes(`held/dumps/${name}.dump.gz`))),
  damage: damageDump,
  commands: [
    ["held", "A"],
    ["held", "A", "-f", "json"],
    ["held", "B", "A"],
    ["diff", "H", "H", "--held", "A"],
  ],
};

/** With names and types. */
const NAMED: Family = {
  name: "named",
  seeds: () => [livePair().dump],
  damage: damageDump,
  beside: () => ({ program: livePair().program }),
  commands: [
    ["held", "A", "--binary", "D/program"],
    ["held", "A", "--binary", "D/program", "--strings", "-f", "json"],
    ["held", "B", "A", "--binary", "D/program"],
  ],
};

const PROGRAMS: Family = {
  name: "program",
  seeds: () => [livePair().program, ...TARGETS.map((target) => readFileSync(buildProgram({ target })))],
  damage: damageProgram,
  beside: () => ({ dump: livePair().dump, addresses: ADDRESSES }),
  commands: [
    ["held", "D/dump", "--binary", "A"],
    ["-top", "A", "D/addresses"],
    ["-traces", "-lines", "-symbolize=force", "A", "D/addresses"],
  ],
};

/** All over the code of a program that begins where Go's do. */
const ADDRESSES = new TextEncoder().encode(
  `heap profile: 1: 16 [1: 16] @ heapprofile\n${Array.from({ length: 500 }, (_, at) => `1: 16 [1: 16] @ 0x${(0x401000 + at * 1331).toString(16)}`).join("\n")}\n`,
);

export const DUMP_FAMILIES: readonly Family[] = missingGo() === false ? [RECORDS, NAMED, PROGRAMS] : [RECORDS];
