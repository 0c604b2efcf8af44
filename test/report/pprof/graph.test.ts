/** The reports that print a graph, against `go tool pprof` itself: top, tree, peek, dot, callgrind, topproto. */
import assert from "node:assert/strict";
import { basename } from "node:path";
import { test } from "node:test";
import { gunzipSync } from "node:zlib";
import { UsageError } from "../../../src/errors.ts";
import { printableName } from "../../../src/graph/nodes.ts";
import { decodeProfile } from "../../../src/profile/codec/decode.ts";
import { subtractBase } from "../../../src/profile/merge/diff.ts";
import { encodeText } from "../../../src/profile/string-table.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { renderCallgrind } from "../../../src/render/pprof/callgrind.ts";
import { renderDot } from "../../../src/render/pprof/dot.ts";
import { renderTop } from "../../../src/render/pprof/top.ts";
import { renderTree } from "../../../src/render/pprof/tree.ts";
import type { GraphQuery } from "../../../src/report/pictures/graph-report.ts";
import { callGraphReport } from "../../../src/report/pprof/call-graph.ts";
import { callgrindReport } from "../../../src/report/pprof/callgrind.ts";
import { topReport } from "../../../src/report/pprof/top.ts";
import { topProtoReport } from "../../../src/report/pprof/top-proto.ts";
import { treeReport } from "../../../src/report/pprof/tree.ts";
import type { View } from "../../../src/report/pprof/view.ts";
import { explainingRule } from "../../differential/randomness.ts";
import { modePair } from "../../fixtures.ts";
import { corpusFile, hasCorpus, profileFiles } from "../../profile/corpus.ts";
import { sampled, usualTest } from "../../sample.ts";
import { pprofBinary, runPprof } from "../pprof-oracle.ts";
import { readProfile, type ViewOptions, viewOf } from "../view-of.ts";

const UTC = { timeZone: "UTC" };

/** The function names of heap profiles mostly have an "e". */
const PEEK = { text: "e", matches: (name: string): boolean => name.includes("e") };

const REPORTS: Record<string, (view: View, query: GraphQuery) => string> = {
  top: (view, query) => renderTop(topReport(view, query), UTC),
  tree: (view, query) => renderTree(treeReport(view, query), UTC),
  peek: (view, query) => renderTree(treeReport(view, query, PEEK), UTC),
  dot: (view, query) => renderDot(callGraphReport(view, query), UTC),
  callgrind: (view, query) => renderCallgrind(callgrindReport(view, query)),
};

interface Case {
  readonly flags: readonly string[];
  readonly options?: ViewOptions;
  /** `nodeCount` -1 is the report's default. */
  readonly query?: Partial<GraphQuery>;
}

const PLAIN: Case = { flags: [] };

const UNTRIMMED = { nodeCount: 0, nodeFraction: 0, edgeFraction: 0 };

const VARIANTS: readonly Case[] = [
  PLAIN,
  { flags: ["-cum"], query: { sort: "cum" } },
  { flags: ["-filefunctions"], options: { granularity: "filefunctions" } },
  { flags: ["-files"], options: { granularity: "files" } },
  { flags: ["-lines"], options: { granularity: "lines" } },
  { flags: ["-lines", "-showcolumns"], options: { granularity: "lines", showColumns: true } },
  { flags: ["-addresses"], options: { granularity: "addresses" } },
  { flags: ["-noinlines"], options: { noInlines: true } },
  { flags: ["-addresses", "-noinlines"], options: { granularity: "addresses", noInlines: true } },
  { flags: ["-nodecount=1"], query: { nodeCount: 1 } },
  { flags: ["-nodecount=5"], query: { nodeCount: 5 } },
  { flags: ["-nodecount=20", "-cum"], query: { nodeCount: 20, sort: "cum" } },
  { flags: ["-nodecount=0"], query: { nodeCount: 0 } },
  { flags: ["-nodefraction=0.05"], query: { nodeFraction: 0.05 } },
  { flags: ["-edgefraction=0.1"], query: { edgeFraction: 0.1 } },
  {
    flags: ["-nodefraction=0", "-edgefraction=0.02", "-nodecount=12"],
    query: { nodeFraction: 0, edgeFraction: 0.02, nodeCount: 12 },
  },
  { flags: ["-trim=false"], query: UNTRIMMED },
  { flags: ["-sample_index=0"], options: { sampleIndex: "0" } },
  { flags: ["-sample_index=1", "-mean"], options: { sampleIndex: "1", isMean: true } },
  { flags: ["-mean", "-nodecount=10"], options: { isMean: true }, query: { nodeCount: 10 } },
  { flags: ["-divide_by=7"], options: { divideBy: 7 } },
  { flags: ["-divide_by=0.001"], options: { divideBy: 0.001 } },
  { flags: ["-divide_by=-3"], options: { divideBy: -3 } },
  { flags: ["-unit=kb"], options: { unit: "kb" } },
  { flags: ["-unit=MB"], options: { unit: "MB" } },
  { flags: ["-unit=auto"], options: { unit: "auto" } },
  { flags: ["-unit=nonsense"], options: { unit: "nonsense" } },
  { flags: ["-drop_negative"], query: { dropNegative: true } },
  { flags: ["-call_tree"], query: { callTree: true } },
  { flags: ["-call_tree", "-nodecount=10"], query: { callTree: true, nodeCount: 10 } },
  { flags: ["-call_tree", "-trim=false"], query: { callTree: true, ...UNTRIMMED } },
  { flags: ["-compact_labels"], options: { compactLabels: true } },
  {
    flags: ["-lines", "-trim_path=/usr/local/go:/home"],
    options: { granularity: "lines", trimPath: "/usr/local/go:/home" },
  },
  // "pkg" is twice in the path of many a file, which is then trimmed a second time when the graph is rebuilt.
  {
    flags: ["-lines", "-source_path=/a/src:/b/pkg"],
    options: { granularity: "lines", sourcePath: "/a/src:/b/pkg" },
  },
];

interface Source {
  readonly words: readonly string[];
  readonly profile: Profile;
}

const defaultNodeCount = (report: string): number => (report === "top" ? 0 : 80);

function rendered(report: string, profile: Profile, { options, query }: Case): Buffer {
  const isWhole = report === "peek" || report === "callgrind";
  const view = viewOf(profile, {
    ...options,
    ...(report === "callgrind" ? { granularity: "addresses" as const } : {}),
  });
  const nodeCount = query?.nodeCount ?? defaultNodeCount(report);
  const defaults = {
    nodeFraction: 0.005,
    edgeFraction: 0.001,
    sort: "flat",
    dropNegative: false,
    callTree: false,
  } as const;
  return Buffer.from(
    encodeText(REPORTS[report]?.(view, { ...defaults, ...query, nodeCount, ...(isWhole ? UNTRIMMED : {}) }) ?? ""),
  );
}

/** Where ties decide which nodes are shown at all, one run of pprof differs from the next in more than order. */
const RUNS = 15;

function assertSame(report: string, { words, profile }: Source, variant: Case): void {
  const flags = [report === "peek" ? "-peek=e" : `-${report}`, ...variant.flags];
  const actual = outcome(report, profile, variant);
  const line = [...flags, ...words.map((word) => basename(word))].join(" ");
  let expected: Buffer = Buffer.alloc(0);
  for (let run = 0; run < RUNS; run++) {
    expected = firstLineOfError(runPprof(["-symbolize=none", ...flags, ...words]));
    if (actual.equals(expected)) return;
    if (explainingRule({ part: "stdout", expected, actual }, report, flags) !== undefined) return;
  }
  assert.equal(actual.toString("latin1"), expected.toString("latin1"), line);
}

function outcome(report: string, profile: Profile, variant: Case): Buffer {
  try {
    return rendered(report, profile, variant);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    return Buffer.from(`exit 2: ${error.message}\n`);
  }
}

function firstLineOfError(output: Buffer): Buffer {
  return output.subarray(0, 5).toString() === "exit " ? output.subarray(0, output.indexOf("\n") + 1) : output;
}

function single(path: string): Source {
  return { words: [path], profile: readProfile(path) };
}

function difference(base: string, current: string): Source {
  return { words: [`-base=${base}`, current], profile: subtractBase(readProfile(current), readProfile(base)) };
}

const [retainBefore, retainAfter] = modePair("retain");
const [slowBefore, slowAfter] = modePair("slow-handler");

const sources: readonly Source[] = [
  single(retainAfter),
  difference(retainBefore, retainAfter),
  difference(slowAfter, slowBefore),
];

/** Profiles of other programs, in profile.proto and without frames to drop, which is not this layer's work. */
const others: readonly Source[] = (hasCorpus ? profileFiles() : []).flatMap((path) => {
  try {
    const source = single(path);
    return source.profile.header.dropFrames === "" && path.includes("corpus") ? [source] : [];
  } catch {
    return [];
  }
});

const skip = pprofBinary() === "" ? "no Go here" : false;
const skipCorpus = skip || (hasCorpus ? false : "no corpus here");

const pairs = sources.flatMap((source) => VARIANTS.map((variant) => ({ source, variant })));
const fourth = others.filter((_, index) => index % 4 === 0);

for (const report of Object.keys(REPORTS)) {
  test(`prints ${report} under every option as pprof does`, { skip }, () => {
    for (const { source, variant } of sampled(pairs, Math.ceil(pairs.length / 8))) assertSame(report, source, variant);
  });

  test(`prints ${report} of other people's profiles as pprof does`, { skip: skipCorpus }, () => {
    for (const source of sampled(fourth, Math.ceil(fourth.length / 6))) assertSame(report, source, PLAIN);
  });
}

usualTest("draws boxes for labels and sizes as pprof does", { skip: skipCorpus }, () => {
  for (const name of [
    "DataDog__pprof-format/test.pprof",
    "grafana__pyroscope/heap_delta",
    "felixge__pprofutils/heapage.out.pprof",
  ]) {
    const source = single(corpusFile(name));
    for (const [index, variant] of VARIANTS.entries()) if (index % 3 === 0) assertSame("dot", source, variant);
  }
});

usualTest("gives the rows of topproto as pprof does", { skip }, () => {
  for (const { words, profile } of sources) {
    for (const unit of ["minimum", "B", "kB"]) {
      const bytes = runPprof(["-symbolize=none", "-topproto", `-unit=${unit}`, ...words]);
      const query = {
        nodeCount: 0,
        nodeFraction: 0.005,
        edgeFraction: 0.001,
        sort: "flat",
        dropNegative: false,
      } as const;
      const actual = topProtoReport(viewOf(profile, { unit }), query);
      assert.deepEqual(rowsOf(actual), rowsOf(decodeProfile(gunzipSync(bytes))));
    }
  }
});

/** What topproto says, as text; the tables it says it with may differ. */
function rowsOf(profile: Profile): string[] {
  const { header, samples, locations, functions, strings } = profile;
  const rows = Array.from({ length: samples.length }, (_, sample) => {
    const location = samples.locations[samples.start[sample] as number] as number;
    const row = locations.lineFunction[locations.start[location] as number] as number;
    const info = { name: strings.at(functions.name[row] as number), file: strings.at(functions.file[row] as number) };
    const name = printableName({ ...info, address: 0n, startLine: 0, line: 0, column: 0, objectFile: "" });
    return `${name} ${samples.values.map((column) => column[sample])} ${locations.id[location]} ${functions.id[row]}`;
  });
  return [JSON.stringify(header, (_, value) => (typeof value === "bigint" ? String(value) : value)), ...rows];
}
