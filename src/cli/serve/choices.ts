/** What `serve` has to show: a page for each profile, pair or capture it was given. Profiles are read when their page is opened, the only page at once. */
import { statSync } from "node:fs";
import { resolve } from "node:path";
import { FetchError, UsageError } from "../../errors.ts";
import { systemPath } from "../../fetch/files/file.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import { type Captured, capturesOf, shownFolder } from "../capture/directories.ts";
import { expandSnapshots } from "../capture/snapshots.ts";
import { type ComparedOptions, loadShown } from "../commands/compared.ts";
import type { Io } from "../terminal/io.ts";
import type { Choice } from "./chooser.ts";
import type { PageMatter } from "./served-page.ts";

export interface MatterChoice extends Choice {
  /** Of files and directories only, which can be read again. */
  readonly isOfFiles: boolean;
  /** Throws UsageError, FetchError, ProfileError. */
  readonly load: () => Promise<PageMatter>;
}

export type ChoiceOptions = Omit<ComparedOptions, "base"> & { readonly base?: readonly string[] };

/** One at least. Throws UsageError "bad-option", FetchError. */
export async function choicesOf(given: readonly string[], options: ChoiceOptions, io: Io): Promise<MatterChoice[]> {
  if (options.base !== undefined) return pairs(given, options.base, options, io);
  const sources = await expandSnapshots(given, io);
  const choices: MatterChoice[] = [];
  for (const source of sources) {
    const captures = await capturesOf(source, io);
    if (captures.length === 0) choices.push(single(source, options, io));
    for (const capture of captures) choices.push(captured(capture, source, options, io));
  }
  const files = choices.filter(({ about }) => about === ONE_HEAP);
  if (files.length < 2 || files.length < choices.length) return choices;
  const all = { title: `All ${sources.length}`, about: "compared, in order of time", paths: [] };
  return [seriesChoice(all, sources, options, io), ...choices];
}

const ONE_HEAP = "one heap";

function single(source: string, options: ChoiceOptions, io: Io): MatterChoice {
  const { base: _, ...alone } = options;
  const title = titleOf(source);
  return choiceOf({ title, about: ONE_HEAP, paths: [title] }, [source], () => loadShown(source, alone, io), io);
}

function titleOf(source: string): string {
  return source === "-" ? "standard input" : withoutSecrets(source);
}

/** One base for all, or one for each. */
function pairs(given: readonly string[], bases: readonly string[], options: ChoiceOptions, io: Io): MatterChoice[] {
  if (bases.length !== 1 && bases.length !== given.length) {
    const fact = `${bases.length} bases for ${given.length} profiles: give one for all, or one for each in order`;
    throw new UsageError("bad-option", fact);
  }
  return given.map((source, at) => {
    const base = bases.length === 1 ? (bases[0] as string) : (bases[at] as string);
    const load = (): Promise<PageMatter> => loadShown(source, { ...options, base }, io);
    const paths = [titleOf(source), titleOf(base)] as const;
    const choice = { title: paths[0], about: `against ${paths[1]}`, paths };
    return choiceOf(choice, [base, source], load, io);
  });
}

function captured(capture: Captured, source: string, options: ChoiceOptions, io: Io): MatterChoice {
  const { directory, manifest } = capture;
  const { length } = manifest.snapshots;
  const about = `${length} ${length === 1 ? "snapshot" : "snapshots"} of ${manifest.source}`;
  const title = shownFolder(capture, source, io.cwd);
  return seriesChoice({ title, about, paths: [title] }, [directory], options, io);
}

function seriesChoice(choice: Choice, sources: readonly string[], options: ChoiceOptions, io: Io): MatterChoice {
  return choiceOf(choice, sources, () => loadSeriesMatter(sources, options, io), io);
}

/** What was a file when heapblame was started is read as one only: where a pipe has come in its place all pages would wait for its writer. */
function choiceOf(choice: Choice, sources: readonly string[], load: MatterChoice["load"], io: Io): MatterChoice {
  const files = sources.filter((source) => fileKind(source, io) === "file");
  const loadFiles = (): Promise<PageMatter> => {
    for (const source of files) {
      if (fileKind(source, io) !== "stream") continue;
      const fact = `${withoutSecrets(source)}: it was a file when heapblame was started, and is a pipe, a socket or a device now`;
      throw new FetchError("unreadable", fact, fact);
    }
    return load();
  };
  return { ...choice, isOfFiles: files.length === sources.length, load: async () => await loadFiles() };
}

/** Directories are files here. Undefined for what is not there; a member of an archive is its archive. */
function fileKind(source: string, { cwd }: Io): "file" | "stream" | undefined {
  const [, archive] = /^(.*\.(?:tar|tgz|tar\.gz|zip)):/is.exec(source) ?? [];
  try {
    const stats = statSync(systemPath(resolve(cwd, archive ?? source)));
    return stats.isFile() || stats.isDirectory() ? "file" : "stream";
  } catch {
    return undefined;
  }
}

async function loadSeriesMatter(sources: readonly string[], options: ChoiceOptions, io: Io): Promise<PageMatter> {
  const [{ loadSeries }, { checkSeries }, { longestRun }, { seriesMatter }] = await Promise.all([
    import("../capture/series.ts"),
    import("../../blame/provenance/series.ts"),
    import("../../report/trend/measured-series.ts"),
    import("../page/series-page.ts"),
  ]);
  const { captures, beside, module, goroutineFiles } = await loadSeries(sources, options, io);
  const { runs } = checkSeries(
    captures,
    beside.map(({ process }) => process),
  );
  const [directory] = sources.length === 1 ? sources : [];
  const files = options.anonymize === true ? {} : { goroutines: goroutineFiles, directory, module: options.module };
  return { ...seriesMatter(captures, beside, longestRun(runs), undefined, files), module };
}
