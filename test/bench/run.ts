/**
 * `npm run bench [-- quick | -- WORD... | -- scale [quick]]`: heapblame and `go tool pprof` in turn on the same work, whole processes: processor time first,
 * then peak memory, then the clock, and what is to be reached. `quick` leaves out the large ones; with other words only cases run whose title has
 * one of them (`-- merge`, `-- page`). `scale` draws how cost grows with size (scale.ts). Pages are measured in a Chromium, where there is one.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { skipWithoutChromium } from "../chromium.ts";
import { Inputs, SIZES } from "./inputs.ts";
import { buildMeter, type Command, type Measured, measure, measureInTurn } from "./measure.ts";
import { measurePage, measurePprof, type PageCost } from "./pages.ts";
import { drawScale } from "./scale.ts";

interface Case {
  readonly title: string;
  readonly mine: () => Command;
  /** What it is compared with; undefined where pprof has no such command. */
  readonly other?: () => Command;
  readonly runs: number;
  /** What is to be reached, in words. */
  readonly target: string;
  readonly isLarge?: boolean;
  readonly needsGraphviz?: boolean;
}

const inputs = new Inputs();
const meter = buildMeter(inputs.folder);
const program = fileURLToPath(new URL("../../bin/heapblame.js", import.meta.url));
const retain = fileURLToPath(new URL("../../fixtures/streamwatcher/retain", import.meta.url));
const pprofProgram = execFileSync("go", ["tool", "-n", "pprof"], { encoding: "utf8" }).trim();

const ours = (...words: readonly string[]): Command => ["node", program, ...words];
const pprof = (...words: readonly string[]): Command => [pprofProgram, ...words];
/** As it is typed: the go command looks the tool up first. */
const typed = (...words: readonly string[]): Command => ["go", "tool", "pprof", ...words];

/** The same words for both. */
function both(
  title: string,
  words: () => readonly string[],
  runs: number,
  target: string,
  more: Partial<Case> = {},
): Case {
  return { title, mine: () => ours(...words()), other: () => pprof(...words()), runs, target, ...more };
}

const large = { isLarge: true };
const picture = { needsGraphviz: true };
const output = (name: string): string => join(inputs.folder, name);

function casesOf(shape: "few" | "many"): Case[] {
  const size = SIZES[shape];
  const functions = `500,000 samples, ${size.functions.toLocaleString("en")} functions`;
  const one = (): string => inputs.pair(size)[1];
  const base = (): string[] => ["-top", "-base", ...inputs.pair(size)];
  return [
    both(`top, ${functions}`, () => ["-top", one()], 3, ">= 15 x, memory <= 25 %", large),
    both(`tree, ${functions}`, () => ["-tree", one()], 3, ">= 15 x, memory <= 25 %", large),
    both(`peek, ${functions}`, () => ["-peek=method4242$", one()], 3, ">= 15 x, memory <= 25 %", large),
    both(`top -base, ${functions}`, base, 3, ">= 10 x, memory <= 20 %", large),
    {
      ...{ title: `diff against our own top -base, ${functions}`, runs: 3, target: ">= 0.77 x", ...large },
      ...{ mine: () => ours("diff", ...inputs.pair(size)), other: () => ours(...base()) },
    },
    {
      ...{ title: `flame, ${functions}`, runs: 3, target: "<= 3 s, <= 1024 MiB", ...large },
      mine: () => ours("flame", one(), "-o", output("flame.svg")),
    },
  ];
}

function merge(count: number): () => readonly string[] {
  return () => ["-top", ...inputs.series(count)];
}

function drawn(files: () => readonly string[]): () => readonly string[] {
  return () => ["-svg", "-output", output("graph.svg"), "-base", ...files()];
}

const cases: Case[] = [
  {
    ...{ title: "top, 1,500 samples, against pprof as typed", runs: 15, target: ">= 2 x" },
    ...{
      mine: () => ours("-top", inputs.pair(SIZES.small)[1]),
      other: () => typed("-top", inputs.pair(SIZES.small)[1]),
    },
  },
  {
    ...{ title: "diff, 1,500 samples, against pprof as typed", runs: 15, target: ">= 1 x" },
    mine: () => ours("diff", ...inputs.pair(SIZES.small)),
    other: () => typed("-top", "-base", ...inputs.pair(SIZES.small)),
  },
  {
    ...{ title: "top, 1,500 samples, against node -e 0", runs: 15, target: "" },
    ...{ mine: () => ours("-top", inputs.pair(SIZES.small)[1]), other: () => ["node", "-e", "0"] },
  },
  both("top, 50,000 samples", () => ["-top", inputs.pair(SIZES.medium)[1]], 3, ""),
  both("top -base, 50,000 samples", () => ["-top", "-base", ...inputs.pair(SIZES.medium)], 3, ""),
  {
    ...{ title: "diff against our own top -base, 50,000 samples", runs: 3, target: "" },
    mine: () => ours("diff", ...inputs.pair(SIZES.medium)),
    other: () => ours("-top", "-base", ...inputs.pair(SIZES.medium)),
  },
  both(
    "svg of the pair, 50,000 samples",
    drawn(() => inputs.pair(SIZES.medium)),
    5,
    ">= 1 x",
    picture,
  ),
  both(
    "svg of the retain fixture",
    drawn(() => ["before", "after"].map((at) => `${retain}/heap-${at}.out`)),
    9,
    ">= 1 x",
    picture,
  ),
  both("names of 20,000 addresses from a program", () => ["-top", pprofProgram, inputs.addresses()], 3, ""),
  both("merge of 200 x 3,000 samples", merge(200), 3, ">= 8 x, memory <= 20 %"),
  both("merge of 2,000 x 3,000 samples", merge(2_000), 2, ">= 8 x, memory <= 20 %", large),
  { title: "held, a dump of 350,000 objects", mine: () => ours("held", ...inputs.dump(14_000)), runs: 3, target: "" },
  {
    title: "held, a dump of 3.8 million objects",
    mine: () => ours("held", ...inputs.dump(150_000)),
    runs: 1,
    target: "",
    ...large,
  },
  ...casesOf("few"),
  ...casesOf("many"),
];

const PAGES = [
  ["medium", "<= 1.3 x its profiles"],
  ["many", "<= 5,000 ms, <= 100 ms, <= 1,536 MiB"],
] as const;

const words = process.argv.slice(2).filter((word) => word !== "quick");
if (words[0] === "scale") await drawScale(meter, inputs, { ours, pprof }, process.argv.includes("quick"));
else {
  bench(words, process.argv.includes("quick"));
  await benchPages(words, process.argv.includes("quick"));
}

function bench(wanted: readonly string[], isQuick: boolean): void {
  print("case", "processor", "pprof", "ratio", "memory", "pprof", "part", "clock", "pprof", "to reach");
  for (const one of cases) {
    if (isQuick && one.isLarge === true) continue;
    if (wanted.length > 0 && !wanted.some((word) => one.title.includes(word))) continue;
    if (one.needsGraphviz === true && spawnSync("dot", ["-V"]).status !== 0) print(one.title, "no Graphviz for pprof");
    else report(one);
  }
}

async function benchPages(wanted: readonly string[], isQuick: boolean): Promise<void> {
  if (skipWithoutChromium !== false) return;
  for (const [size, target] of PAGES) {
    const samples = `${SIZES[size].samples.toLocaleString("en")} samples`;
    const title = `page of the pair, ${samples}`;
    if ((isQuick && size !== "medium") || (wanted.length > 0 && !wanted.some((word) => title.includes(word)))) continue;
    const file = output(`${size}.html`);
    const pair = inputs.pair(SIZES[size]);
    const written = measure(meter, ours("diff", ...pair, "-o", file));
    print(`writing the ${title}`, seconds(written.processorSeconds), "", "", `${written.peakMiB.toFixed(0)} MiB`);
    await printPage(title, () => measurePage(file, pair), target);
    await printPage(`pprof's own, ${samples}`, () => measurePprof(pprofProgram, pair), "");
  }
}

/** Whoever does not get there in time is said not to, and the rest is measured. */
async function printPage(title: string, measured: () => Promise<PageCost>, target: string): Promise<void> {
  const text = await measured().then(pageText, (error: Error) => `no figures: ${error.message.split("\n", 1)[0]}`);
  process.stdout.write(`${title.padEnd(62)}${text}  ${target}\n`);
}

function pageText({ opens, click, peakMiB, ratio }: PageCost): string {
  const cost = ({ sum, longest }: PageCost["opens"]): string => `${sum.toFixed()} ms (longest ${longest.toFixed()})`;
  const size = ratio === undefined ? "" : `, ${ratio.toFixed(2)} x its profiles`;
  return `opens ${cost(opens)}, click ${cost(click)}, ${peakMiB.toFixed()} MiB${size}`;
}

function report({ title, mine, other, runs, target }: Case): void {
  const [own, theirs] = measureInTurn(meter, [mine(), ...(other === undefined ? [] : [other()])], runs) as [
    Measured,
    Measured?,
  ];
  print(
    title,
    ...[seconds(own.processorSeconds), theirs ? seconds(theirs.processorSeconds) : ""],
    theirs ? `${(theirs.processorSeconds / own.processorSeconds).toFixed(1)} x` : "",
    ...[`${own.peakMiB.toFixed(0)} MiB`, theirs ? `${theirs.peakMiB.toFixed(0)} MiB` : ""],
    theirs ? `${((own.peakMiB / theirs.peakMiB) * 100).toFixed(0)} %` : "",
    ...[seconds(own.seconds), theirs ? seconds(theirs.seconds) : "", target],
  );
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}

function print(...cells: readonly string[]): void {
  const [title = "", ...rest] = cells;
  process.stdout.write(`${title.padEnd(62)}${rest.map((cell) => cell.padStart(10)).join(" ")}\n`);
}
