/** What a page is made from, as the command line that asks for it names it, and as the page does: its own command lines name the same files. */
import { withoutSecrets } from "../../fetch/redact.ts";
import { parseSource } from "../../fetch/source.ts";
import { commonFolder } from "../../profile/file-path.ts";
import type { GivenFiles } from "../../render/html/given-files.ts";
import { shortSource } from "../terminal/short-source.ts";

/** As they were typed; what is not there was not given. */
export interface CommandFiles {
  /** The profiles that were added up to the last one. */
  readonly summed?: readonly string[] | undefined;
  /** A capture directory that has all of the profiles. */
  readonly directory?: string | undefined;
  /** One for each profile, "" where none is known. */
  readonly goroutines?: readonly string[] | undefined;
  readonly held?: readonly string[] | undefined;
  readonly references?: readonly string[] | undefined;
  readonly binary?: string | undefined;
  readonly module?: readonly string[] | undefined;
  /** Of a diff: a series has its own. */
  readonly iterations?: number | undefined;
}

/** Of a diff; a capture directory, `first` alone, brings its own along. */
export function filesOfPair(
  first: string,
  second: string | undefined,
  given: Omit<CommandFiles, "goroutines"> & {
    readonly goroutineBase?: string;
    readonly goroutineCurrent?: string;
    readonly anonymize?: boolean;
  },
): CommandFiles {
  if (given.anonymize === true) return {};
  const { goroutineBase, goroutineCurrent, held, references, binary, module, iterations } = given;
  const goroutines = goroutineBase && goroutineCurrent ? [goroutineBase, goroutineCurrent] : [];
  const directory = second === undefined ? first : undefined;
  return { directory, goroutines, held, references, binary, module, iterations };
}

/** Without the folder that all of them lie in. */
export function namesOfPage(
  names: readonly string[],
  { module = [], iterations, ...files }: CommandFiles,
): { readonly called: readonly string[]; readonly given: GivenFiles } {
  // An address that stands for many profiles is asked anew each time.
  const typed = files.directory?.includes("://") ? "" : (files.directory?.replace(/(?<=.)\/+$/, "") ?? "");
  const { summed = [], goroutines = [], held = [], references = [] } = files;
  const programs = files.binary === undefined ? [] : [files.binary];
  const directories = typed === "" ? [] : [typed];
  const all = [names, summed, goroutines, held, references, programs, directories];
  const groups = all.map((group) => group.map(withoutSecrets));
  const travelling = namesThatTravel(groups.flat());
  const grouped = inGroups(travelling, groups);
  const [called = [], sums = [], stacks = [], dumps = [], graphs = [], binary = [], [directory = ""] = []] = grouped;
  const options = [
    ...optionOf("--held", dumps),
    ...optionOf("--references", graphs),
    ...optionOf("--binary", binary),
    ...module.flatMap((path) => ["--module", path]),
    ...optionOf("--iterations", iterations === undefined ? [] : [String(iterations)]),
  ];
  const isInside = called.every((name) => name.startsWith(directory) && /^[/:]/.test(name.slice(directory.length)));
  return {
    called,
    given: { summed: sums, directory: isInside ? directory : "", goroutines: stacks, options },
  };
}

function inGroups(names: readonly string[], groups: readonly (readonly string[])[]): readonly (readonly string[])[] {
  let start = 0;
  return groups.map(({ length }) => {
    start += length;
    return names.slice(start - length, start);
  });
}

function optionOf(name: string, values: readonly string[]): string[] {
  return values.length === 0 ? [] : [name, ...values];
}

/** As they are called from the innermost folder that has all of the files: there a command line with them runs. Where there is none, as they were typed. */
export function namesThatTravel(names: readonly string[]): readonly string[] {
  const files = names.filter((name) => name !== "" && shortSource(name) !== name);
  if (files.length === 0) return names;
  // What has no folder lies where the command was typed.
  const isAll = names.every((name) => files.includes(name) || name === "" || !isFile(name));
  const folder = isAll ? commonFolder(files) : "";
  return names.map((name) => (files.includes(name) ? name.slice(folder.length) : name));
}

function isFile(name: string): boolean {
  return name !== "" && parseSource(name).kind === "file";
}
