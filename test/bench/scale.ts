/**
 * `npm run bench -- scale`: how cost grows with size. Profiles of 1,000 to 2,000,000 samples through top, diff and flame, series of 10 to 2,000
 * files through trend and a sum; pprof beside it where it has such a report. The figures go to standard output, the picture into fixtures/pictures.
 * `-- scale quick` has the small ones alone, and leaves its picture beside what the benchmarks work on.
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Inputs } from "./inputs.ts";
import { type Command, type Measured, measureInTurn } from "./measure.ts";
import { type Curve, drawCurves } from "./scale-picture.ts";

type Program = (...words: readonly string[]) => Command;

interface Line {
  readonly name: string;
  readonly isPprof: boolean;
  readonly command: (size: number) => Command;
  /** Largest size that it is asked for; all if not given. */
  readonly upTo?: number;
}

interface Panel {
  readonly title: string;
  readonly unit: string;
  readonly sizes: readonly number[];
  readonly lines: readonly Line[];
}

const SAMPLES = [1_000, 5_000, 20_000, 100_000, 500_000, 2_000_000];
const FILES = [10, 20, 50, 200, 1_000, 2_000];
const QUICK = { samples: 20_000, files: 50 };
/** Beyond that a run of pprof takes minutes: `npm run bench -- 500,000` has it. */
const LARGEST_PPROF = 500_000;
const picture = fileURLToPath(new URL("../../fixtures/pictures/scale.svg", import.meta.url));

export async function drawScale(
  meter: string,
  inputs: Inputs,
  { ours, pprof }: { readonly ours: Program; readonly pprof: Program },
  isQuick: boolean,
): Promise<void> {
  const most = isQuick ? QUICK : { samples: Number.POSITIVE_INFINITY, files: Number.POSITIVE_INFINITY };
  const curves = panelsOf(inputs, ours, pprof, most).flatMap((panel) => measurePanel(meter, panel));
  const path = isQuick ? join(inputs.folder, "scale.svg") : picture;
  writeFileSync(path, await drawCurves(curves));
  process.stdout.write(`${path}\n`);
}

/** A program of the size of its profile: a function for each ten samples, up to 50,000, and twice as many locations. */
function sizeOf(samples: number): { readonly samples: number; readonly functions: number; readonly locations: number } {
  const functions = Math.min(Math.max(samples / 10, 500), 50_000);
  return { samples, functions, locations: functions * 2 };
}

function panelsOf(inputs: Inputs, ours: Program, pprof: Program, most: typeof QUICK): Panel[] {
  const pair = (samples: number): readonly string[] => inputs.pair(sizeOf(samples));
  const last = (samples: number): string => pair(samples)[1] as string;
  const flame = join(inputs.folder, "scale-flame.svg");
  return [
    {
      ...{ title: "one report", unit: "samples", sizes: SAMPLES.filter((size) => size <= most.samples) },
      lines: [
        { name: "top", isPprof: false, command: (samples) => ours("-top", last(samples)) },
        { name: "diff", isPprof: false, command: (samples) => ours("diff", ...pair(samples)) },
        { name: "flame", isPprof: false, command: (samples) => ours("flame", last(samples), "-o", flame) },
        { name: "pprof top", isPprof: true, upTo: LARGEST_PPROF, command: (samples) => pprof("-top", last(samples)) },
        {
          name: "pprof top -base",
          isPprof: true,
          upTo: LARGEST_PPROF,
          command: (samples) => pprof("-top", "-base", ...pair(samples)),
        },
      ],
    },
    {
      ...{ title: "a series of 3,000 samples each", unit: "files", sizes: FILES.filter((size) => size <= most.files) },
      lines: [
        { name: "trend", isPprof: false, command: (files) => ours("trend", ...inputs.series(files)) },
        { name: "sum", isPprof: false, command: (files) => ours("-top", ...inputs.series(files)) },
        { name: "pprof sum", isPprof: true, command: (files) => pprof("-top", ...inputs.series(files)) },
      ],
    },
  ];
}

/** Two curves a line: of processor time and of memory. */
function measurePanel(meter: string, { title, unit, sizes, lines }: Panel): Curve[] {
  const points = lines.map((): Measured[] => []);
  for (const size of sizes) {
    const asked = [...lines.keys()].filter((at) => size <= ((lines[at] as Line).upTo ?? size));
    const commands = asked.map((at) => (lines[at] as Line).command(size));
    for (const [place, one] of measureInTurn(meter, commands, 1).entries()) {
      const at = asked[place] as number;
      (points[at] as Measured[]).push(one);
      const cells = [lines[at]?.name ?? "", `${size} ${unit}`, `${one.processorSeconds.toFixed(2)} s`];
      process.stdout.write(`${[...cells, `${one.peakMiB.toFixed(0)} MiB`].map((cell) => cell.padEnd(18)).join("")}\n`);
    }
  }
  return lines.flatMap(({ name, isPprof }, at) => {
    const curve = (figure: string, key: "processorSeconds" | "peakMiB"): Curve => ({
      ...{ name, isPprof, unit, panel: `${title}: ${figure}` },
      points: (points[at] as Measured[]).map((one, row) => ({ x: sizes[row] as number, y: one[key] })),
    });
    return [curve("processor seconds", "processorSeconds"), curve("peak memory, MiB", "peakMiB")];
  });
}
