/** The reports that show samples as they are, against `go tool pprof` itself: raw, traces, tags, comments. */
import assert from "node:assert/strict";
import { basename } from "node:path";
import { test } from "node:test";
import { withMainMapping } from "../../../src/profile/main-mapping.ts";
import { subtractBase } from "../../../src/profile/merge/diff.ts";
import { encodeText } from "../../../src/profile/string-table.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { renderComments } from "../../../src/render/pprof/comments.ts";
import { renderRaw } from "../../../src/render/pprof/raw.ts";
import { renderTags } from "../../../src/render/pprof/tags.ts";
import { renderTraces } from "../../../src/render/pprof/traces.ts";
import { commentsReport } from "../../../src/report/pprof/comments.ts";
import { rawReport } from "../../../src/report/pprof/raw.ts";
import { tagsReport } from "../../../src/report/pprof/tags.ts";
import { tracesReport } from "../../../src/report/pprof/traces.ts";
import type { View } from "../../../src/report/pprof/view.ts";
import { profileFiles } from "../../profile/corpus.ts";
import { sampled } from "../../sample.ts";
import { pprofBinary, runPprof } from "../pprof-oracle.ts";
import { readProfile, type ViewOptions, viewOf } from "../view-of.ts";

const UTC = { timeZone: "UTC" };

const REPORTS: Record<string, (view: View) => string | Iterable<string>> = {
  raw: (view) => renderRaw(rawReport(view), UTC),
  traces: (view) => renderTraces(tracesReport(view), UTC),
  tags: (view) => renderTags(tagsReport(view)),
  comments: (view) => renderComments(commentsReport(view)),
};

interface Case {
  readonly flags: readonly string[];
  readonly options: ViewOptions;
}

const PLAIN: Case = { flags: [], options: {} };

/** Which options a report reacts to is pprof's choice; the others must leave it as it is. */
const VARIANTS: readonly Case[] = [
  { flags: ["-mean"], options: { isMean: true } },
  { flags: ["-divide_by=3"], options: { divideBy: 3 } },
  { flags: ["-unit=kb"], options: { unit: "kb" } },
  { flags: ["-unit=auto", "-compact_labels"], options: { unit: "auto", compactLabels: true } },
  { flags: ["-noinlines"], options: { noInlines: true } },
  { flags: ["-filefunctions"], options: { granularity: "filefunctions" } },
  { flags: ["-files"], options: { granularity: "files" } },
  { flags: ["-lines", "-trim_path=/usr/local"], options: { granularity: "lines", trimPath: "/usr/local" } },
  { flags: ["-lines", "-showcolumns"], options: { granularity: "lines", showColumns: true } },
  { flags: ["-addresses"], options: { granularity: "addresses" } },
  { flags: ["-addresses", "-noinlines"], options: { granularity: "addresses", noInlines: true } },
  {
    flags: ["-addresses", "-noinlines", "-showcolumns"],
    options: { granularity: "addresses", noInlines: true, showColumns: true },
  },
];

interface Source {
  readonly path: string;
  readonly profile: Profile;
}

const all = profileFiles();
const files = sampled(all, Math.ceil(all.length / 16));

/** Those in profile.proto, without frames to drop: legacy formats and pruning have tests of their own. */
const sources: Source[] = files.flatMap((path) => {
  const profile = tryRead(path);
  return profile === undefined || profile.header.dropFrames !== "" ? [] : [{ path, profile: withMainMapping(profile) }];
});

function tryRead(path: string): Profile | undefined {
  try {
    return readProfile(path);
  } catch {
    return undefined;
  }
}

function assertSame(report: string, { path, profile }: Source, { flags, options }: Case): void {
  const expected = runPprof(["-symbolize=none", `-${report}`, ...flags, path]);
  const actual = rendered(report, viewOf(profile, options));
  if (actual.equals(expected)) return;
  const [got, wanted] = [actual.toString("latin1"), expected.toString("latin1")];
  // pprof leaves the order of tags that weigh the same with opposite signs to chance.
  if (report === "tags" && sortedLines(got) === sortedLines(wanted)) return;
  assert.equal(got, wanted, `${basename(path)} -${report} ${flags.join(" ")}`);
}

function rendered(report: string, view: View): Buffer {
  const document = REPORTS[report]?.(view) ?? "";
  return Buffer.concat([...(typeof document === "string" ? [document] : document)].map(encodeText));
}

function sortedLines(text: string): string {
  return text.split("\n").sort().join("\n");
}

function everyNth<T>(rows: readonly T[], n: number): T[] {
  return rows.filter((_, index) => index % n === 0);
}

const skip = pprofBinary() === "" ? "no Go here" : false;

test("finds profiles to compare", () => assert.ok(sources.length >= 20, String(sources.length)));

/** What a profile's writer noted is printed as it is, whatever is asked of the samples. */
test("prints comments as pprof does", { skip }, () => {
  for (const source of everyNth(sources, 4)) assertSame("comments", source, PLAIN);
  for (const variant of VARIANTS) assertSame("comments", sources[0] as Source, variant);
});

for (const report of ["raw", "traces", "tags"]) {
  test(`prints ${report} of every profile as pprof does`, { skip }, () => {
    for (const source of sources) assertSame(report, source, PLAIN);
  });

  test(`prints ${report} of every sample type as pprof does`, { skip }, () => {
    for (const source of everyNth(sources, 8)) {
      for (const index of source.profile.header.sampleTypes.keys()) {
        assertSame(report, source, { flags: [`-sample_index=${index}`], options: { sampleIndex: String(index) } });
      }
    }
  });

  test(`prints ${report} under every option as pprof does`, { skip }, () => {
    for (const source of everyNth(sources, 24)) for (const variant of VARIANTS) assertSame(report, source, variant);
  });

  test(`prints ${report} of a difference as pprof does`, { skip }, () => {
    for (const [index, { path, profile }] of sources.entries()) {
      const base = sources[index - 1];
      if (index % 3 !== 0 || base === undefined || typesOf(base.profile) !== typesOf(profile)) continue;
      const difference = subtractBase(profile, base.profile);
      assertSame(report, { path, profile: difference }, { flags: [`-base=${base.path}`], options: {} });
    }
  });
}

function typesOf({ header }: Profile): string {
  return JSON.stringify([header.sampleTypes, header.periodType]);
}
