/**
 * Profiles from a seed: what real ones hold and what they hold rarely. A program (mappings, functions, locations, stacks) is made
 * first; runs of it are profiles that share stacks, so that differences have something to subtract. `rebuilt` is the same program
 * compiled again: other addresses, lines and build ids.
 */
import { type Random, seededRandom } from "../measurement/random.ts";
import {
  type FunctionMessage,
  type LabelMessage,
  type LocationMessage,
  type MappingMessage,
  type ProfileMessage,
  type SampleMessage,
  Strings,
} from "./message.ts";
import { FILE_NAMES, FUNCTION_NAMES, LABEL_KEYS, LABEL_VALUES, MAPPING_FILES, type Text } from "./names.ts";

/** Sample types, the default among them, and the period. */
export interface Kind {
  readonly types: readonly (readonly [string, string])[];
  readonly defaultType: string;
  readonly period: readonly [string, string];
}

export const KINDS = {
  heap: {
    types: [
      ["alloc_objects", "count"],
      ["alloc_space", "bytes"],
      ["inuse_objects", "count"],
      ["inuse_space", "bytes"],
    ],
    defaultType: "",
    period: ["space", "bytes"],
  },
  allocs: {
    types: [
      ["alloc_objects", "count"],
      ["alloc_space", "bytes"],
      ["inuse_objects", "count"],
      ["inuse_space", "bytes"],
    ],
    defaultType: "alloc_space",
    period: ["space", "bytes"],
  },
  twoColumns: {
    types: [
      ["objects", "count"],
      ["space", "kilobytes"],
    ],
    defaultType: "objects",
    period: ["", ""],
  },
  cpu: {
    types: [
      ["samples", "count"],
      ["cpu", "nanoseconds"],
    ],
    defaultType: "",
    period: ["cpu", "nanoseconds"],
  },
  delay: {
    types: [
      ["contentions", "count"],
      ["delay", "microseconds"],
    ],
    defaultType: "",
    period: ["contentions", "count"],
  },
  odd: {
    types: [
      ["widgets", "widgets"],
      ["nothing", ""],
      ["gcu", "GCU"],
    ],
    defaultType: "absent",
    period: ["", "minimum"],
  },
} as const satisfies Record<string, Kind>;

export interface Traits {
  readonly kind: Kind;
  readonly functions: number;
  readonly locations: number;
  readonly stacks: number;
  readonly maxDepth: number;
  /** Of a hundred samples, how many hold a negative value. */
  readonly negative: number;
  /** The largest value is 2^this. */
  readonly bits: number;
  readonly names: "plain" | "unusual";
  readonly mappings: number;
  /** Of a hundred locations, how many have no lines. */
  readonly lineless: number;
  readonly labels: boolean;
  readonly dropFrames: string;
  readonly keepFrames: string;
}

export const PLAIN: Traits = {
  kind: KINDS.heap,
  functions: 24,
  locations: 40,
  stacks: 30,
  maxDepth: 9,
  negative: 0,
  bits: 26,
  names: "plain",
  mappings: 2,
  lineless: 0,
  labels: true,
  dropFrames: "",
  keepFrames: "",
};

interface Program {
  readonly strings: Strings;
  readonly mappings: readonly MappingMessage[];
  readonly functions: readonly FunctionMessage[];
  readonly locations: readonly LocationMessage[];
  readonly stacks: readonly (readonly bigint[])[];
  readonly labels: readonly (readonly LabelMessage[])[];
}

/** Three profiles of one program, and one of the program rebuilt. */
export interface Family {
  readonly current: ProfileMessage;
  readonly sameBuild: ProfileMessage;
  readonly otherBuild: ProfileMessage;
}

export function generateFamily(seed: number, traits: Traits): Family {
  const random = seededRandom(seed);
  const program = generateProgram(random, traits);
  const moved = rebuilt(random, program);
  return {
    current: runOf(random, program, traits, 2_000_000),
    sameBuild: runOf(random, shifted(random, program), traits, 1_000_000),
    otherBuild: runOf(random, moved, traits, 1_500_000),
  };
}

function chance(random: Random, percent: number): boolean {
  return random.below(100) < percent;
}

function generateProgram(random: Random, traits: Traits): Program {
  const strings = new Strings();
  const mappings = generateMappings(random, strings, traits);
  const functions = generateFunctions(random, strings, traits);
  const locations = generateLocations(random, mappings, functions, traits);
  const stacks = Array.from({ length: traits.stacks }, () => generateStack(random, locations, traits));
  const labels = Array.from({ length: 8 }, (_, at) =>
    at === 0 || !traits.labels ? [] : generateLabels(random, strings, traits),
  );
  return { strings, mappings, functions, locations, stacks, labels };
}

function generateMappings(random: Random, strings: Strings, traits: Traits): MappingMessage[] {
  return Array.from({ length: traits.mappings }, (_, at) => {
    const start = 0x400000n + BigInt(at) * 0x10000000n;
    const isSymbolized = traits.lineless === 0 || chance(random, 60);
    return {
      id: BigInt(at + 1),
      memory_start: start,
      memory_limit: start + 0x800000n + BigInt(random.below(0x10000)),
      file_offset: BigInt(random.below(3) * 0x1000),
      filename: strings.row(MAPPING_FILES[at % MAPPING_FILES.length] as string),
      build_id: chance(random, 60) ? strings.row(`build-${at}-${random.below(1000)}`) : 0,
      has_functions: isSymbolized,
      has_filenames: isSymbolized && chance(random, 70),
      has_line_numbers: isSymbolized && chance(random, 70),
      has_inline_frames: isSymbolized && chance(random, 70),
    };
  });
}

function generateFunctions(random: Random, strings: Strings, traits: Traits): FunctionMessage[] {
  return Array.from({ length: traits.functions }, (_, at) => {
    const plain = `example.com/app/${random.pick(["cache", "server", "store"])}.(*Type${at}).Method${at % 7}`;
    const name: Text = traits.names === "plain" ? plain : random.pick(FUNCTION_NAMES);
    const hasOtherName = traits.names === "unusual" && chance(random, 20);
    return {
      id: BigInt(at + 1),
      name: strings.row(name),
      system_name: strings.row(hasOtherName ? random.pick(FUNCTION_NAMES) : name),
      filename: strings.row(traits.names === "plain" ? `/src/app/file${at % 9}.go` : random.pick(FILE_NAMES)),
      start_line: chance(random, 70) ? 1 + random.below(300) : 0,
    };
  });
}

function generateLocations(
  random: Random,
  mappings: readonly MappingMessage[],
  functions: readonly FunctionMessage[],
  traits: Traits,
): LocationMessage[] {
  return Array.from({ length: traits.locations }, (_, at) => {
    const mapping = mappings.length > 0 && chance(random, 95) ? random.pick(mappings) : undefined;
    const start = mapping?.memory_start ?? 0n;
    const lineCount = chance(random, traits.lineless) ? 0 : 1 + (chance(random, 30) ? random.below(4) : 0);
    return {
      // Ids need not be dense or small.
      id: at % 11 === 10 ? 0xffffffffffff0000n + BigInt(at) : BigInt(at * 3 + 1),
      mapping_id: mapping?.id ?? 0n,
      address: chance(random, 92) ? start + BigInt(random.below(0x7f0000)) : 0n,
      line: Array.from({ length: lineCount }, () => ({
        function_id: random.pick(functions).id,
        line: chance(random, 90) ? 1 + random.below(400) : 0,
        column: chance(random, 25) ? random.below(80) : 0,
      })),
      is_folded: chance(random, 3),
    };
  });
}

/** Leaf first. Roots are few, so that stacks share their upper part; recursion comes by itself and by copying a part. */
function generateStack(random: Random, locations: readonly LocationMessage[], traits: Traits): bigint[] {
  if (chance(random, 4)) return [];
  const depth = 1 + random.below(traits.maxDepth);
  const stack = Array.from({ length: depth }, (_, at) => {
    const fromRoot = depth - 1 - at;
    const width = Math.min(locations.length, 2 + fromRoot * 4);
    return (locations[random.below(width)] as LocationMessage).id;
  });
  if (chance(random, 15)) stack.unshift(...stack.slice(0, 1 + random.below(3)));
  return stack;
}

function generateLabels(random: Random, strings: Strings, traits: Traits): LabelMessage[] {
  const labels: LabelMessage[] = [];
  if (chance(random, 80)) {
    const unit = random.pick(["bytes", "bytes", "", "kilobytes"]);
    labels.push({ key: strings.row("bytes"), num: 1n << BigInt(4 + random.below(16)), num_unit: strings.row(unit) });
  }
  for (let more = random.below(4); more > 0; more--) {
    const key = strings.row(random.pick(LABEL_KEYS));
    const values = traits.names === "plain" ? ["a", "b", "c d", "true"] : LABEL_VALUES;
    if (chance(random, 65)) labels.push({ key, str: strings.row(random.pick<Text>(values)) });
    else {
      const unit = random.pick(["", "", "ms", "bytes", "widgets", "kb"]);
      labels.push({ key, num: BigInt(random.below(5000) - 200), num_unit: strings.row(unit) });
    }
  }
  return labels;
}

/** The same build loaded elsewhere: one mapping moved, with its locations. */
function shifted(random: Random, program: Program): Program {
  const moved = chance(random, 60) ? program.mappings[random.below(Math.max(1, program.mappings.length))] : undefined;
  if (moved === undefined) return program;
  const by = 0x7f0000000000n;
  return {
    ...program,
    mappings: program.mappings.map((mapping) =>
      mapping === moved
        ? { ...mapping, memory_start: mapping.memory_start + by, memory_limit: mapping.memory_limit + by }
        : mapping,
    ),
    locations: program.locations.map((location) =>
      location.mapping_id === moved.id && location.address !== 0n
        ? { ...location, address: location.address + by }
        : location,
    ),
  };
}

/** Another build: every address, some lines and start lines, and the build ids differ. */
function rebuilt(random: Random, program: Program): Program {
  const { strings } = program;
  return {
    ...program,
    mappings: program.mappings.map((mapping) => ({
      ...mapping,
      memory_limit: mapping.memory_limit + 0x3000n,
      build_id: mapping.build_id === 0 ? 0 : strings.row(`rebuilt-${mapping.id}`),
    })),
    functions: program.functions.map((fn) =>
      fn.start_line > 0 && chance(random, 50) ? { ...fn, start_line: fn.start_line + 2 } : fn,
    ),
    locations: program.locations.map((location) => ({
      ...location,
      address: location.address === 0n ? 0n : location.address + 0x40n,
      line: location.line.map((line) =>
        line.line > 0 ? { ...line, line: Number(line.line) + random.below(3) } : line,
      ),
    })),
  };
}

function runOf(random: Random, program: Program, traits: Traits, seconds: number): ProfileMessage {
  const { strings } = program;
  const { kind } = traits;
  const type = ([name, unit]: readonly [string, string]): { type: number; unit: number } => ({
    type: strings.row(name),
    unit: strings.row(unit),
  });
  const samples = program.stacks.flatMap((stack) => sampleStack(random, program, traits, stack));
  const hasTime = chance(random, 85);
  const comments = ["first comment", "# hidden in headers", "unicode \u00e9\u4e16"].filter(() => chance(random, 30));
  return {
    sample_type: kind.types.map(type),
    sample: samples,
    mapping: [...program.mappings],
    location: [...program.locations],
    function: [...program.functions],
    drop_frames: strings.row(traits.dropFrames),
    keep_frames: strings.row(traits.keepFrames),
    time_nanos: hasTime ? BigInt(1_600_000_000 + seconds + random.below(1000)) * 1_000_000_000n + 123n : 0n,
    duration_nanos: chance(random, 40) ? BigInt(random.below(100_000)) * 1_000_003n : 0n,
    ...(kind.period[0] === "" && kind.period[1] === "" ? {} : { period_type: type(kind.period) }),
    period: chance(random, 80) ? 524288n : 0n,
    comment: comments.map((text) => strings.row(text)),
    default_sample_type: strings.row(kind.defaultType),
    doc_url: chance(random, 20) ? strings.row("https://example.com/doc") : 0,
    string_table: strings.table,
  };
}

/** No, one or several samples with this stack. Round values, so that sums meet and cancel. */
function sampleStack(random: Random, program: Program, traits: Traits, stack: readonly bigint[]): SampleMessage[] {
  if (chance(random, 15)) return [];
  return Array.from({ length: 1 + (chance(random, 25) ? random.below(3) : 0) }, () => ({
    location_id: [...stack],
    value: valuesOf(random, traits),
    label: [...random.pick(program.labels)],
  }));
}

function valuesOf(random: Random, traits: Traits): bigint[] {
  const count = 1n + BigInt(random.below(50));
  const size = 1n << BigInt(random.below(traits.bits));
  const sign = chance(random, traits.negative) ? -1n : 1n;
  const isLive = chance(random, 70);
  const isEmpty = chance(random, 2);
  return traits.kind.types.map(([name], column) => {
    if (isEmpty || (name.startsWith("inuse") && !isLive)) return 0n;
    return sign * (column % 2 === 0 ? count : count * size);
  });
}
