/**
 * Which module a package is part of, and whose it is. Evidence in the order it counts:
 *
 *     evidence                                             module                     owner
 *     a file of another language, a package "" or C++      ""                         unknown
 *     package main, or inside the main module              the main module            own
 *     no dot in the first element, and the standard
 *       library's: net/http, runtime, internal/runtime     std                        stdlib, runtime
 *     a file in GOROOT/src/vendor                          std                        stdlib
 *     another path without a dot: `shop/internal/cart`     the main module or `shop`  own (it cannot be downloaded)
 *     a file with `@version`, of this package              as the file says           dependency
 *     the longest root learned from such files             that root                  dependency
 *     none of them                                         by `moduleRoot`'s rules    see `ownerByPlace`
 *
 * The longest of main module, learned root and rule wins where one lies inside another. The package has the last word
 * over the file, not the other way round: a closure inlined from another package keeps the file it was written in
 * (`main.init.OnceFunc.func1` is in sync/oncefunc.go) but runs, and allocates, in the package it is named for.
 */
import { isStandardPath, moduleRoot } from "./module-root.ts";
import { type ModuleNames, moduleList } from "./own-modules.ts";
import { type SourceFile, sourceFileParser } from "./source-origin.ts";

/** Whose code it is. */
export type Owner = "own" | "dependency" | "stdlib" | "runtime" | "unknown";

export interface GoModule {
  /** `k8s.io/client-go`; `std` of the standard library; `main` if the program's own module is not known; or "". */
  readonly module: string;
  /** `v0.29.0`, or "". `github.com/me/fork@v1.0.0` where the file shows that a replace directive took another module. */
  readonly version: string;
  readonly owner: Owner;
}

export interface ModuleTable {
  /** Path of main's module; undefined where it is not known. */
  readonly mainModule: string | undefined;
  resolve(packagePath: string, fileName: string): GoModule;
}

/** Versions by module root; a root seen with two versions (profiles of two builds, merged) has "". */
type LearnedRoots = ReadonlyMap<string, string>;

const UNKNOWN: GoModule = { module: "", version: "", owner: "unknown" };
/** Package main, and what `go run x.go`, `go test x.go` and a plugin built from files have for a path. */
const PROGRAM = /^(?:main|command-line-arguments(?:[._]test)?|plugin\/unnamed-[^/]*)$/;

/** Learns the true module roots from all file names of a profile that hold a version. */
export function buildModuleTable(files: Iterable<string>, own?: ModuleNames): ModuleTable {
  const modules = moduleList(own);
  const roots = new Map<string, string>();
  const parse = sourceFileParser();
  for (const fileName of files) {
    // Only such a name says a version; the others are taken apart when they are asked for.
    if (!fileName.includes("@v")) continue;
    const file = parse(fileName);
    if (file.kind !== "module") continue;
    const known = roots.get(file.module);
    roots.set(file.module, known === undefined || known === file.version ? file.version : "");
  }
  return {
    mainModule: modules[0],
    resolve: (packagePath, fileName) =>
      resolveModule(packagePath, parse(fileName), moduleFor(packagePath, modules), roots),
  };
}

/** Of several own modules the longest that the package lies in, else the first, which is main's. */
function moduleFor(packagePath: string, modules: readonly string[]): string | undefined {
  const path = packagePath.replace(/[._]test$/, "");
  const holding = modules.filter((module) => isInside(path, module));
  return (
    holding.reduce<string | undefined>(
      (longest, module) => (longest === undefined || module.length > longest.length ? module : longest),
      undefined,
    ) ?? modules[0]
  );
}

/** Whether `path` is `root` or below it. */
export function isInside(path: string, root: string): boolean {
  return path.startsWith(root) && (path.length === root.length || path[root.length] === "/");
}

/** Whether this is a package of the standard library (or of the go command), by its name and the place of its file. */
export function isStandardPackage(packagePath: string, file: SourceFile): boolean {
  if (packagePath.startsWith("vendor/")) return true;
  if (!isStandardPath(packagePath)) return file.kind === "goroot" && file.inside === `vendor/${packagePath}`;
  if (file.kind !== "absolute") return true;
  // A module of one's own may be named like a standard package: then its files lie in no `src`.
  return !file.directory.endsWith(`/${packagePath}`) || file.directory.endsWith(`/src/${packagePath}`);
}

function resolveModule(
  packagePath: string,
  file: SourceFile,
  mainModule: string | undefined,
  roots: LearnedRoots,
): GoModule {
  if (file.kind === "foreign" || packagePath.includes("::")) return UNKNOWN;
  if (packagePath === "") return ofAssembly(file);
  if (PROGRAM.test(packagePath)) return ofMain(file, mainModule);
  const path = packagePath.replace(/[._]test$/, "");
  if (isStandardPackage(path, file)) return { module: "std", version: "", owner: standardOwner(path) };
  return /^[^/]*\./.test(path) ? ofHosted(path, file, mainModule, roots) : ofLocal(path, file, mainModule);
}

/** Assembly routines such as memeqbody have no package in their name, only a place. */
function ofAssembly(file: SourceFile): GoModule {
  const path = file.kind === "goroot" ? file.inside : file.kind === "trimmed" ? file.directory : "";
  return isStandardPath(path) ? { module: "std", version: "", owner: standardOwner(path) } : UNKNOWN;
}

function ofMain(file: SourceFile, mainModule: string | undefined): GoModule {
  // Another module in the path is that of an inlined closure.
  const isInstalled = file.kind === "module" && file.module === mainModule;
  return { module: mainModule ?? "main", version: isInstalled ? file.version : "", owner: "own" };
}

function ofLocal(path: string, file: SourceFile, mainModule: string | undefined): GoModule {
  if (mainModule !== undefined && isInside(path, mainModule)) return { module: mainModule, version: "", owner: "own" };
  const module = moduleRoot(path);
  if (file.kind === "module" || file.kind === "vendor") return { module, version: file.version, owner: "dependency" };
  if (file.kind === "none") return { module: "", version: "", owner: "unknown" };
  return { module, version: "", owner: mainModule === undefined ? "own" : "dependency" };
}

function ofHosted(path: string, file: SourceFile, mainModule: string | undefined, roots: LearnedRoots): GoModule {
  const learned = longestRoot(path, roots);
  const isOfFile = file.kind === "module" && isInside(path, file.module);
  if (isOfFile && (learned === undefined || learned.length <= file.module.length)) {
    return { module: file.module, version: file.version, owner: file.module === mainModule ? "own" : "dependency" };
  }
  const isMain = mainModule !== undefined && isInside(path, mainModule);
  if (isMain && (learned === undefined || learned.length <= mainModule.length)) {
    return { module: mainModule, version: roots.get(mainModule) ?? "", owner: "own" };
  }
  const replaced = learned === undefined ? replacedModule(path, file) : undefined;
  if (replaced !== undefined) return replaced;
  if (learned !== undefined) return { module: learned, version: roots.get(learned) ?? "", owner: "dependency" };
  return { module: moduleRoot(path), version: "", owner: ownerByPlace(path, file, mainModule) };
}

/** A replace directive: the file lies in another module, at the same place inside it. */
function replacedModule(path: string, file: SourceFile): GoModule | undefined {
  if (file.kind !== "module") return undefined;
  const module = file.inside === "" ? path : path.slice(0, -file.inside.length - 1);
  const isSamePlace = file.inside === "" ? lastName(path) === lastName(file.module) : path.endsWith(`/${file.inside}`);
  return isSamePlace ? { module, version: `${file.module}@${file.version}`, owner: "dependency" } : undefined;
}

/**
 * Whose an unversioned package is. A module build leaves the version out of a path only for modules on the builder's
 * disk, the main one above all. A GOPATH holds own code and dependencies alike, so there only the main module's name
 * can tell.
 */
function ownerByPlace(path: string, file: SourceFile, mainModule: string | undefined): Owner {
  if (mainModule !== undefined || file.directory.endsWith(`vendor/${path}`)) return "dependency";
  if (file.kind === "trimmed") return file.directory === path ? "own" : "unknown";
  return file.kind === "absolute" && !file.directory.endsWith(`/src/${path}`) ? "own" : "unknown";
}

function standardOwner(packagePath: string): Owner {
  return isInside(packagePath, "runtime") || isInside(packagePath, "internal/runtime") ? "runtime" : "stdlib";
}

function longestRoot(path: string, roots: LearnedRoots): string | undefined {
  if (roots.size === 0) return undefined;
  for (let end = path.length; end > 0; end = path.lastIndexOf("/", end - 1)) {
    const root = path.slice(0, end);
    if (roots.has(root)) return root;
  }
  return undefined;
}

/** The last element, a major version aside. */
function lastName(path: string): string {
  const elements = path.split("/");
  const last = elements.pop() ?? "";
  return /^v\d+$/.test(last) ? (elements.pop() ?? "") : last;
}
