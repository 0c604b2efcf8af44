/**
 * Finds the path of the program's own module. The linker names its functions `main.main` whatever the module, so it
 * takes other evidence, the best first:
 *
 *     main.main in …/pkg/mod/example.com/app@v1.2.0/main.go         `go install`ed: the file says it
 *     main.main in example.com/app/cmd/app/main.go                  -trimpath: the directory is the import path
 *     main.main in /app/cmd/app/main.go and example.com/app/db.Open
 *       in /app/db/open.go                                          /app is example.com/app: so is main, with cmd/app
 *     main.main in /go/src/github.com/me/app/cmd/app/main.go        GOPATH: the import path follows `src`
 *     no main on any stack, but unversioned and unvendored
 *       packages outside a GOPATH, all of one module                that module
 *
 * From the import path of main the module follows by `moduleRoot`'s rules on a host they list; elsewhere it is what the
 * own packages have in common, above `cmd`, `internal` and `pkg`.
 */
import { isInside, isStandardPackage } from "./module.ts";
import { hasKnownHost, hasNestedGroups, moduleRoot } from "./module-root.ts";
import type { OwnEvidence } from "./own-modules.ts";
import { sourceFileParser } from "./source-origin.ts";
import { packageOf } from "./symbol.ts";

interface Place {
  readonly path: string;
  readonly directory: string;
  /** Its file is where only a module on the builder's disk can be: without version, not in a GOPATH. */
  readonly isLocal: boolean;
}

/** A function and the file it is in. */
interface PlacedFunction {
  readonly name: string;
  readonly file: string;
}

/** A main module, and what told it. */
interface FoundModule {
  readonly module: string;
  readonly by: Extract<OwnEvidence, "main" | "paths">;
}

/** The main module with what told it, or undefined if the functions do not tell. */
export function findMainModule(functions: Iterable<PlacedFunction>): FoundModule | undefined {
  const places = new Map<string, Place>();
  let main: string | undefined;
  let isMainFunction = false;
  let isModular = false;
  const parse = sourceFileParser();
  for (const { name, file } of functions) {
    const path = packageOf(name);
    const source = parse(file);
    if (path === "" || path.includes("::") || source.kind === "none" || source.kind === "foreign") continue;
    if (name === "main.main" && source.kind === "module") return { module: source.module, by: "main" };
    isModular ||= source.kind === "module" || source.kind === "vendor";
    if (source.kind === "module" || source.kind === "vendor" || source.kind === "goroot") continue;
    if (path === "main") {
      if (main === undefined || (name === "main.main" && !isMainFunction)) main = source.directory;
      isMainFunction ||= name === "main.main";
      continue;
    }
    if (isStandardPackage(path, source)) continue;
    const isTrimmed = source.kind === "trimmed";
    const isLocal = isTrimmed ? source.directory === path : !source.directory.endsWith(`/src/${path}`);
    places.set(`${path}\n${source.directory}`, { path, directory: source.directory, isLocal });
  }
  // Where dependencies have versions or a vendor directory, what has neither is the program's own, in a GOPATH too.
  const known = [...places.values()];
  const local = isModular ? known : known.filter((place) => place.isLocal);
  const ofMain = main === undefined ? undefined : moduleOfMain(main, known);
  if (ofMain !== undefined) return { module: ofMain, by: "main" };
  const common = commonModule(local);
  return common === undefined ? undefined : { module: common, by: "paths" };
}

function moduleOfMain(directory: string, places: readonly Place[]): string | undefined {
  const path = importPathOfMain(directory, places);
  return path === undefined ? undefined : rootAmong(path, places, true);
}

function importPathOfMain(directory: string, places: readonly Place[]): string | undefined {
  const isAbsolute = /^(?:\/|[A-Za-z]:\/)/.test(directory);
  if (!isAbsolute) return /^(?:command-line-arguments|\.\.?)(?:\/|$)/.test(directory) ? undefined : directory;
  return importPathByNeighbours(directory, places) ?? importPathInGopath(directory);
}

/** Each package whose tree holds the directory too votes for an import path; on a tie the deeper tree wins. */
function importPathByNeighbours(directory: string, places: readonly Place[]): string | undefined {
  const votes = new Map<string, { count: number; depth: number }>();
  for (const place of places) {
    const tree = stripCommonTail(place);
    if (!isInside(directory, tree.directory)) continue;
    const path = `${tree.path}${directory.slice(tree.directory.length)}`.replace(/^\//, "");
    const vote = votes.get(path) ?? { count: 0, depth: 0 };
    votes.set(path, { count: vote.count + 1, depth: Math.max(vote.depth, tree.directory.length) });
  }
  const ranked = [...votes].sort(([, a], [, b]) => b.count - a.count || b.depth - a.depth);
  return ranked[0]?.[0];
}

/** `example.com/app/db` in `/src/app/db` -> `example.com` in `/src`. */
function stripCommonTail({ path, directory }: Place): { path: string; directory: string } {
  let pathEnd = path.length;
  let directoryEnd = directory.length;
  while (pathEnd > 0) {
    const pathSlash = path.lastIndexOf("/", pathEnd - 1);
    const directorySlash = directory.lastIndexOf("/", directoryEnd - 1);
    const element = path.slice(pathSlash + 1, pathEnd);
    if (directorySlash < 0 || element !== directory.slice(directorySlash + 1, directoryEnd)) break;
    pathEnd = Math.max(pathSlash, 0);
    directoryEnd = directorySlash;
  }
  return { path: path.slice(0, pathEnd), directory: directory.slice(0, directoryEnd) };
}

function importPathInGopath(directory: string): string | undefined {
  const source = directory.indexOf("/src/");
  const path = directory.slice(source + "/src/".length);
  return source >= 0 && hasKnownHost(path) ? path : undefined;
}

/**
 * The module of `path`: by the rule, or longer where the rule cannot know how deep the host's modules lie. Longer needs
 * a sign: a directory by convention below the root, or (on a host that is no forge) a second package beside main's.
 */
function rootAmong(path: string, places: readonly Place[], isMain: boolean): string {
  const rule = moduleRoot(path);
  if (hasKnownHost(path) && !hasNestedGroups(path)) return rule;
  let root = aboveConvention(path);
  let hasSign = root !== path;
  for (const place of places) {
    if (!isInside(place.path, rule)) continue;
    while (!isInside(place.path, root)) root = root.slice(0, root.lastIndexOf("/"));
    const isBelow = place.path !== root;
    hasSign ||= isBelow && (aboveConvention(place.path) === root || (isMain && !hasNestedGroups(path)));
  }
  return hasSign && root.length > rule.length ? root : rule;
}

/** `corp.example/team/app` of `corp.example/team/app/cmd/server`: these directories lie inside a module. */
function aboveConvention(path: string): string {
  const inside = /\/(?:cmd|internal|pkg)(?:\/|$)/.exec(path);
  return inside === null ? path : path.slice(0, inside.index);
}

function commonModule(places: readonly Place[]): string | undefined {
  const first = places[0];
  if (first === undefined) return undefined;
  const module = rootAmong(first.path, places, false);
  return places.every((place) => isInside(place.path, module)) ? module : undefined;
}
