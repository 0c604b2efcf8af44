/**
 * Where Go keeps the sources of a program that was built elsewhere: the standard library below GOROOT, dependencies in the module cache or a
 * vendor directory, and the program's own files in the module around the working directory. Nothing is started to find out.
 *
 * Lines of another version beside a profile's values would be worse than none, so a file counts only with evidence that it can be the one: the
 * release that the profile shows against GOROOT/VERSION, a module's version against the cache or vendor/modules.txt, the module's path against
 * go.mod. The directory a file is in says less than its function's name: "/build/src/sort/sort.go" is the standard library only if the function
 * is sort's.
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

/** What a profile shows of the program it is of. */
export interface ProgramEvidence {
  /** `go1.26.8`: of a file of the standard library, by its path or by others of the profile. */
  readonly releaseOf: (file: string) => string | undefined;
  /** Whether a function of the profile is of a package in that module. */
  readonly hasModule: (module: string) => boolean;
  /** The last line of the file that is on a stack; 0 if none is known. */
  readonly lastLineOf: (file: string) => number;
}

/** Paths that may be the file, likeliest first. `file` is as the profile has it. */
export function goSourceCandidates(
  file: string,
  functionName: string,
  go: GoDirectories,
  program: ProgramEvidence,
): string[] {
  const path = file.replaceAll("\\", "/");
  const release = program.releaseOf(path);
  const roots = go.roots.filter((root) => release !== undefined && releaseAt(root) === release);
  const project = projectIn(go.projects);
  const isOwn = project !== undefined && program.hasModule(project.module);
  return [
    ...standardLibrary(path, functionName).flatMap((rest) => roots.map((root) => join(root, "src", rest))),
    ...cachedModules(path).flatMap((rest) => go.moduleCaches.map((cache) => join(cache, rest))),
    ...go.projects.flatMap((directory) => vendored(path, directory, isOwn)),
    ...(project === undefined ? [] : ownFiles(path, functionName, project, isOwn)),
  ];
}

/** First line of GOROOT/VERSION. */
function releaseAt(root: string): string | undefined {
  return tryReadText(join(root, "VERSION"))?.split("\n", 1)[0]?.trim();
}

interface Project {
  readonly root: string;
  readonly module: string;
}

/** The nearest with a go.mod that names a module. */
function projectIn(directories: readonly string[]): Project | undefined {
  const root = directories.find((directory) => existsSync(join(directory, "go.mod")));
  const text = root === undefined ? undefined : tryReadText(join(root, "go.mod"));
  const module = /^\s*module\s+"?([^\s"]+)/m.exec(text ?? "")?.[1];
  return root === undefined || module === undefined ? undefined : { root, module };
}

function tryReadText(path: string): string | undefined {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return undefined;
  }
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

/**
 * `k8s.io/client-go/tools/cache/store.go`: out of the module cache if the project vendors that version of the module, by modules.txt; out of
 * another vendor directory, which names no version, only if the program is the project's.
 */
function vendored(path: string, project: string, isOwn: boolean): string[] {
  const modules = tryReadText(join(project, "vendor/modules.txt"));
  const fromModule =
    modules === undefined
      ? []
      : suffixesAfter(path, "/pkg/mod/").flatMap((rest) => {
          const [, module = "", version = "", inner = ""] = /^([^@]+)@([^/]+)(\/.*)$/.exec(unescapeModule(rest)) ?? [];
          return module !== "" && modules.split("\n").includes(`# ${module} ${version}`) ? [module + inner] : [];
        });
  const fromVendor = isOwn ? suffixesAfter(path, "/vendor/").filter((rest) => rest !== path) : [];
  return [...fromModule, ...fromVendor].map((rest) => join(project, "vendor", rest));
}

/** The cache writes an upper case letter as `!` and the small one. */
function unescapeModule(path: string): string {
  return path.replace(/!([a-z])/g, (_, letter: string) => letter.toUpperCase());
}

/**
 * Files of the module the project is: found by the package in the function's name, or by the path, where -trimpath left the module's in it. A main
 * package does not say where it lies: if the program is the project's, it is wherever as much of the end of the path exists below the module.
 */
function ownFiles(path: string, functionName: string, { root, module }: Project, isOwn: boolean): string[] {
  if (path.startsWith(`${module}/`)) return [join(root, path.slice(module.length + 1))];
  if (functionName.startsWith("main.")) return isOwn ? pathEnds(path).map((end) => join(root, end)) : [];
  const inner = packageBelow(functionName, module);
  return inner === undefined ? [] : [join(root, inner, path.slice(path.lastIndexOf("/") + 1))];
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
