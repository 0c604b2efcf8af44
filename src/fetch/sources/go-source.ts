/**
 * Where Go keeps the sources of a program that was built elsewhere: the standard library below GOROOT, dependencies in the module cache or a
 * vendor directory, and the program's own files in the module around the working directory. Nothing is started to find out.
 *
 * The directory a file is in says less than its function's name: "/build/src/sort/sort.go" is the standard library only if the function is
 * sort's.
 */
import { existsSync, readFileSync, realpathSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";

export interface GoDirectories {
  readonly roots: readonly string[];
  readonly moduleCaches: readonly string[];
  /** Directories that may hold a vendor directory or a go.mod, nearest first. */
  readonly projects: readonly string[];
}

const USUAL_ROOTS = [
  "/usr/local/go",
  "/usr/lib/go",
  "/usr/lib/golang",
  "/usr/share/go",
  "/opt/homebrew/opt/go/libexec",
  "/usr/local/opt/go/libexec",
  "C:\\Program Files\\Go",
];

/** From GOROOT (and then from nowhere else), GOMODCACHE, GOPATH, HOME and PATH; `cwd` and its parents are the projects. */
export function resolveGoDirectories(env: Readonly<Record<string, string | undefined>>, cwd: string): GoDirectories {
  const home = env["HOME"] ?? env["USERPROFILE"] ?? "";
  const paths = env["GOPATH"] ? env["GOPATH"].split(delimiter) : home === "" ? [] : [join(home, "go")];
  const installed = (env["PATH"] ?? "").split(delimiter).flatMap(rootOfInstalledGo);
  return {
    roots: env["GOROOT"] ? [env["GOROOT"]] : [...new Set([...installed, ...USUAL_ROOTS])],
    moduleCaches: env["GOMODCACHE"] ? [env["GOMODCACHE"]] : paths.map((path) => join(path, "pkg", "mod")),
    projects: withParents(cwd),
  };
}

/** The go command lies in GOROOT/bin, often behind a symbolic link. */
function rootOfInstalledGo(directory: string): string[] {
  const command = ["go", "go.exe"].map((name) => join(directory, name)).find(existsSync);
  if (directory === "" || command === undefined) return [];
  try {
    return [dirname(dirname(realpathSync(command)))];
  } catch {
    return [];
  }
}

function withParents(directory: string): string[] {
  const parent = dirname(directory);
  return parent === directory ? [directory] : [directory, ...withParents(parent)];
}

/** Paths that may be the file, likeliest first. `file` is as the profile has it. */
export function goSourceCandidates(file: string, functionName: string, go: GoDirectories): string[] {
  const path = file.replaceAll("\\", "/");
  return [
    ...standardLibrary(path, functionName).flatMap((rest) => go.roots.map((root) => join(root, "src", rest))),
    ...cachedModules(path).flatMap((rest) => go.moduleCaches.map((cache) => join(cache, rest))),
    ...vendored(path).flatMap((rest) => go.projects.map((project) => join(project, "vendor", rest))),
    ...ownFiles(path, functionName, go.projects),
  ];
}

/** `net/http/server.go`, whatever GOROOT it was built from, if the function is net/http's. */
function standardLibrary(path: string, functionName: string): string[] {
  return suffixesAfter(path, "/src/").filter((rest) => functionName.startsWith(`${dirname(rest)}.`));
}

/** `path` itself, and what follows each `separator` in it. */
function suffixesAfter(path: string, separator: string): string[] {
  const suffixes = path.startsWith("/") ? [] : [path];
  for (let at = path.indexOf(separator); at >= 0; at = path.indexOf(separator, at + 1)) {
    suffixes.push(path.slice(at + separator.length));
  }
  return suffixes;
}

/**
 * `github.com/!azure/go-autorest@v1.0.0/client.go`: below some other cache as it is; in a program built with -trimpath with the module's own
 * name, whose upper case letters the cache writes as `!` and a small one.
 */
function cachedModules(path: string): string[] {
  const inCache = suffixesAfter(path, "/pkg/mod/").filter((rest) => rest.includes("@"));
  return inCache.flatMap((rest) => {
    const [, root = "", inner = ""] = /^(.*?@[^/]*)(.*)$/.exec(rest) ?? [];
    return [...new Set([rest, root.replace(/[A-Z]/g, (letter) => `!${letter.toLowerCase()}`) + inner])];
  });
}

/** `k8s.io/client-go/tools/cache/store.go`, out of another vendor directory or a module with its version. */
function vendored(path: string): string[] {
  const fromVendor = suffixesAfter(path, "/vendor/").filter((rest) => rest !== path);
  const fromModule = suffixesAfter(path, "/pkg/mod/").filter((rest) => rest.includes("@"));
  const plain = fromModule.map((rest) => rest.replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase()));
  return [...fromVendor, ...plain.map((rest) => rest.replace(/@[^/]*/, ""))];
}

/**
 * Files of the module the project is: found by the package in the function's name; or, since a main package does not say where it lies, by
 * as much of the end of the path as there is below the module.
 */
function ownFiles(path: string, functionName: string, projects: readonly string[]): string[] {
  const root = projects.find((project) => existsSync(join(project, "go.mod")));
  if (root === undefined) return [];
  if (functionName.startsWith("main.")) return pathEnds(path).map((end) => join(root, end));
  const module = /^\s*module\s+"?([^\s"]+)/m.exec(readTextOrNothing(join(root, "go.mod")))?.[1];
  const inner = module === undefined ? undefined : packageBelow(functionName, module);
  return inner === undefined ? [] : [join(root, inner, path.slice(path.lastIndexOf("/") + 1))];
}

/** What cannot be read says nothing. */
function readTextOrNothing(path: string): string {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return "";
  }
}

/** `internal/store` for `example.com/app/internal/store.(*Store).Put` in the module `example.com/app`. */
function packageBelow(functionName: string, module: string): string | undefined {
  if (!functionName.startsWith(module)) return undefined;
  // Receivers and type arguments may hold dots and the paths of other packages.
  const [head = ""] = functionName.slice(module.length).split(/[[(]/, 1);
  const inner = head.slice(0, head.indexOf(".", head.lastIndexOf("/") + 1));
  if (inner !== "" && !inner.startsWith("/")) return undefined;
  return inner.replace(/%([0-9a-f]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** `a/b/c.go`, `b/c.go`, `c.go`. */
function pathEnds(path: string): string[] {
  const elements = path.split("/").filter((element) => element !== "" && element !== "..");
  return elements.map((_, index) => elements.slice(index).join("/"));
}
