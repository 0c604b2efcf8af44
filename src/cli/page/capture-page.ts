/** What a capture took, as a page: the heaps of its longest run with what was taken beside each. */
import { basename, join } from "node:path";
import type { CaptureInput } from "../../report/capture/capture.ts";
import type { HolderEvidence } from "../../report/held/evidence.ts";
import type { Captured } from "../capture/directories.ts";
import { longestRun } from "../capture/load.ts";
import type { CommandFiles } from "./command-files.ts";
import { pageOf } from "./write-page.ts";

/** Its files are named from the capture's own folder on: the page may go to strangers. */
export async function capturePage(
  { directory, manifest }: Captured,
  { run }: CaptureInput,
  held: readonly HolderEvidence[] | undefined,
  { module, binary }: Pick<CommandFiles, "module" | "binary">,
): Promise<string> {
  const snapshots = longestRun(manifest.snapshots);
  return await pageOf(
    run.map(({ profile }) => profile),
    snapshots.map(({ files }) => join(basename(directory), files.heap.path)),
    { sampleIndex: "", ...(module === undefined ? {} : { module }) },
    {
      captures: run.map(({ goroutines, memStats, point }) => ({
        ...{ goroutines, memStats, process: point.process },
        resident: point.workingSetBytes ?? point.residentBytes ?? undefined,
      })),
      ...(held === undefined ? {} : { held }),
      files: {
        ...{ directory: basename(directory), module },
        binary: held === undefined || binary === undefined ? undefined : basename(binary),
      },
    },
  );
}
