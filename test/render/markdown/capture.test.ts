/** A capture's report as a person sees it: in a terminal, and pasted into an issue. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { renderCaptureMarkdown as renderMarkdown } from "../../../src/render/markdown/capture.ts";
import {
  renderReplicasMarkdown as replicasMarkdown,
  renderReplicasText as replicasText,
} from "../../../src/render/replicas.ts";
import { renderCaptureText as renderText } from "../../../src/render/text/capture.ts";
import { type Style, styleFor } from "../../../src/render/text/style.ts";
import { type CaptureInput, type CaptureReport, captureReport } from "../../../src/report/capture/capture.ts";
import { mergedGrowth, type ReplicasReport, replicasReport } from "../../../src/report/capture/replicas.ts";
import { captureWords, replicasWords } from "../../../src/wording/capture.ts";
import { MODES } from "../../fixtures.ts";
import { assertGolden } from "../../golden.ts";
import { captureOf } from "../../report/capture-of.ts";
import { assertIssueText } from "../issue-text.ts";

const MADE_BY = "heapblame capture";
const QUERY = { mainModule: undefined, limit: undefined };

const input = captureOf("retain");
const report = captureReport(input, QUERY);

const renderCaptureText = (made: CaptureReport, style: Style): string => renderText(made, captureWords(made), style);

const renderCaptureMarkdown = (made: CaptureReport, ...rest: [madeBy: string, pictures?: readonly string[]]): string =>
  renderMarkdown(made, captureWords(made), ...rest);

const renderReplicasText = (made: ReplicasReport, style: Style): string =>
  replicasText(made, replicasWords(made), style);

const renderReplicasMarkdown = (made: ReplicasReport, madeBy: string): string =>
  replicasMarkdown(made, replicasWords(made), madeBy);

/** The first snapshots of it. */
function beginning(count: number): CaptureInput {
  return { ...input, points: input.points.slice(0, count), run: input.run.slice(0, count) };
}

for (const width of [80, 200]) {
  test(`the retain capture fits ${width} columns and is as stored`, () => {
    const text = renderCaptureText(captureReport(input, { ...QUERY, limit: 10 }), styleFor(width, false));
    for (const line of text.split("\n")) assert.ok([...line].length <= width, `too wide: ${line}`);
    assertGolden(`capture.retain.${width}.txt`, text);
  });
}

test("the retain capture is as stored in Markdown", () => {
  assertGolden("capture.retain.md", renderCaptureMarkdown(report, MADE_BY, ["growth.png"]));
});

test("captures of every mode, of one snapshot and of several pods can be pasted into an issue", () => {
  const inputs = MODES.map(captureOf);
  const reports = inputs.map((each, index) => ({ name: `web-${index}`, report: captureReport(each, QUERY) }));
  for (const each of reports) assertIssueText(renderCaptureMarkdown(each.report, MADE_BY));
  assertIssueText(renderCaptureMarkdown(captureReport(beginning(1), QUERY), MADE_BY));
  assertIssueText(renderReplicasMarkdown(replicasReport(reports, null), MADE_BY));
  assertIssueText(renderReplicasMarkdown(replicasReport(reports, mergedGrowth(inputs, QUERY)), MADE_BY));
});

test("no number of a report is NaN or infinite, in any mode and with any setting", () => {
  for (const mode of MODES) {
    for (const gogc of [null, "off", "0", "50"]) {
      const { settings, ...rest } = captureOf(mode);
      assertFinite(captureReport({ ...rest, settings: { ...settings, gogc } }, QUERY), mode);
    }
  }
});

function assertFinite(value: unknown, path: string): void {
  if (typeof value === "number") assert.ok(Number.isFinite(value), `${path} is ${value}`);
  else if (value !== null && typeof value === "object") {
    for (const [key, item] of Object.entries(value)) assertFinite(item, `${path}.${key}`);
  }
}

const HOSTILE = "a|b `c` ``d`` <script>alert(1)</script> *e* _f_ [g](h) ~~i~~\nj & k";
const LONG = `example.com/${"very/".repeat(80)}long.(*Name${"[go.shape.*uint8]".repeat(40)}).Method|${HOSTILE}`;

/** The report with every name replaced, as many snapshots, and as much else as may come together. */
function crowded(name: string, snapshots: number): CaptureReport {
  const { growth, steps, points } = report;
  assert.ok(growth !== null);
  const [point, step] = [points[0], steps[0]];
  const [suspect, frame, entry] = [growth.suspects[0], growth.functions[0], growth.goroutines?.entries[0]];
  assert.ok(point !== undefined && step !== undefined && suspect !== undefined && frame !== undefined);
  const nameOf = (index: number): string => String(index + 1).padStart(3, "0");
  const goroutine = entry ?? {
    ...{ entry: name, base: 1, current: 900, delta: 899 },
    ...{ perIteration: null, isWholePerIteration: null, hasGrown: true },
  };
  return {
    ...report,
    source: name,
    program: name,
    settings: { ...report.settings, pod: name, gogc: HOSTILE, lastEnd: HOSTILE },
    points: Array.from({ length: snapshots }, (_, index) => ({ ...point, name: nameOf(index) })),
    run: Array.from({ length: snapshots }, (_, index) => nameOf(index)),
    growth: {
      ...growth,
      suspects: Array.from({ length: 40 }, () => ({
        ...suspect,
        ...{ frame: name, entry: `${name}1`, leaf: `${name}2`, ownFrame: `${name}3` },
      })),
      functions: Array.from({ length: 2000 }, () => ({ ...frame, name })),
      goroutines: growth.goroutines && {
        ...growth.goroutines,
        entries: Array.from({ length: 40 }, () => ({ ...goroutine, entry: name, hasGrown: true })),
      },
    },
    steps: Array.from({ length: snapshots - 1 }, (_, index) => ({
      ...step,
      ...{ from: nameOf(index), to: nameOf(index + 1), net: index * 1024 ** 2, top: { frame: name, growth: 1e6 } },
    })),
    events: Array.from({ length: 500 }, () => ({ time: point.time, kind: "failed", text: HOSTILE.repeat(20) })),
  };
}

test("100 snapshots with long and hostile names, 2,000 frames and 500 events still fit an issue", () => {
  for (const name of [HOSTILE, LONG]) {
    const one = crowded(name, 100);
    const text = renderCaptureMarkdown(one, MADE_BY);
    assertIssueText(text);
    assert.ok(text.length > 50_000, "the room is used");
    assert.match(text, /^\| 099 -> 100 \|/m);
    assert.equal(text.match(/^\| \d{3} -> \d{3} \|/gm)?.length, 20);
    // 0 to 78 MiB
    assert.match(text, /^79 more steps of less change: \+3,?081\.00 MiB$/m);
    assert.match(text, /^- 460 more$/m);
    assert.match(text, /^<sub>heapblame capture<\/sub>\n$/m);
    const pods = Array.from({ length: 100 }, (_, index) => ({ name: `${name}${index}`, report: one }));
    const alone = { name, report: captureReport(beginning(1), QUERY) };
    const replicas = replicasReport([...pods, ...Array.from({ length: 20 }, () => alone)], null);
    assertIssueText(renderReplicasMarkdown(replicas, MADE_BY));
    assert.match(renderReplicasMarkdown(replicas, MADE_BY), /^70 more pods: \+3,?783\.\d\d MiB$/m);
    assertIssueText(renderReplicasMarkdown({ ...replicas, merged: one.growth }, MADE_BY));
  }
});

test("code in a list keeps its bars, and in a table it keeps to its cell", () => {
  const text = renderCaptureMarkdown(crowded("a|b", 3), MADE_BY);
  assert.match(text, /^1\. .* `a\|b`, from `a\|b1`/m);
  assert.match(text, /^\| 001 -> 002 \|.*\| `a\\\|b` \|$/m);
});

test("what stands against the limit is the last snapshot of the process that is looked at", () => {
  const restarted = { ...(input.points.at(-1) as (typeof input.points)[0]), name: "007", process: 2, liveBytes: 1024 };
  const text = renderCaptureText({ ...report, points: [...report.points, restarted] }, styleFor(undefined, false));
  assert.match(text.replace(/\s+/g, " "), /resident 238\.30 MiB \(47\.7% of the limit\), live heap 63\.11 MiB/);
});

test("pods with one snapshot are named, also where there are no others", () => {
  const alone = captureReport(beginning(1), QUERY);
  const named = ["web-1", "web-2"].map((name) => ({ name, report: alone }));
  const style = styleFor(80, false);
  const line = "One snapshot of a process, nothing to compare it with: web-1, web-2.";
  assert.equal(renderReplicasText(replicasReport(named, null), style), `${line}\n`);
  assert.equal(renderReplicasMarkdown(replicasReport(named, null), MADE_BY), `${line}\n`);
  const some = replicasReport([...named, { name: "web-3", report }], null);
  assert.match(
    renderReplicasText(some, style),
    /\+54\.05 .*web-3\n\nOne snapshot [^\n]*\n\nThe one that grew most, web-3:/,
  );
});
