import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { test } from "node:test";
import { diffProfiles } from "../../src/profile/merge/diff.ts";
import { renderFolded } from "../../src/render/folded.ts";
import { foldedDiffReport, foldedReport } from "../../src/report/pictures/folded.ts";
import { MODES, modePair } from "../fixtures.ts";
import { profileFromText } from "../profile/profile-from-text.ts";
import { readProfile } from "../report/view-of.ts";
import { importIntoSpeedscope } from "./speedscope-app.ts";

/** Where Debian's libdevel-nytprof-perl puts it. */
const FLAMEGRAPH = "/usr/share/perl5/Devel/NYTProf/flamegraph.pl";
const skip = !existsSync(FLAMEGRAPH) && "needs flamegraph.pl (Debian: libdevel-nytprof-perl)";

function text(chunks: Iterable<string>): string {
  return [...chunks].join("");
}

test("a line is a stack, root first, and its value; equal stacks are one line", () => {
  const profile = profileFromText("main.main;main.b 1 5\nmain.main;main.a;~main.inlined 1 10\nmain.main;main.b 2 7");
  assert.equal(
    text(renderFolded(foldedReport(profile, 1, false))),
    "main.main;main.a;main.inlined 10\nmain.main;main.b 12\n",
  );
  assert.equal(text(renderFolded(foldedReport(profile, 1, true))), "main.main;main.a 10\nmain.main;main.b 12\n");
});

test("a diff has two columns: base, then current", () => {
  const base = profileFromText("main.main;main.a 1 5\nmain.main;main.gone 1 3");
  const current = profileFromText("main.main;main.a 1 9\nmain.main;main.new 1 4");
  assert.equal(
    text(renderFolded(foldedDiffReport(diffProfiles(base, current), 1, false))),
    "main.main;main.a 5 9\nmain.main;main.gone 3 0\nmain.main;main.new 0 4\n",
  );
});

test("names cannot break the format", () => {
  const profile = profileFromText("main.main;main.a 1 5");
  const report = {
    kind: "folded",
    isDiff: false,
    stacks: [{ frames: ["a;b", "c\nd", " ", "e f"], base: 0, current: 5 }],
  } as const;
  assert.equal(text(renderFolded(report)), "a:b;c d;?;e f 5\n");
  assert.equal(foldedReport(profile, 1, false).stacks.length, 1);
});

test("speedscope's importer reads the folded stacks of every fixture, with the profile's total", async () => {
  for (const mode of MODES) {
    const profile = readProfile(modePair(mode)[1]);
    const group = await importIntoSpeedscope(text(renderFolded(foldedReport(profile, 3, false))), "stacks.txt");
    const total = Array.from(profile.samples.values[3] as Float64Array, Number).reduce((sum, value) => sum + value, 0);
    assert.equal(group?.profiles[0]?.getTotalWeight(), total);
  }
});

test("flamegraph.pl draws the folded stacks, and the difference of two columns", { skip }, () => {
  const [base, current] = modePair("retain").map(readProfile) as [
    ReturnType<typeof readProfile>,
    ReturnType<typeof readProfile>,
  ];
  const draw = (input: string): string => {
    const { stdout, stderr, status } = spawnSync("perl", [FLAMEGRAPH, "--countname=bytes"], {
      input,
      encoding: "utf8",
      maxBuffer: 1 << 26,
    });
    assert.equal(status, 0, stderr);
    assert.doesNotMatch(stderr, /Ignored|ERROR/);
    return stdout;
  };
  const plain = draw(text(renderFolded(foldedReport(current, 3, false))));
  const total = Array.from(current.samples.values[3] as Float64Array, Number).reduce((sum, value) => sum + value, 0);
  assert.match(plain, new RegExp(`all \\(${total.toLocaleString("en-US")} bytes, 100%\\)`));
  assert.match(plain, /StreamWatcher\)\.receive \([\d,]+ bytes, [\d.]+%\)/);
  const difference = draw(text(renderFolded(foldedDiffReport(diffProfiles(base, current), 3, false))));
  assert.match(difference, /\(\*PodSpec\)\.Unmarshal \([^)]*; \+[\d.]+%\)/);
});
