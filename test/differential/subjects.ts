/** What the command lines are run on: the fixtures, generated profiles, broken ones, and the corpus where there is one. */
import { existsSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { generateFamily, KINDS, PLAIN, type Traits } from "./generate.ts";
import type { Subject } from "./matrix.ts";
import { gzippedProfile, type ProfileMessage, profileBytes } from "./message.ts";

const project: string = fileURLToPath(new URL("../../", import.meta.url));
const fixtures = join(project, "fixtures");

export function fixtureSubjects(): Subject[] {
  return [...streamwatcherSubjects(), ...programSubjects(), ...kindSubjects()];
}

/** With the twin in Go's text format of each capture. */
function streamwatcherSubjects(): Subject[] {
  const folder = join(fixtures, "streamwatcher");
  const modes = readdirSync(folder).filter((name) => existsSync(join(folder, name, "heap-after.out")));
  const patterns = ["StreamWatcher", "Unmarshal$", "client-go", "runtime\\.", "destination", "\\(\\*PodSpec\\)"];
  const sourcePath = join(folder, "src");
  return modes.flatMap((mode) => {
    const at = (name: string): string => join(folder, mode, name);
    const otherBuild = join(fixtures, "programs/cache/heap-after.out");
    const heap = { current: at("heap-after.out"), sameBuild: at("heap-before.out"), otherBuild };
    const text = { current: at("heap-after.debug1.txt.gz"), sameBuild: at("heap-before.debug1.txt.gz"), otherBuild };
    return [
      { name: mode, patterns, sourcePath, ...heap },
      { name: `${mode} as text`, patterns, sourcePath, ...text },
    ];
  });
}

function programSubjects(): Subject[] {
  const folder = join(fixtures, "programs");
  const programs = readdirSync(folder).filter((name) => existsSync(join(folder, name, "heap-after.out")));
  return programs.map((name, at) => ({
    name,
    current: join(folder, name, "heap-after.out"),
    sameBuild: join(folder, name, "heap-before.out"),
    otherBuild: join(folder, programs[(at + 1) % programs.length] as string, "heap-after.out"),
    patterns: ["main\\.", "runtime", "net/http", "func1", "Add|Get"],
    sourcePath: join(folder, "src"),
  }));
}

/** Other profiles of a Go process. */
function kindSubjects(): Subject[] {
  const folder = join(fixtures, "programs/kinds");
  const profiles = readdirSync(folder).filter((name) => !NO_PROFILES.includes(name));
  return profiles.map((name) => ({
    name,
    current: join(folder, name),
    otherBuild: /heap|allocs/.test(name) ? join(fixtures, "programs/cache/heap-after.out") : undefined,
    patterns: ["main\\.", "runtime", "net/http"],
    sourcePath: join(fixtures, "programs/src"),
  }));
}

const NO_PROFILES: readonly string[] = ["execution-trace", "goroutine.debug2.txt"];

const SHAPES: Record<string, Partial<Traits>> = {
  plain: {},
  unusual: { names: "unusual", negative: 5, mappings: 4 },
  unsymbolized: { names: "unusual", lineless: 60, mappings: 8 },
  "no mappings": { mappings: 0, lineless: 20 },
  negative: { negative: 45, bits: 12 },
  "time units": { kind: KINDS.cpu, bits: 34, names: "unusual" },
  delays: { kind: KINDS.delay, bits: 20, labels: false },
  "two columns": { kind: KINDS.twoColumns, names: "unusual", negative: 10 },
  "odd units": { kind: KINDS.odd, labels: false },
  "beyond 2^53": { bits: 52, negative: 5 },
  "sums beyond int64": { bits: 62, negative: 20, names: "unusual" },
  "small numbers": { bits: 2, stacks: 60 },
  deep: { maxDepth: 60, stacks: 20, functions: 8, locations: 12 },
  wide: { functions: 180, locations: 300, stacks: 260, kind: KINDS.allocs, labels: false, names: "unusual" },
  "dropped frames": { names: "unusual", dropFrames: "runtime\\..*|main\\.init.*", keepFrames: "runtime\\.main" },
  tiny: { functions: 2, locations: 2, stacks: 3, maxDepth: 2, mappings: 1 },
  empty: { stacks: 0 },
};

const GENERATED_PATTERNS: Record<Traits["names"], readonly string[]> = {
  plain: ["Type1", "cache\\.", "Method[2-4]$", "store", "Type5$"],
  unusual: ["main", "\\[\\.\\.\\.\\]", "::", "[^[:ascii:]]", "Drop|receive", "^$", "malloc"],
};

/** A family of profiles of every shape for each seed, written to the folder. */
export function generatedSubjects(folder: string, seeds: readonly number[]): Subject[] {
  return seeds.flatMap((seed) =>
    Object.entries(SHAPES).map(([name, shape]) => {
      const traits = { ...PLAIN, ...shape };
      const family = generateFamily(seed, traits);
      const write = (role: string, message: ProfileMessage): string => {
        const path = join(folder, `${name.replaceAll(/\W/g, "-")}-${seed}-${role}.pb.gz`);
        writeFileSync(path, gzippedProfile(message));
        return path;
      };
      return {
        name: `${name} ${seed}`,
        current: write("current", family.current),
        sameBuild: write("base", family.sameBuild),
        otherBuild: write("other-build", family.otherBuild),
        patterns: GENERATED_PATTERNS[traits.names],
      };
    }),
  );
}

/** Profiles that break a rule of the format, each in one way. */
export function brokenFiles(folder: string): string[] {
  const { current } = generateFamily(1, PLAIN);
  const good = profileBytes(current);
  const [firstSample, ...otherSamples] = current.sample;
  const [firstLocation, ...otherLocations] = current.location;
  const [firstFunction, ...otherFunctions] = current.function;
  const [firstMapping, ...otherMappings] = current.mapping;
  if (!firstSample || !firstLocation || !firstFunction || !firstMapping)
    throw new Error("the generator made no sample");
  const withSample = (change: Partial<typeof firstSample>): Uint8Array =>
    profileBytes({ ...current, sample: [{ ...firstSample, ...change }, ...otherSamples] });
  const withLocation = (change: Partial<typeof firstLocation>): Uint8Array =>
    profileBytes({ ...current, location: [{ ...firstLocation, ...change }, ...otherLocations] });
  const withFunction = (change: Partial<typeof firstFunction>): Uint8Array =>
    profileBytes({ ...current, function: [{ ...firstFunction, ...change }, ...otherFunctions] });
  const withMapping = (change: Partial<typeof firstMapping>): Uint8Array =>
    profileBytes({ ...current, mapping: [{ ...firstMapping, ...change }, ...otherMappings] });
  const label = { key: 1, num: 3n };
  const files: Record<string, Uint8Array> = {
    empty: new Uint8Array(0),
    garbage: Buffer.from("this is no profile\n"),
    html: Buffer.from("<html><body>404 page not found</body></html>\n"),
    json: Buffer.from('{"error": "no"}'),
    truncated: good.subarray(0, good.length - 7),
    "gzip-truncated": gzippedProfile(current).subarray(0, 300),
    "gzip-of-nothing": Buffer.from("1f8b0800000000000003030000000000000000000", "hex"),
    "gzip-header-only": Buffer.from([0x1f, 0x8b]),
    "gzip-corrupt": corrupted(gzippedProfile(current), 120),
    twice: Buffer.concat([profileBytes({ ...current, time_nanos: 5n }), profileBytes({ ...current, time_nanos: 6n })]),
    "dangling-location": withSample({ location_id: [987654n] }),
    "location-zero": withSample({ location_id: [0n] }),
    "too-few-values": withSample({ value: [1n] }),
    "too-many-values": withSample({ value: [1n, 2n, 3n, 4n, 5n] }),
    "no-values": withSample({ value: [] }),
    "label-key-out-of-range": withSample({ label: [{ ...label, key: 100_000 }] }),
    "label-key-negative": withSample({ label: [{ ...label, key: -1 }] }),
    "location-id-zero": withLocation({ id: 0n }),
    "location-id-twice": withLocation({ id: otherLocations[0]?.id ?? 1n }),
    "dangling-mapping": withLocation({ mapping_id: 77n }),
    "dangling-function": withLocation({ line: [{ function_id: 9999n, line: 3, column: 0 }] }),
    "line-without-function": withLocation({ line: [{ function_id: 0n, line: 3, column: 0 }] }),
    "function-id-zero": withFunction({ id: 0n }),
    "function-id-twice": withFunction({ id: otherFunctions[0]?.id ?? 1n }),
    "function-name-out-of-range": withFunction({ name: 100_000 }),
    "mapping-id-zero": withMapping({ id: 0n }),
    "mapping-id-twice": withMapping({ id: otherMappings[0]?.id ?? 1n }),
    "mapping-file-out-of-range": withMapping({ filename: 100_000 }),
    "first-string-not-empty": profileBytes({
      ...current,
      string_table: [Buffer.from("x"), ...current.string_table.slice(1)],
    }),
    "no-strings": profileBytes({ ...current, string_table: [] }),
    "no-sample-types": profileBytes({ ...current, sample_type: [], period_type: { type: 0, unit: 0 } }),
    "no-types-no-samples": profileBytes({ ...current, sample_type: [], sample: [] }),
    "heap-text-bad-row": Buffer.from("heap profile: 1: 2 [3: 4] @ heap/1048576\n1: 2 [3: x] @ 0x1\n"),
    "heap-text-no-rows": Buffer.from("heap profile: 0: 0 [0: 0] @ heap/1048576\n"),
    "heap-text-bytes-of-nothing": Buffer.from("heap profile: 1: 2 [3: 4] @ heap/1048576\n0: 5 [1: 5] @ 0x1 0x2\n"),
    "heap-text-bad-address": Buffer.from("heap profile: 1: 5 [1: 5] @ heap/1048576\n1: 5 [1: 5] @ 0xzz\n"),
    "heap-text-unknown-kind": Buffer.from("heap profile: 1: 2 [3: 4] @ peculiar/7\n1: 5 [1: 5] @ 0x12\n"),
  };
  const written = Object.entries(files).map(([name, bytes]) => {
    const path = join(folder, `broken-${name}`);
    writeFileSync(path, bytes);
    return path;
  });
  return [...written, ...NO_PROFILES.map((name) => join(fixtures, "programs/kinds", name))];
}

function corrupted(bytes: Uint8Array, at: number): Uint8Array {
  const copy = Uint8Array.from(bytes);
  copy[at] = (copy[at] as number) ^ 0xff;
  return copy;
}

/** Every file of the corpus, with the one before it in its folder as base. */
export function corpusSubjects(): Subject[] {
  const folder = join(project, "../shared/corpus");
  if (!existsSync(folder)) return [];
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => !path.endsWith(".md") && statSync(path).isFile())
    .sort();
  return files.map((current, at) => {
    const before = files[at - 1];
    const isPair = before !== undefined && dirname(before) === dirname(current);
    return {
      name: current.slice(folder.length + 1),
      current,
      sameBuild: isPair ? before : undefined,
      patterns: ["main", "runtime"],
    };
  });
}
