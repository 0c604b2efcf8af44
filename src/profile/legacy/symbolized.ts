/**
 * What gperftools' and jemalloc's own pprof writes with --raw: the names first, then the profile with its addresses. go tool pprof reads none of it.
 *
 *     --- symbol
 *     binary=/bin/app
 *     0x000055f163d9a2f1 newSession(int)<00000000000012d1>
 *     0x000055f163d9aa1e handleRequest(int)--std::map<int, Session*>::operator[](int const&)
 *     ---
 *     --- profile
 *     (a CPU profile in binary, whatever was measured; or the text of a heap profile)
 *
 * Several names are frames inlined at the address, the outermost first.
 */

import { decodeText } from "../string-table.ts";
import type { Profile } from "../tables.ts";
import { latin1 } from "../wrapping/latin1.ts";
import {
  buildLegacyProfile,
  type LegacyFunction,
  type LegacyLocation,
  type LegacySample,
  legacyFault,
} from "./builder.ts";
import { type CountedStacks, readCountedStacks } from "./cpu.ts";

const SYMBOLS = "--- symbol\n";
const SECTION = /^---\n--- [a-z]+\n/m;

/** Undefined if these bytes are no such file, or hold a profile that another reader takes. Throws ProfileError "legacy". */
export function parseSymbolized(bytes: Uint8Array): Profile | undefined {
  if (decodeText(bytes.subarray(0, SYMBOLS.length)) !== SYMBOLS) return undefined;
  const [names, body] = splitSections(bytes);
  const stacks = readCountedStacks(body);
  if (stacks === undefined) throw legacyFault("the profile behind the symbols is in no format that is known");
  return build(stacks, new SymbolTable(names));
}

function splitSections(bytes: Uint8Array): [names: string, body: Uint8Array] {
  // Names are bytes as well as the profile is: the section is looked for where each is one character.
  const text = latin1(bytes);
  const section = SECTION.exec(text);
  if (section === null) throw legacyFault("there is no profile behind the symbols");
  return [decodeText(bytes.subarray(SYMBOLS.length, section.index)), bytes.subarray(section.index + section[0].length)];
}

/** No CPU is sampled once a microsecond: such a period stands where something else was measured. */
const NO_PERIOD = 1n;
const BYTES = { type: "space", unit: "bytes" };
const CPU = { type: "cpu", unit: "nanoseconds" };

function build({ micros, samples }: CountedStacks, symbols: SymbolTable): Profile {
  const period = micros * 1000n;
  const isCpu = micros !== NO_PERIOD;
  const header = isCpu
    ? { period, periodType: CPU, sampleTypes: [{ type: "samples", unit: "count" }, CPU] }
    : { period: 1n, periodType: BYTES, sampleTypes: [BYTES] };
  const profile = buildLegacyProfile(
    header,
    samples.map(({ stack, values }): LegacySample => {
      const [count = 0n] = values;
      return {
        stack: stack.flatMap((location) => symbols.framesAt(location)),
        values: isCpu ? [count, count * period] : [count],
      };
    }),
  );
  return isCpu ? profile : { ...profile, notices: [VALUES_NOTICE] };
}

const VALUES_NOTICE = "with its values taken for bytes: the symbolized form does not say what was measured";

class SymbolTable {
  readonly #names: ReadonlyMap<bigint, readonly string[]>;
  readonly #functions: Map<string, LegacyFunction> = new Map();
  readonly #frames: Map<LegacyLocation, LegacyLocation[]> = new Map();

  constructor(text: string) {
    const lines = text.split("\n").map((line) => /^0x([0-9a-f]+) (.+)$/i.exec(line));
    this.#names = new Map(
      lines.flatMap((line) => {
        if (line === null) return [];
        const names = (line[2] as string).split("--").map((name) => name.replace(/<[0-9a-f]{8,}>$/, ""));
        return [[BigInt(`0x${line[1]}`), names.reverse()] as const];
      }),
    );
  }

  /** The location itself, named; where frames were inlined there, one for each. */
  framesAt(location: LegacyLocation): LegacyLocation[] {
    const known = this.#frames.get(location);
    if (known !== undefined) return known;
    const { address } = location;
    // Callers lie one before the return address, which is what was looked up.
    const names = this.#names.get(address) ?? this.#names.get(address + 1n) ?? [];
    const frames = names.map(
      (name): LegacyLocation => ({ ...location, line: { function: this.#functionOf(name), line: 0n } }),
    );
    const result = frames.length === 0 ? [location] : frames;
    this.#frames.set(location, result);
    return result;
  }

  #functionOf(name: string): LegacyFunction {
    const known = this.#functions.get(name);
    if (known !== undefined) return known;
    const made = { name, file: "" };
    this.#functions.set(name, made);
    return made;
  }
}
