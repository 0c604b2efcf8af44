/** The pictures of a capture, drawn by the commands that draw them from any profiles. */
import { join } from "node:path";
import type { Io } from "../terminal/io.ts";
import type { Captured } from "./directories.ts";
import { longestRun } from "./load.ts";

const NODES = 30;
const ROWS_OF_COURSE = 8;

/** Into `folder`: call graph and flame graph of first against last, and the course of all. Names of the files, best first. */
export async function drawCapture(
  { directory, manifest }: Captured,
  folder: string,
  formats: readonly ("svg" | "png")[],
  io: Io,
): Promise<string[]> {
  const heaps = longestRun(manifest.snapshots).map(({ files }) => join(directory, files.heap.path));
  const [base, current] = [heaps[0], heaps.at(-1)];
  if (base === undefined || current === undefined || heaps.length < 2) return [];
  const [{ runFlame }, { runSeries }] = await Promise.all([
    import("../commands/flame.ts"),
    import("../commands/series.ts"),
  ]);
  const drawn: string[] = [];
  for (const format of formats) {
    const file = (name: string): string => {
      drawn.push(`${name}.${format}`);
      return join(folder, `${name}.${format}`);
    };
    await drawGraph(base, current, file("growth"), format, io);
    await runFlame(
      current,
      { base, output: file("flame"), width: "current", direction: "icicle", sampleIndex: "" },
      io,
    );
    await runSeries(heaps, { output: file("course"), sampleIndex: "", rows: ROWS_OF_COURSE }, io);
  }
  return drawn;
}

async function drawGraph(base: string, current: string, output: string, format: string, io: Io): Promise<void> {
  const [{ runPprofRequest }, { defaultSettings, PPROF_REPORTS }] = await Promise.all([
    import("../pprof/command.ts"),
    import("../pprof/options.ts"),
  ]);
  const report = PPROF_REPORTS.find(({ name }) => name === format) as (typeof PPROF_REPORTS)[number];
  const settings = { ...defaultSettings(), base, output, nodecount: NODES };
  await runPprofRequest(
    {
      ...{ report, argument: undefined, sources: [current], base, isDiffBase: false, settings, notices: [] },
      ...{ http: {}, isPprofGrammar: false },
    },
    // That it writes a file is no news here.
    { ...io, stderr: { ...io.stderr, write: async () => {} } },
  );
}
