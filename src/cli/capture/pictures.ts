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
  const [{ drawCallGraph }, { runFlame }, { runSeries }] = await Promise.all([
    import("../pictures/call-graph.ts"),
    import("../commands/flame.ts"),
    import("../commands/series.ts"),
  ]);
  const drawn: string[] = [];
  for (const format of formats) {
    const file = (name: string): string => {
      drawn.push(`${name}.${format}`);
      return join(folder, `${name}.${format}`);
    };
    await drawCallGraph(format, base, current, { output: file("growth"), nodecount: NODES }, io);
    await runFlame(
      current,
      { base, output: file("flame"), width: "current", direction: "icicle", sampleIndex: "" },
      io,
    );
    await runSeries(heaps, { output: file("course"), sampleIndex: "", rows: ROWS_OF_COURSE }, io);
  }
  return drawn;
}
