/** The pictures of a capture, drawn as the commands draw them that draw any profiles. */
import { join } from "node:path";
import { type Comparison, compare } from "../../blame/provenance/comparison.ts";
import type { Capture } from "../../blame/provenance/provenance.ts";
import { resolveSampleIndex } from "../../profile/sample-index.ts";
import type { CaptureInput } from "../../report/capture/capture.ts";
import { writeDocument } from "../output.ts";
import type { Io } from "../terminal/io.ts";
import type { Captured } from "./directories.ts";
import { longestRun } from "./load.ts";

const NODES = 30;
const ROWS_OF_COURSE = 8;

type Format = "svg" | "png";

/** Into `folder`: call graph and flame graph of first against last, and the course of all. Names of the files, best first. */
export async function drawCapture(
  { directory, manifest }: Captured,
  { run }: CaptureInput,
  folder: string,
  formats: readonly Format[],
  io: Io,
): Promise<string[]> {
  const snapshots = longestRun(manifest.snapshots);
  const heaps = run.map(({ profile }, index): Capture => {
    return { profile, name: join(directory, snapshots[index]?.files.heap.path ?? "") };
  });
  const [base, current] = [heaps[0], heaps.at(-1)];
  if (base === undefined || current === undefined || heaps.length < 2) return [];
  const sources = { base: base.name, current: current.name };
  const comparison = compare(base.profile, current.profile, { sources });
  const drawn: string[] = [];
  for (const format of formats) {
    const file = (name: string): string => {
      drawn.push(`${name}.${format}`);
      return join(folder, `${name}.${format}`);
    };
    await drawGraph(base, current, file("growth"), format, io);
    await writeDocument(await flameOf(comparison, format, io), file("flame"), io);
    const { drawSeries } = await import("../commands/series.ts");
    await writeDocument(
      await drawSeries(heaps, { sampleIndex: "", nodecount: ROWS_OF_COURSE }, format, io),
      file("course"),
      io,
    );
  }
  return drawn;
}

async function flameOf(comparison: Comparison, format: Format, io: Io) {
  const { drawFlame } = await import("../commands/flame.ts");
  const { diff, sources } = comparison;
  const sampleIndex = resolveSampleIndex(diff.profile.header, "");
  const options = { width: "current", direction: "icicle", sampleIndex: "" } as const;
  return await drawFlame({ kind: "diff", comparison, sampleIndex, name: sources.current }, options, format, io);
}

async function drawGraph(base: Capture, current: Capture, output: string, format: Format, io: Io): Promise<void> {
  const [{ runPprofRequest }, { defaultSettings, PPROF_REPORTS }] = await Promise.all([
    import("../pprof/command.ts"),
    import("../pprof/options.ts"),
  ]);
  const report = PPROF_REPORTS.find(({ name }) => name === format) as (typeof PPROF_REPORTS)[number];
  const settings = { ...defaultSettings(), base: base.name, output, nodecount: NODES };
  await runPprofRequest(
    {
      ...{ report, argument: undefined, sources: [current.name], base: base.name, isDiffBase: false, settings },
      ...{ notices: [], http: {}, isPprofGrammar: false, isSum: false },
    },
    // That it writes a file is no news here.
    { ...io, stderr: { ...io.stderr, write: async () => {} } },
    async () => [current, base].map(({ profile }) => ({ status: "fulfilled", value: profile })),
  );
}
