import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { readSourceFile } from "../../../src/fetch/sources/source-file.ts";
import { trimPath } from "../../../src/graph/trim-path.ts";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { withMainMapping } from "../../../src/profile/main-mapping.ts";
import { subtractBase } from "../../../src/profile/merge/diff.ts";
import { encodeText } from "../../../src/profile/string-table.ts";
import type { Profile } from "../../../src/profile/tables.ts";
import { renderList } from "../../../src/render/pprof/list.ts";
import { type ListReport, listReport, type SourceContent } from "../../../src/report/pprof/list.ts";
import { splitSourceLines } from "../../../src/report/pprof/source-lines.ts";
import { profileFiles } from "../../profile/corpus.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";
import { pprofBinary, runPprof } from "../pprof-oracle.ts";
import { readProfile, type ViewOptions, viewOf } from "../view-of.ts";

const sources = fileURLToPath(new URL("../../../fixtures/programs/src", import.meta.url));
const temporary = mkdtempSync(join(tmpdir(), "list-"));
after(() => rmSync(temporary, { recursive: true }));

interface ListOptions extends ViewOptions {
  readonly dropNegative?: boolean;
}

function list(profile: Profile, pattern: string, options: ListOptions, read = reader(options)): ListReport {
  const regexp = new RegExp(pattern);
  return listReport(viewOf(profile, options), {
    pattern: { source: pattern, matches: (name) => regexp.test(name) },
    dropNegative: options.dropNegative ?? false,
    readSource: read,
  });
}

function reader({ sourcePath = "", trimPath: trim = "" }: ViewOptions): (file: string, name: string) => SourceContent {
  const searchPath = sourcePath === "" ? process.cwd() : sourcePath;
  const search = { searchPath, trim: (file: string) => trimPath(file, trim, searchPath), go: undefined };
  return (file, name) => readSourceFile(file, name, search);
}

const tenLines = (): SourceContent => ({ kind: "found", bytes: encodeText("a\nb\nc\nd\ne\nf\ng\nh\ni\nj\n") });

function linesOf(report: ListReport): string[] {
  const [file] = report.functions[0]?.files ?? [];
  assert.equal(file?.source.kind, "found");
  return file.source.kind === "found" ? file.source.lines.map((line) => `${line.number}${line.text} ${line.cum}`) : [];
}

const skip = pprofBinary() === "" ? "no Go here" : false;

const CASES: readonly { readonly flags: readonly string[]; readonly options: ListOptions }[] = [
  { flags: [], options: {} },
  { flags: ["-noinlines", "-drop_negative"], options: { noInlines: true, dropNegative: true } },
  { flags: [`-source_path=${sources}`, "-unit=kb"], options: { sourcePath: sources, unit: "kb" } },
  {
    flags: ["-mean", "-showcolumns", "-trim_path=/usr"],
    options: { isMean: true, showColumns: true, trimPath: "/usr" },
  },
];

function assertSame(
  profile: Profile,
  path: string,
  pattern: string,
  flags: readonly string[],
  options: ListOptions,
): void {
  const run = (): string => runPprof(["-symbolize=none", `-list=${pattern}`, ...flags, path]).toString("latin1");
  const actual = Buffer.from(encodeText(printed(profile, pattern, options))).toString("latin1");
  // Which lines pprof shows of a function whose start it does not know depends on the order of a Go map.
  for (let attempt = 0; attempt < 20; attempt++) if (run() === actual) return;
  assert.equal(actual, run(), `${basename(path)} ${flags.join(" ")}`);
}

function printed(profile: Profile, pattern: string, options: ListOptions): string {
  try {
    return renderList(list(profile, pattern, options));
  } catch (error) {
    return `exit 2: ${(error as Error).message}\n`;
  }
}

test("prints the sources of the fixtures as pprof does", { skip }, () => {
  const files = profileFiles().filter((file) => dirname(dirname(file)).endsWith("programs") && file.includes("heap-"));
  const profiles = files
    .filter((file) => file.endsWith(".out"))
    .map((path) => ({ path, profile: withMainMapping(readProfile(path)) }));
  assert.ok(profiles.length >= 8);
  for (const [index, { path, profile }] of profiles.entries()) {
    for (const { flags, options } of CASES) assertSame(profile, path, "main|http|alloc", flags, options);
    const base = profiles[index - 1];
    if (base === undefined) continue;
    assertSame(subtractBase(profile, base.profile), path, ".", [`-base=${base.path}`], {});
  }
});

test("prints what there is of the sources of programs built elsewhere as pprof does", { skip }, () => {
  const files = profileFiles().filter((file, index) => file.includes("corpus") && index % 6 === 0);
  for (const path of files) {
    let profile: Profile;
    try {
      profile = withMainMapping(readProfile(path));
    } catch {
      continue;
    }
    if (profile.header.dropFrames === "") assertSame(profile, path, "main|http|alloc", [], {});
  }
});

test("prints a function that starts below its lines as pprof does: without lines, and without having looked for the file", {
  skip,
}, () => {
  const profile = profileFromText("main.main@/missing.go:3 1 10\nmain.other@/missing.go:9 1 10");
  const odd: Profile = { ...profile, functions: { ...profile.functions, startLine: Float64Array.of(90, 1) } };
  const path = join(temporary, "odd.pb");
  writeFileSync(path, encodeProfile(odd));
  assertSame(withMainMapping(odd), path, "main", [], {});
});

test("shows a margin of five lines around the lines that are known, within the file", () => {
  const report = list(profileFromText("main.f@f.go:2 1 10\nmain.f@f.go:3 1 5"), "main", {}, tenLines);
  assert.deepEqual(linesOf(report), ["1a 0", "2b 10", "3c 5", "4d 0", "5e 0", "6f 0", "7g 0", "8h 0"]);
});

test("counts a sample once for every line of the function it passes through, as pprof does", () => {
  const report = list(profileFromText("main.f@f.go:2;main.f@f.go:3 1 10"), "main", {}, tenLines);
  assert.equal(report.functions[0]?.files[0]?.cum, 20);
  assert.equal(report.functions[0]?.files[0]?.flat, 10);
});

test("names the pattern when nothing matches", () => {
  const profile = profileFromText("main.f@f.go:2 1 10");
  assert.throws(() => list(profile, "no(t)hing", {}, tenLines), {
    code: "no-match",
    message: "no matches found for regexp: no(t)hing",
  });
});

test("reads each file once, and says why it cannot", () => {
  const asked: string[] = [];
  const report = list(profileFromText("main.f@f.go:2;main.g@f.go:7 1 10"), "main", {}, (file, name) => {
    asked.push(`${name} ${file}`);
    return { kind: "missing", error: "gone" };
  });
  assert.deepEqual(asked, ["main.f f.go"]);
  assert.match(
    renderList(report),
    /ROUTINE =+ main\.g in f\.go\n +10B +10B \(flat, cum\) +100% of Total\n Error: gone\n/,
  );
});

test("says so where the profile names no file", () => {
  const report = list(profileFromText("main.f 1 10"), "main", {}, tenLines);
  assert.equal(renderList(report), "Total: 10B\nNo source information for main.f\n");
});

test("splits lines at LF and CR LF, keeps bytes that are no UTF-8, and stops before a line of 64 KiB", () => {
  assert.deepEqual(splitSourceLines(encodeText("a\r\nb\r\r\n\nc")), ["a", "b\r", "", "c"]);
  assert.deepEqual(splitSourceLines(Uint8Array.of(0x61, 0xff)), ["a\udcff"]);
  const long = "x".repeat(65_535);
  assert.equal(splitSourceLines(encodeText(`${long}\nb\n`)).length, 2);
  assert.deepEqual(splitSourceLines(encodeText(`a\n${long}x\nb\n`)), ["a"]);
});

test("a function is shown from where it starts, be it the first line", () => {
  const profile = profileFromText("main.f@f.go:9 1 10");
  const from = (start: number) => {
    const functions = { ...profile.functions, startLine: Float64Array.of(start) };
    return linesOf(list({ ...profile, functions }, "main", {}, tenLines))[0];
  };
  assert.deepEqual([0, 1, 7].map(from), ["4d 0", "1a 0", "7g 0"]);
});
