/** EVIDENCE.md: what heapblame claims, and how often that was right on series of programs whose truth is known. One screen. */
import type { TrendShape } from "../../src/blame/trend/trend.ts";
import { LEAKS } from "../leaks/truth.ts";
import { CELLS, type Cell, POINTS, type TruthOfCell } from "./cells.ts";
import { isCovered, isSureChange, type Rate, rateOf, shapeOf } from "./rates.ts";
import type { SeriesRecord } from "./record.ts";

/** `records` of any cells, in any order. `interval` in milliseconds. */
export function evidencePage(records: readonly SeriesRecord[], interval: number): string {
  const cells = CELLS.map((cell) => ({ cell, own: records.filter((record) => record.cell === cell.name) }));
  const programs = new Set(records.map(({ program }) => program)).size;
  return `# Evidence

What heapblame says, and how often it was right. Measured by \`npm run evidence\` on ${records.length.toLocaleString("en-US")} series: ${programs} programs of
\`fixtures/leaks/src\`, run live, ${POINTS} snapshots each, ${interval / 1000} s apart, a fresh process a series, at Go's default MemProfileRate (524,288) and at
4,096. Uneven load: each step's differs by a third (standard deviation). Beside a share is its bound, one-sided, 95 %.
Series with snapshots less than 0.6 or more than 1.6 intervals apart are left out, whatever was said of them: the machine was busy.

## The course of a series (\`trend\`, \`capture\`)

| truth | load | rate | series | called rising | "rose, then hardly" | flat | anything else |
|:---|:---|---:|---:|---:|---:|---:|:---|
${cells.map(({ cell, own }) => courseRow(cell, own)).join("\n")}

"Anything else" is what claims neither a rise that goes on nor an end of it. To reach: of what rises at least 95 % are called rising and at most 1 % are
said to level off; of what fills up or is flat at most 2 % are called rising.

${reachedLines(cells.map(({ cell, own }) => ({ truth: cell.truth, own })))}

## Amounts

| claim | series | right |
|:---|---:|---:|
${amountRows(records)}

What a program that does not change is said to have done, A against A: the first snapshot and the last of the flat series. The exact growth is that of
HeapAlloc right after the collection that the profile shows.

## Programs with known truth

\`fixtures/leaks\` has ${LEAKS.length} small programs, leaks and near misses; \`truth.json\` says for each which findings a report must have and which it must not, and
\`npm test\` holds every report to it.
`;
}

const SHAPES = { rising: ["rising"], ended: ["saturating"], flat: ["flat"] } as const satisfies Record<
  string,
  readonly TrendShape[]
>;

function courseRow({ truth, load, rate }: Cell, own: readonly SeriesRecord[]): string {
  const shapes = own.map(shapeOf);
  const share = (kind: keyof typeof SHAPES): Rate =>
    rateOf(shapes, (shape) => (SHAPES[kind] as readonly TrendShape[]).includes(shape));
  const isGoal = (kind: keyof typeof SHAPES): boolean => truth === "rises" && kind === "rising";
  const cell = (kind: keyof typeof SHAPES): string =>
    isGoal(kind)
      ? atLeast(share(kind))
      : kind === "flat" || (kind === "ended" && truth === "fills up")
        ? plain(share(kind))
        : atMost(share(kind));
  return `| ${[truth, load, rate.toLocaleString("en-US"), own.length, cell("rising"), cell("ended"), cell("flat"), othersOf(shapes)].join(" | ")} |`;
}

function othersOf(shapes: readonly TrendShape[]): string {
  const named = new Set<TrendShape>(Object.values(SHAPES).flat());
  const counts = new Map<TrendShape, number>();
  for (const shape of shapes) if (!named.has(shape)) counts.set(shape, (counts.get(shape) ?? 0) + 1);
  const listed = [...counts].sort((a, b) => b[1] - a[1]).map(([shape, count]) => `${shape} ${count}`);
  return listed.length === 0 ? "-" : listed.join(", ");
}

function reachedLines(
  cells: readonly { readonly truth: TruthOfCell; readonly own: readonly SeriesRecord[] }[],
): string {
  const of = (...truths: readonly TruthOfCell[]): TrendShape[] =>
    cells.flatMap(({ truth, own }) => (truths.includes(truth) ? own.map(shapeOf) : []));
  const rises = of("rises");
  return [
    `- What rises was called rising in ${atLeast(rateOf(rises, (shape) => shape === "rising"))}, said to level off in ${atMost(rateOf(rises, (shape) => shape === "saturating"))}.`,
    `- What fills up or is flat was called rising in ${atMost(rateOf(of("fills up", "flat"), (shape) => shape === "rising"))}.`,
    `- What goes up and down was called rising in ${atMost(rateOf(of("up and down"), (shape) => shape === "rising"))}, said to level off in ${atMost(rateOf(of("up and down"), (shape) => shape === "saturating"))}.`,
  ].join("\n");
}

function amountRows(records: readonly SeriesRecord[]): string {
  const flat = records.filter(({ cell }) => cell.startsWith("flat"));
  const rows: readonly (readonly [string, readonly SeriesRecord[], Rate])[] = [
    ["the 95 % interval of the growth holds the exact growth", records, rateOf(records, isCovered)],
    ["the same, A against A", flat, rateOf(flat, isCovered)],
    ["A against A: no sure change is said", flat, rateOf(flat, (series) => !isSureChange(series))],
  ];
  return rows.map(([claim, of, rate]) => `| ${claim} | ${of.length} | ${atLeast(rate)} |`).join("\n");
}

function atLeast({ count, of, atLeast: bound }: Rate): string {
  return of === 0 ? "-" : `${percent(count / of)} (>= ${percent(bound)})`;
}

function atMost({ count, of, atMost: bound }: Rate): string {
  return of === 0 ? "-" : `${percent(count / of)} (<= ${percent(bound)})`;
}

function plain({ count, of }: Rate): string {
  return of === 0 ? "-" : percent(count / of);
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1).replace(/\.0$/, "")} %`;
}
