/** What a capture ends with: its report on standard output, pictures beside the profiles, and the bundle for an issue. */
import { readFile } from "node:fs/promises";
import { basename, dirname, join, resolve } from "node:path";
import { writeManifest } from "../../capture/series-directory.ts";
import { FetchError, UsageError } from "../../errors.ts";
import { isFile } from "../../fetch/files/file.ts";
import { fillDirectory, makeDirectory } from "../../fetch/files/make-directory.ts";
import { writeOutput } from "../../fetch/files/output-file.ts";
import { writing } from "../../fetch/files/write-fault.ts";
import { MANIFEST_FILE, type Manifest } from "../../fetch/manifest/manifest.ts";
import type { FormatOf } from "../../render/index.ts";
import {
  type CaptureInput,
  type CaptureQuery,
  type CaptureReport,
  captureReport,
} from "../../report/capture/capture.ts";
import { mergedGrowth, type ReplicasReport, replicasReport } from "../../report/capture/replicas.ts";
import { VERSION } from "../../version.ts";
import { captureWords, replicasWords } from "../../wording/capture.ts";
import { type Captured, findCaptures } from "../capture/directories.ts";
import { readFolder } from "../capture/folder.ts";
import { loadCapture, longestRun } from "../capture/load.ts";
import { dumpsOfPair } from "../capture/pair.ts";
import { drawCapture } from "../capture/pictures.ts";
import { rowsOr } from "../options/vocabulary.ts";
import { writeDocument } from "../output.ts";
import { ownModuleOf } from "../own-module.ts";
import { writeReport } from "../report.ts";
import type { Io } from "../terminal/io.ts";

/** Options about the report alone. */
export interface CaptureReporting {
  readonly format: FormatOf<"capture">;
  readonly nodecount?: number;
  readonly module?: readonly string[];
  readonly pictures?: boolean;
  readonly merge?: boolean;
  readonly report?: string;
  readonly reportHeapDumps?: boolean;
  readonly binary?: string;
}

const ROWS_OF_TEXT = 10;
const MADE_BY = `heapblame ${VERSION} capture`;

export async function reportCaptures(captures: readonly Captured[], options: CaptureReporting, io: Io): Promise<void> {
  const taken = captures.filter(({ manifest }) => manifest.snapshots.length > 0);
  const inputs: CaptureInput[] = [];
  for (const { directory, manifest } of taken) inputs.push(await loadCapture(directory, manifest, io));
  const report = buildReport(taken, inputs, await queryOf(options, io), options.merge === true);
  await write(report, taken, inputs, options, io);
  if (options.pictures === true) {
    for (const [index, capture] of taken.entries()) {
      await drawCapture(capture, inputs[index] as CaptureInput, capture.directory, ["svg", "png"], io);
    }
  }
  if (options.report !== undefined) await writeBundle(taken, inputs, options, resolve(io.cwd, options.report), io);
  await io.stderr.write(placeLine(taken));
}

async function queryOf({ nodecount, module, binary, format }: CaptureReporting, io: Io): Promise<CaptureQuery> {
  const rows = rowsOr(format === "text" ? ROWS_OF_TEXT : 0, nodecount);
  return { mainModule: await ownModuleOf({ module, binary }, io), limit: rows };
}

function buildReport(
  captures: readonly Captured[],
  inputs: readonly CaptureInput[],
  query: CaptureQuery,
  isMerged: boolean,
): CaptureReport | ReplicasReport {
  const reports = inputs.map((input) => captureReport(input, query));
  const [first] = reports;
  if (captures.length === 1 && first !== undefined) {
    if (!isMerged) return first;
    throw new UsageError("bad-option", "--merge adds pods up: there is one");
  }
  const named = reports.map((report, index) => ({ name: basename((captures[index] as Captured).directory), report }));
  return replicasReport(named, isMerged ? mergedGrowth(inputs, query) : null);
}

async function write(
  report: CaptureReport | ReplicasReport,
  captures: readonly Captured[],
  [input]: readonly CaptureInput[],
  { format, binary, module }: CaptureReporting,
  io: Io,
): Promise<void> {
  const to = { output: undefined, madeBy: MADE_BY, format };
  if (report.kind === "replicas") {
    const page = async (): Promise<never> => {
      throw new UsageError("unsupported", "a page is of one pod: --report writes one for each, into its folder");
    };
    await writeReport<"replicas">(report, replicasWords(report), { ...to, page }, io);
    return;
  }
  const [capture] = captures;
  const told = capture === undefined ? report : await withHolders(report, capture, binary, io);
  const page = async (): Promise<string> => {
    if (capture === undefined || input === undefined)
      throw new UsageError("unsupported", "a page has the profiles in it, and nothing was captured");
    return await (await import("../page/capture-page.ts")).capturePage(capture, input, told.growth?.held, {
      module,
      binary,
    });
  };
  await writeReport<"capture">(told, captureWords(told), { ...to, page }, io);
}

/** With who holds, by the dumps of the first snapshot and the last, where the program is given to name it. */
async function withHolders(
  report: CaptureReport,
  { directory, manifest }: Captured,
  binary: string | undefined,
  io: Io,
): Promise<CaptureReport> {
  const run = longestRun(manifest.snapshots);
  const [first, last] = [run[0], run.at(-1)];
  if (binary === undefined || first === undefined || last === undefined || report.growth === null) return report;
  const held = dumpsOfPair("", first, last);
  if (held === undefined) return report;
  const { readHolders } = await import("../held/beside.ts");
  // What goes into a bundle says no more than where in the capture a dump is.
  const sources = { held, binary: resolve(io.cwd, binary) };
  return {
    ...report,
    growth: { ...report.growth, held: await readHolders(report.growth, sources, undefined, { ...io, cwd: directory }) },
  };
}

/** One folder a pod, or the folder itself where there is one; the profiles are copied unless they lie there already. */
async function writeBundle(
  captures: readonly Captured[],
  inputs: readonly CaptureInput[],
  options: CaptureReporting,
  bundle: string,
  io: Io,
): Promise<void> {
  await refuseOthers(
    bundle,
    captures.map(({ directory }) => directory),
  );
  const query = await queryOf({ ...options, format: "markdown" }, io);
  const hasDumps = options.reportHeapDumps === true;
  for (const [index, capture] of captures.entries()) {
    const folder = captures.length === 1 ? bundle : join(bundle, basename(capture.directory));
    if (folder === capture.directory && !hasDumps) refuseDumps(capture);
    await fillDirectory(folder, async () => {
      if (folder !== capture.directory) await copyCapture(capture, folder, hasDumps);
      const input = inputs[index] as CaptureInput;
      const pictures = await drawCapture(capture, input, folder, ["png"], io);
      const report = await withHolders(captureReport(input, query), capture, options.binary, io);
      const to = { format: "markdown", output: join(folder, "report.md"), madeBy: MADE_BY, pictures } as const;
      await writeReport(report, captureWords(report), to, io);
      const { capturePage } = await import("../page/capture-page.ts");
      const page = await capturePage(capture, input, report.growth?.held, options);
      await writeDocument(page, join(folder, "report.html"), io);
    });
  }
}

/**
 * A bundle is written over a bundle, or beside the profiles of its capture, which lie in `directories`, and over nothing else. Throws UsageError
 * "bad-option".
 */
export async function refuseOthers(bundle: string, directories: readonly string[]): Promise<void> {
  const entries = await readFolder(bundle).catch(() => []);
  const [first] = entries;
  if (first === undefined || (await findCaptures(bundle)).length > 0) return;
  if (directories.some((directory) => directory === bundle || dirname(directory) === bundle)) return;
  throw new UsageError(
    "bad-option",
    `--report ${bundle}: the directory is not empty and holds no bundle (there is ${first.name} in it): give another`,
  );
}

/** A bundle goes to strangers; heap dumps have what was in memory. Throws UsageError "bad-option". */
function refuseDumps({ directory, manifest }: Captured): void {
  if (manifest.snapshots.every(({ files }) => files.heapDump === undefined)) return;
  throw new UsageError(
    "bad-option",
    `${directory} has heap dumps, with all that was in memory: give --report another directory, or --report-heap-dumps too`,
  );
}

async function copyCapture({ directory, manifest }: Captured, folder: string, hasDumps: boolean): Promise<void> {
  const kept = hasDumps ? manifest : withoutDumps(manifest);
  const files = kept.snapshots.flatMap(({ files: { heap, heapText, goroutine, metrics, heapDump } }) =>
    [heap, heapText, goroutine, metrics, heapDump ?? null].flatMap((file) => (file === null ? [] : [file.path])),
  );
  for (const path of files) await copyInto(directory, path, folder);
  if (hasDumps || manifest.snapshots.every(({ files: { heapDump } }) => heapDump === undefined)) {
    await copyInto(directory, MANIFEST_FILE, folder);
  } else {
    await writeManifest(folder, kept);
  }
}

function withoutDumps(manifest: Manifest): Manifest {
  const snapshots = manifest.snapshots.map((snapshot) => {
    const { heapDump: _, ...files } = snapshot.files;
    return { ...snapshot, files };
  });
  return { ...manifest, snapshots };
}

/** Throws FetchError "not-found" for a file that the manifest has and the directory has not, UsageError "write-failed". */
async function copyInto(directory: string, path: string, folder: string): Promise<void> {
  const [from, to] = [join(directory, path), join(folder, path)];
  if (!(await isFile(from, directory))) {
    throw new FetchError("not-found", `${from}: no such file`, `stat ${from}: no such file or directory`);
  }
  await writing(to, async () => {
    await makeDirectory(dirname(to));
    await writeOutput(to, [await readFile(from)]);
  });
}

function placeLine(captures: readonly Captured[]): string {
  const [first] = captures;
  if (first === undefined) return "";
  const count = captures.reduce((sum, { manifest }) => sum + manifest.snapshots.length, 0);
  const place = captures.length === 1 ? first.directory : dirname(first.directory);
  return `heapblame: ${count} ${count === 1 ? "snapshot" : "snapshots"} in ${place}\n`;
}
