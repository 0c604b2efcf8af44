import assert from "node:assert/strict";
import { test } from "node:test";
import { ProfileError } from "../../../src/errors.ts";
import { labelSetAt } from "../../../src/profile/labels.ts";
import { parseGoHeapText } from "../../../src/profile/legacy/go-heap.ts";
import { parseProfile } from "../../../src/profile/parse.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { fixture, MODES } from "../../fixtures.ts";
import { corpusFile, hasCorpus, readBytes, readUnpacked } from "../corpus.ts";
import { rowsOf } from "../rows-of.ts";

const TEXT = `heap profile: 2: 1040 [5: 1184] @ heap/1024
1: 1024 [1: 1024] @ 0x47c333 0x4d9f85 0x4d9f90 0x44cd15 0x484081
#	0x4d9f84	main.(*T[...]).add+0x84	/src/main.go:15
#	0x4d9f8f	main.main+0x8f		/src/main.go:30
#	0x44cd14	runtime.main+0x2d4	/go/src/runtime/proc.go:290

1: 16 [4: 160] @ 0x4d9f90
#	0x4d9f8f	main.main+0x8f	/src/main.go:30

0: 0 [0: 0] @ 0x11
#	0x10


# runtime.MemStats
# Alloc = 3949408
# TotalAlloc = 7477768
# Sys = 12000000
# Mallocs = 1061
# Frees = 300
# HeapAlloc = 3949408
# Stack = 557056 / 600000
# LastGC = 1795467663473662574
# PauseNs = [641375 170974 0 0]
# NumGC = 3
# GCCPUFraction = 0.04773137318428116
# DebugGC = false
# MaxRSS = 8564736
`;

const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);

function stacksOf(profile: Profile): string[] {
  const { samples, locations, functions, strings } = profile;
  return Array.from({ length: samples.length }, (_, row) =>
    [...samples.locations.subarray(samples.start[row], samples.start[row + 1])]
      .map((location) => {
        const line = locations.start[location] as number;
        if (line === locations.start[location + 1]) return `0x${(locations.address[location] as bigint).toString(16)}`;
        const row = locations.lineFunction[line] as number;
        return `${strings.at(functions.name[row] as number)}:${locations.lineNumber[line]}`;
      })
      .join(" "),
  );
}

test("names come from the comments; the runtime's frames that have none are left out", () => {
  const { profile } = parseGoHeapText(bytesOf(TEXT)) ?? assert.fail();
  assert.deepEqual(stacksOf(profile), ["main.(*T[...]).add:15 main.main:30 runtime.main:290", "main.main:30", "0x10"]);
});

test("it has the sample types, values and labels of Go's binary heap profile", () => {
  const { profile } = parseGoHeapText(bytesOf(TEXT)) ?? assert.fail();
  assert.deepEqual(
    profile.header.sampleTypes.map(({ type }) => type),
    ["alloc_objects", "alloc_space", "inuse_objects", "inuse_space"],
  );
  assert.equal(profile.header.period, 512n);
  const compat = parseProfile(bytesOf(TEXT));
  assert.deepEqual(
    rowsOf(profile).samples.map(({ values }) => values),
    rowsOf(compat).samples.map(({ values }) => values),
  );
  assert.deepEqual(labelSetAt(profile, profile.samples.labelSet[0] as number).numeric.get("bytes"), {
    values: [1024n],
    units: [],
  });
});

test("the four sample types are there also if nothing was freed", () => {
  const nothingFreed = bytesOf(TEXT.replace("[5: 1184]", "[2: 1040]").replace("[4: 160]", "[1: 16]"));
  assert.equal(parseGoHeapText(nothingFreed)?.profile.header.sampleTypes.length, 4);
  assert.equal(parseProfile(nothingFreed).header.sampleTypes.length, 2);
});

test("MemStats and the counts as sampled are kept", () => {
  const { memStats, buckets } = parseGoHeapText(bytesOf(TEXT)) ?? assert.fail();
  assert.equal(memStats?.alloc, 3949408);
  assert.equal(memStats?.stackSys, 600000);
  assert.equal(memStats?.numGC, 3);
  assert.equal(memStats?.gcCpuFraction, 0.04773137318428116);
  assert.equal(memStats?.lastGCNanos, 1795467663473662574n);
  assert.equal(memStats?.maxRss, 8564736);
  assert.equal(memStats?.gcSys, undefined);
  assert.deepEqual([...buckets.inuseObjects], [1n, 1n, 0n]);
  assert.deepEqual([...buckets.inuseBytes], [1024n, 16n, 0n]);
  assert.deepEqual([...buckets.allocObjects], [1n, 4n, 0n]);
  assert.deepEqual([...buckets.allocBytes], [1024n, 160n, 0n]);
});

test("without being asked, names are left out, as pprof leaves them out", () => {
  const compat = parseProfile(bytesOf(TEXT));
  assert.equal(compat.functions.length, 0);
  assert.equal(compat.samples.start[1], 5);
  assert.equal(parseProfile(bytesOf(TEXT), { symbolizeGoText: true }).functions.length, 3);
});

test("a text cut anywhere is refused as cut short", () => {
  const end = TEXT.indexOf("# DebugGC = false") + "# DebugGC = false".length;
  const bytes = bytesOf(TEXT);
  for (let length = TEXT.indexOf("\n") + 1; length < bytes.length; length++) {
    // Older Go versions end here.
    if (length === end || length === end + 1) continue;
    for (const symbolizeGoText of [false, true]) {
      assert.throws(
        () => parseProfile(bytes.subarray(0, length), { symbolizeGoText }),
        (error: unknown) => error instanceof ProfileError && ["truncated", "legacy"].includes(error.code),
        `${length} bytes: ${JSON.stringify(TEXT.slice(length - 20, length))}`,
      );
    }
  }
});

test("a row that the end cut is called cut short in our words and malformed in pprof's", () => {
  const cut = bytesOf(TEXT.slice(0, TEXT.indexOf("1: 16 [4") + 4));
  assert.throws(() => parseProfile(cut), {
    code: "truncated",
    pprofText: "parsing profile: unexpected number of sample values: got 0, want 6",
  });
});

test("text of other programs has no MemStats and is not called cut short", () => {
  const text = "heap profile: 2: 96 [2: 96] @ heap/1048576\n2: 96 [2: 96] @ 0x11\n";
  assert.equal(parseProfile(bytesOf(text)).samples.length, 1);
  assert.equal(parseGoHeapText(bytesOf(text.replace("heap/1048576", "heapprofile"))), undefined);
  assert.equal(parseGoHeapText(bytesOf(`${text}MAPPED_LIBRARIES:\n`)), undefined);
});

test("real text of Go has all its rows named", () => {
  for (const mode of MODES) {
    const bytes = readUnpacked(fixture(`streamwatcher/${mode}/heap-after.debug1.txt.gz`));
    const { profile, memStats } = parseGoHeapText(bytes) ?? assert.fail(mode);
    const nameless = stacksOf(profile).filter((stack) => /(^| )0x/.test(stack));
    assert.deepEqual(nameless, [], mode);
    assert.ok((memStats?.heapAlloc ?? 0) > 1_000_000);
    assert.deepEqual(
      rowsOf(profile).samples.map(({ values }) => values),
      rowsOf(parseProfile(bytes)).samples.map(({ values }) => values),
    );
  }
});

test("text of Go 1.6, without comments, is read", { skip: !hasCorpus && "no corpus" }, () => {
  const file = corpusFile("ardanlabs__gotraining/topics_nats_basic_sync_mem.v01-20160601.out");
  const { profile, memStats } = parseGoHeapText(readBytes(file)) ?? assert.fail();
  assert.equal(profile.functions.length, 0);
  assert.equal(memStats?.numGC, 4);
});

test("a line that is too long for pprof is refused, wherever it stands", () => {
  const lines = TEXT.split("\n");
  const long = `# ${"x".repeat(65_534)}`;
  for (const at of [1, 5, lines.length - 2]) {
    const bytes = bytesOf([...lines.slice(0, at), long, ...lines.slice(at)].join("\n"));
    assert.throws(() => parseGoHeapText(bytes), {
      code: "legacy",
      message: /a line of it has more than 65,535 bytes/,
      pprofText: "parsing profile: bufio.Scanner: token too long",
    });
  }
  const longest = bytesOf([...lines.slice(0, -2), long.slice(0, -1), ...lines.slice(-2)].join("\n"));
  assert.equal(parseGoHeapText(longest)?.profile.samples.length, 3);
});

test("stacks that meet in a place share it", () => {
  const { profile } = parseGoHeapText(new TextEncoder().encode(TEXT)) ?? {};
  assert.ok(profile !== undefined);
  const addresses = Array.from(profile.locations.address);
  assert.equal(new Set(addresses).size, addresses.length);
});
