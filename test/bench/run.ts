/**
 * `npm run bench [-- quick | -- WORD... | -- scale [quick] | -- --help]`: heapblame and `go tool pprof` in turn on the same work, whole processes:
 * processor time first, then peak memory, then the clock, and whether what is to be reached is. Cases run one at a time, in fewer rounds where they
 * take long, and none begins once the time for all is over: the whole ends. Pages are measured in a Chromium, where there is one.
 */
import { execFileSync, spawnSync } from "node:child_process";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { skipWithoutChromium } from "../chromium.ts";
import { type Aim, judge } from "./aims.ts";
import { Inputs, SIZES } from "./inputs.ts";
import { buildMeter, type Command, type Measured, measure, measureInTurn } from "./measure.ts";
import { measurePage, measurePprof, type PageCost } from "./pages.ts";
import { drawScale } from "./scale.ts";

interface Case {
  readonly title: string;
  readonly mine: () => Command;
  /** What it is compared with; undefined where pprof has no such command. */
  readonly other?: () => Command;
  readonly rounds: number;
  readonly aim?: Aim;
  readonly isLarge?: boolean;
  readonly needsGraphviz?: boolean;
}

/** By the clock: no case begins after that. */
const LIMIT_MINUTES = 30;

const USAGE = `npm run bench [-- quick | -- WORD... | -- scale [quick]]

  (nothing)   all cases, then pages in a Chromium: about 5 minutes of processor time. No case begins later than ${LIMIT_MINUTES} minutes
              after the first, and none may take more than 10 minutes a command; what is left out is named.
  quick       without the large ones: about a minute
  WORD...     the cases whose title has one of the words: merge, "1,500", page
  scale       how cost grows with size, drawn into fixtures/pictures/scale.svg

Processor time is that of the process and all that it waits for, the least of several rounds in turn; of what takes more than 10 seconds, of
one. "pprof" is the program itself; "as typed" is "go tool pprof", where the go command looks it up first.
`;
if (process.argv.includes("--help")) {
  process.stdout.write(USAGE);
  process.exit();
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
function both(title: string, words: () => readonly string[], rounds: number, aim: Aim, more: Partial<Case> = {}): Case {
  return { title, mine: () => ours(...words()), other: () => pprof(...words()), rounds, aim, ...more };
}

const large = { isLarge: true };
const picture = { needsGraphviz: true };
const output = (name: string): string => join(inputs.folder, name);

function casesOf(shape: "few" | "many"): Case[] {
  const size = SIZES[shape];
  const functions = `500,000 samples, ${size.functions.toLocaleString("en")} functions`;
  const one = (): string => inputs.pair(size)[1];
  const base = (): string[] => ["-top", "-base", ...inputs.pair(size)];
  const report = { ratio: 15, part: 0.25 };
  return [
    both(`top, ${functions}`, () => ["-top", one()], 3, report, large),
    both(`tree, ${functions}`, () => ["-tree", one()], 3, report, large),
    both(`peek, ${functions}`, () => ["-peek=method4242$", one()], 3, report, large),
    both(`top -base, ${functions}`, base, 3, { ratio: 10, part: 0.2 }, large),
    {
      ...{ title: `diff against our own top -base, ${functions}`, rounds: 3, aim: { ratio: 1 / 1.3 }, ...large },
      ...{ mine: () => ours("diff", ...inputs.pair(size)), other: () => ours(...base()) },
    },
    {
      ...{ title: `flame, ${functions}`, rounds: 3, aim: { seconds: 3, mebibytes: 1024 }, ...large },
      mine: () => ours("flame", one(), "-o", output("flame.svg")),
    },
  ];
}

function merge(count: number): () => readonly string[] {
  return () => ["-top", ...inputs.series(count)];
}

function drawn(files: () => readonly string[]): readonly string[] {
  return ["-svg", "-output", output("graph.svg"), "-base", ...files()];
}

const small = (): [before: string, after: string] => inputs.pair(SIZES.small);
const retained = (): string[] => ["before", "after"].map((at) => `${retain}/heap-${at}.out`);

const cases: Case[] = [
  {
    ...{ title: "top, 1,500 samples, against pprof as typed", rounds: 15, aim: { ratio: 2 } },
    ...{ mine: () => ours("-top", small()[1]), other: () => typed("-top", small()[1]) },
  },
  {
    ...{ title: "diff, 1,500 samples, against pprof as typed", rounds: 15, aim: { ratio: 1 } },
    ...{ mine: () => ours("diff", ...small()), other: () => typed("-top", "-base", ...small()) },
  },
  {
    ...{ title: "svg of the retain fixture, against pprof as typed", rounds: 9, aim: { ratio: 1 }, ...picture },
    ...{ mine: () => ours(...drawn(retained)), other: () => typed(...drawn(retained)) },
  },
  both("svg of the retain fixture", () => drawn(retained), 9, { ratio: 1 }, picture),
  both("svg of the pair, 50,000 samples", () => drawn(() => inputs.pair(SIZES.medium)), 5, { ratio: 1 }, picture),
  both("merge of 200 x 3,000 samples", merge(200), 3, { ratio: 8, part: 0.2 }),
  both("merge of 2,000 x 3,000 samples", merge(2_000), 2, { ratio: 8, part: 0.2 }, large),
  ...casesOf("many"),
  ...casesOf("few"),
  {
    ...{ title: "top, 1,500 samples, against node -e 0", rounds: 15 },
    ...{ mine: () => ours("-top", small()[1]), other: () => ["node", "-e", "0"] },
  },
  {
    title: "--version, against node -e 0",
    mine: () => ours("--version"),
    other: () => ["node", "-e", "0"],
    rounds: 15,
  },
  { title: "--help, against node -e 0", mine: () => ours("--help"), other: () => ["node", "-e", "0"], rounds: 15 },
  both("top, 50,000 samples", () => ["-top", inputs.pair(SIZES.medium)[1]], 3, {}),
  both("top -base, 50,000 samples", () => ["-top", "-base", ...inputs.pair(SIZES.medium)], 3, {}),
  {
    ...{ title: "diff against our own top -base, 50,000 samples", rounds: 3 },
    mine: () => ours("diff", ...inputs.pair(SIZES.medium)),
    other: () => ours("-top", "-base", ...inputs.pair(SIZES.medium)),
  },
  both("names of 20,000 addresses from a program", () => ["-top", pprofProgram, inputs.addresses()], 3, {}),
  { title: "held, a dump of 350,000 objects", mine: () => ours("held", ...inputs.dump(14_000)), rounds: 3 },
  {
    title: "held, a dump of 3.8 million objects",
    mine: () => ours("held", ...inputs.dump(150_000)),
    rounds: 1,
    ...large,
  },
];

const PAGES = [
  ["medium", "<= 1.3 x its profiles"],
  ["many", "<= 5,000 ms, <= 100 ms, <= 1,536 MiB"],
] as const;

const words = process.argv.slice(2).filter((word) => word !== "quick");
const isQuick = process.argv.includes("quick");
if (words[0] === "scale") await drawScale(meter, inputs, { ours, pprof }, isQuick);
else {
  const isTime = untilMinutes(LIMIT_MINUTES);
  bench(words, isTime);
  await benchPages(words, isTime);
}

/** Whether there is time for another case; says which are left out. */
function untilMinutes(minutes: number): (title: string) => boolean {
  const end = performance.now() + minutes * 60_000;
  return (title) => {
    if (performance.now() < end) return true;
    print(title, `left out: ${minutes} minutes are over`);
    return false;
  };
}

function bench(wanted: readonly string[], isTime: (title: string) => boolean): void {
  print("case", "processor", "pprof", "ratio", "memory", "pprof", "part", "clock", "pprof", "to reach");
  const verdicts: boolean[] = [];
  for (const one of cases) {
    if (isQuick && one.isLarge === true) continue;
    if (wanted.length > 0 && !wanted.some((word) => one.title.includes(word))) continue;
    if (!isTime(one.title)) continue;
    if (one.needsGraphviz === true && spawnSync("dot", ["-V"]).status !== 0) print(one.title, "no Graphviz for pprof");
    else verdicts.push(...report(one));
  }
  const missed = verdicts.filter((isReached) => !isReached).length;
  print(`${verdicts.length - missed} of ${verdicts.length} aims reached, ${missed} missed`);
}

async function benchPages(wanted: readonly string[], isTime: (title: string) => boolean): Promise<void> {
  if (skipWithoutChromium !== false) return;
  for (const [size, target] of PAGES) {
    const samples = `${SIZES[size].samples.toLocaleString("en")} samples`;
    const title = `page of the pair, ${samples}`;
    if ((isQuick && size !== "medium") || (wanted.length > 0 && !wanted.some((word) => title.includes(word)))) continue;
    if (!isTime(title)) continue;
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

/** Whether the aim is reached, if there is one. What cannot be measured is said to be so, and misses it. */
function report({ title, mine, other, rounds, aim = {} }: Case): boolean[] {
  try {
    const commands = [mine(), ...(other === undefined ? [] : [other()])];
    const [own, theirs] = measureInTurn(meter, commands, rounds) as [Measured, Measured?];
    const verdict = judge(aim, own, theirs);
    print(title, ...cellsOf(own, theirs), verdict?.text ?? "");
    return verdict === undefined ? [] : [verdict.isReached];
  } catch (error) {
    print(title, `no figures: ${(error as Error).message.split("\n", 1)[0]}`);
    return Object.keys(aim).length > 0 ? [false] : [];
  }
}

function cellsOf(own: Measured, theirs: Measured | undefined): string[] {
  const mebibytes = ({ peakMiB }: Measured): string => `${peakMiB.toFixed(0)} MiB`;
  if (theirs === undefined) {
    return [seconds(own.processorSeconds), "", "", mebibytes(own), "", "", seconds(own.seconds), ""];
  }
  return [
    ...[seconds(own.processorSeconds), seconds(theirs.processorSeconds)],
    `${(theirs.processorSeconds / own.processorSeconds).toFixed(2)} x`,
    ...[mebibytes(own), mebibytes(theirs), `${((own.peakMiB / theirs.peakMiB) * 100).toFixed(0)} %`],
    ...[seconds(own.seconds), seconds(theirs.seconds)],
  ];
}

function seconds(value: number): string {
  return `${value.toFixed(2)} s`;
}

function print(...cells: readonly string[]): void {
  const [title = "", ...rest] = cells;
  process.stdout.write(`${title.padEnd(62)}${rest.map((cell) => cell.padStart(10)).join(" ")}\n`);
}
