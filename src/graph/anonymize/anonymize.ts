/**
 * Profiles without the private names in them, to show to others: packages, functions, files, mappings, build IDs, comments and texts of labels by
 * pseudonyms.ts; numbers, stacks and lines stay. Several profiles at once share their pseudonyms, so that they can be compared as before.
 */
import { checkList, checkProfile } from "../../profile/argument.ts";
import { StringInterner } from "../../profile/string-table.ts";
import { type Header, type LabelSetTable, type MappingTable, NONE, type Profile } from "../../profile/tables.ts";
import { findMainModule } from "../go/main-module.ts";
import { type ModuleNames, moduleList } from "../go/own-modules.ts";
import { eachFunction } from "../go/profile-functions.ts";
import { Pseudonyms } from "./pseudonyms.ts";

/** Profiles under pseudonyms. */
export interface Anonymized {
  readonly profiles: readonly Profile[];
  /** The main module's pseudonym; undefined where it is not known. */
  readonly mainModule: string | undefined;
  /** Those of all modules that are the program's own, main's first; empty where none is known. */
  readonly modules: readonly string[];
  /** For what else is shown with them. */
  readonly names: Pseudonyms;
}

/** A function and the file it is in. */
export interface NamedFunction {
  readonly name: string;
  readonly file: string;
}

/** `mainModule` as the user gives it, else it is guessed: from the profiles and from `more` functions that are not in them. */
export function anonymizeProfiles(
  profiles: readonly Profile[],
  mainModule?: ModuleNames,
  more: readonly NamedFunction[] = [],
): Anonymized {
  const stated = moduleList(mainModule);
  // All names are looked at here, and most of them nowhere else.
  const given = checkList(profiles, "profiles").map((profile) => {
    const { strings } = checkProfile(profile);
    return { ...profile, strings: strings.undecoded() };
  });
  const own = stated.length > 0 ? stated : moduleList(findMainModule(allFunctions(given, more))?.module);
  const names = new Pseudonyms(own);
  // First of all, so that main's is private1.
  const modules = own.map((module) => names.path(module));
  return {
    mainModule: modules[0],
    modules,
    profiles: given.map((profile) => anonymize(profile, names)),
    names,
  };
}

function* allFunctions(profiles: readonly Profile[], more: readonly NamedFunction[]): Iterable<NamedFunction> {
  for (const profile of profiles) yield* eachFunction(profile);
  yield* more;
}

function anonymize(profile: Profile, names: Pseudonyms): Profile {
  const { functions, strings } = profile;
  const interner = new StringInterner();
  const rename = (column: Int32Array, row: (text: string, row: number) => string): Int32Array =>
    column.map((text, at) => interner.intern(row(strings.at(text), at)));
  const fileOf = (row: number): string => strings.at(functions.file[row] as number);
  const nameOf = (row: number): string => strings.at(functions.name[row] as number);
  const renamed = {
    ...functions,
    name: rename(functions.name, (name, row) => names.functionName(name, fileOf(row))),
    systemName: rename(functions.systemName, (name, row) => names.functionName(name, fileOf(row))),
    file: rename(functions.file, (file, row) => names.file(file, nameOf(row))),
  };
  const mappings = anonymizeMappings(profile.mappings, names, rename);
  const labelSets = anonymizeLabels(profile, names, interner, rename);
  return {
    ...profile,
    header: anonymizeHeader(profile.header, names),
    functions: renamed,
    mappings,
    labelSets,
    strings: interner.finish().undecoded(),
  };
}

type Rename = (column: Int32Array, row: (text: string, row: number) => string) => Int32Array;

function anonymizeMappings(mappings: MappingTable, names: Pseudonyms, rename: Rename): MappingTable {
  return {
    ...mappings,
    file: rename(mappings.file, (file) => mappingFile(file, names)),
    buildId: rename(mappings.buildId, (id) => (id === "" ? id : names.of("build", id))),
  };
}

function mappingFile(file: string, names: Pseudonyms): string {
  if (file === "" || /^\[[a-z:]+\]$|^\/\/anon$|^linux-vdso\.so/.test(file)) return file;
  return /\.so(?:\.|$)/.test(file) ? names.of("/private/lib", file, ".so") : names.of("/private/program", file);
}

/** Labels that runtimes write themselves. */
const KNOWN_LABELS = ["bytes", "request", "alignment"];

function anonymizeLabels(
  { labelSets, strings }: Profile,
  names: Pseudonyms,
  interner: StringInterner,
  rename: Rename,
): LabelSetTable {
  return {
    ...labelSets,
    key: rename(labelSets.key, (key) => (KNOWN_LABELS.includes(key) ? key : names.of("label", key))),
    text: labelSets.text.map((text) => (text === NONE ? NONE : interner.intern(names.of("value", strings.at(text))))),
    unit: rename(labelSets.unit, (unit) => unit),
  };
}

function anonymizeHeader(header: Header, names: Pseudonyms): Header {
  const { comments } = header;
  return {
    ...header,
    comments: comments.map((text) => names.of("comment", text)),
    docUrl: "",
    dropFrames: "",
    keepFrames: "",
  };
}
