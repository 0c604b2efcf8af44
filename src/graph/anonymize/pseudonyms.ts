/**
 * Pseudonyms for what a profile says of a private program, of the same shape as the names they stand for, so that every report reads as before:
 *
 *     git.corp.example/billing/ledger/internal/post.(*Journal).append.func1   private1.com/app/internal/pkg1.(*Type1).method1.func1
 *     main.(*Cache[git.corp.example/billing/ledger.Entry]).Put                main.(*Type2[private1.com/app.Type3]).Method2
 *     net/http.(*conn).serve, k8s.io/client-go/tools/cache.NewReflector       the same: these everybody knows
 *
 * The same name gets the same pseudonym wherever it stands. Numbers are given in the order of asking, so the same profiles give the same
 * pseudonyms. Public is the standard library and what lies on a host that anybody can read, but for the program's own module and, on a forge, its
 * owner's other repositories; what is not known to be public is private.
 */
import { isInside, isStandardPackage } from "../go/module.ts";
import { hasKnownHost, isStandardPath, moduleRoot } from "../go/module-root.ts";
import { type ModuleNames, moduleList } from "../go/own-modules.ts";
import { parseSourceFile } from "../go/source-origin.ts";
import { packageOf, parseFunctionName, symbolOf } from "../go/symbol.ts";

const PUBLIC_FORGES = ["github.com", "gitlab.com", "gitea.com", "gitee.com", "bitbucket.org", "codeberg.org"];
/** Hosts named like a forge, or that serve generated and private code as well. */
const MAYBE_PRIVATE = /^(?:git|gitlab|github|gitea|forgejo|bitbucket|scm|salsa)\.|^(?:dev\.azure\.com|buf\.build)\//;
const PROGRAM = /^(?:main|command-line-arguments(?:[._]test)?)$/;
const CONVENTIONAL = /^(?:internal|cmd|pkg|vendor|v\d+)$/;
const KEPT_WORD = /^(?:(?:func|gowrap|deferwrap|range)\d+|init|glob|func|fm|dwrap)$/;
const BUILTIN =
  /^(?:u?int(?:8|16|32|64|ptr)?|float(?:32|64)|complex(?:64|128)|string|bool|byte|rune|error|any|map|chan|func|struct|interface|go\.shape\.?(?:u?int(?:8|16|32|64|ptr)?|float(?:32|64)|string|bool)?)$/;

/** Gives every private name its pseudonym, the same one each time. */
export class Pseudonyms {
  readonly #modules: readonly string[];
  /** By prefix and suffix: the numbers of texts, since the pseudonyms of 100,000 names would take more room than the profile. */
  readonly #numbers: Map<string, Map<string, number>> = new Map();
  readonly #counts: Map<string, number> = new Map();

  /** Of the program's own, main's first. */
  constructor(own: ModuleNames | undefined) {
    this.#modules = moduleList(own);
  }

  /** `${prefix}${n}${suffix}`, the same for the same `text` of a kind. */
  of(prefix: string, text: string, suffix = ""): string {
    const kind = `${prefix}\n${suffix}`;
    const numbers = this.#numbers.get(kind) ?? new Map<string, number>();
    if (numbers.size === 0) this.#numbers.set(kind, numbers);
    const number = numbers.get(text) ?? this.#next(prefix);
    numbers.set(text, number);
    return `${prefix}${number}${suffix}`;
  }

  #next(prefix: string): number {
    const number = (this.#counts.get(prefix) ?? 0) + 1;
    this.#counts.set(prefix, number);
    return number;
  }

  isPublicPath(path: string): boolean {
    if (isStandardPath(path)) return true;
    if (this.#modules.some((module) => isInside(path, ownerOf(module)))) return false;
    const host = path.slice(0, path.indexOf("/"));
    return hasKnownHost(path) && (PUBLIC_FORGES.includes(host) || !MAYBE_PRIVATE.test(path));
  }

  /** An import path; `main` and public ones as they are. */
  path(path: string): string {
    if (path === "" || PROGRAM.test(path) || this.isPublicPath(path)) return path;
    const root = this.#modules.find((module) => isInside(path, module)) ?? moduleRoot(path);
    const hasHost = /^[^/]*\./.test(root);
    const elements = path.slice(root.length).split("/").slice(1);
    const inside = elements.map((element) => (CONVENTIONAL.test(element) ? element : this.of("pkg", element)));
    return [this.of("private", root, hasHost ? ".com/app" : ""), ...inside].join("/");
  }

  functionName(name: string, file: string): string {
    if (name === "") return name;
    const path = packageOf(name);
    const symbol = symbolOf(name);
    if (symbol === name) return this.#bareName(name, path, file);
    if (PROGRAM.test(path)) return `${path}.${symbol === "main" ? symbol : this.#symbol(name, symbol)}`;
    const isStandard = isStandardPath(path) && isStandardPackage(path, parseSourceFile(file));
    if (!isStandard && (isStandardPath(path) || !this.isPublicPath(path))) {
      const pseudonym = isStandardPath(path) ? this.of("private", path) : this.path(path);
      return `${pseudonym}.${this.#symbol(name, symbol)}`;
    }
    const open = symbol.indexOf("[");
    const prefix = name.slice(0, name.length - symbol.length).replace(/^.*\/vendor\//, "");
    return prefix + (open < 0 ? symbol : this.#aroundTypes(symbol, (text) => text, false));
  }

  /** A package variable, `main.watcher`: public ones as they are. */
  variableName(name: string): string {
    const path = packageOf(name);
    const symbol = symbolOf(name);
    if (symbol === name) return this.of("variable", name);
    if (!PROGRAM.test(path) && this.isPublicPath(path)) return name;
    return `${this.path(path)}.${this.of("variable", name)}`;
  }

  /** `map[main.podPort][]main.listener`: names in it by the rules of type arguments. */
  typeName(text: string): string {
    return text
      .split(/((?:interface|struct) \{\})/)
      .map((piece, at) => (at % 2 === 1 || piece === "" ? piece : this.#types(piece, true)))
      .join("");
  }

  /** Assembly, other languages, and what the compiler makes for types. */
  #bareName(name: string, path: string, file: string): string {
    const source = parseSourceFile(file);
    const place = source.kind === "goroot" ? source.inside : source.kind === "trimmed" ? source.directory : "";
    if (path === "" && /^\w+$/.test(name) && isStandardPath(place)) return name;
    if (path !== "" && /^type[:.]\.(?:eq|hash)\.[^[\]{}"*()<> ]+$/.test(name) && this.isPublicPath(path)) return name;
    return this.of("function", name);
  }

  #symbol(name: string, symbol: string): string {
    const { receiver } = parseFunctionName(name);
    const rewrite = (text: string, offset: number): string =>
      text.replace(/[A-Za-z_\u0080-\uffff][\w\u0080-\uffff]*/g, (word, at: number) => {
        if (KEPT_WORD.test(word)) return word;
        const isFirst = offset + at <= (symbol.startsWith("(*") ? 2 : 0);
        const kind = receiver === "" ? "function" : isFirst ? "type" : "method";
        return this.#word(kind, word);
      });
    return this.#aroundTypes(symbol, rewrite, true);
  }

  #word(kind: "function" | "method" | "type", word: string): string {
    const isExported = /^\p{Lu}/u.test(word);
    return this.of(isExported ? kind[0]?.toUpperCase() + kind.slice(1) : kind, word);
  }

  /** Rewrites what stands before and behind the type arguments, and these by their own rules. */
  #aroundTypes(symbol: string, rewrite: (text: string, offset: number) => string, isPrivate: boolean): string {
    const open = symbol.indexOf("[");
    if (open < 0) return rewrite(symbol, 0);
    const close = symbol.lastIndexOf("]");
    const types = symbol.slice(open + 1, close < open ? undefined : close);
    const behind = close < open ? "" : `]${rewrite(symbol.slice(close + 1), close + 1)}`;
    return `${rewrite(symbol.slice(0, open), 0)}[${this.#types(types, isPrivate)}${behind}`;
  }

  /** Struct types hold field names and tags: they go as a whole. */
  #types(types: string, isPrivate: boolean): string {
    if (/["{}]/.test(types)) return this.of("Type", types);
    return types.replace(/[A-Za-z_\u0080-\uffff][\w\u0080-\uffff\-.~/%]*/g, (word) => {
      if (BUILTIN.test(word)) return word;
      if (!word.includes(".")) return isPrivate ? this.#word("type", word) : word;
      const path = packageOf(word);
      if (path !== "" && !PROGRAM.test(path) && this.isPublicPath(path)) return word;
      return `${path === "" ? "main" : this.path(path)}.${this.#word("type", symbolOf(word))}`;
    });
  }

  /** A source file: where a build put public code is replaced, the name of private code as well. */
  file(file: string, functionName: string): string {
    if (file === "" || /^<.*>$/.test(file) || file === "_cgo_gotypes.go") return file;
    const source = parseSourceFile(file);
    const slash = Math.max(file.lastIndexOf("/"), file.lastIndexOf("\\"));
    const base = file.slice(slash + 1);
    if (source.kind === "goroot") {
      return source.directory.startsWith("vendor/") ? file : `/usr/local/go/src/${source.inside}/${base}`;
    }
    if (source.kind === "module") {
      const cache = /^(?:[/\\]|[A-Za-z]:)/.test(file) ? "/go/pkg/mod/" : "";
      return cache + this.#moduleFile(source, base);
    }
    if (source.kind === "trimmed" && isStandardPath(source.directory)) return file;
    const path = packageOf(functionName);
    const isPublic = path !== "" && !PROGRAM.test(path) && !isStandardPath(path) && this.isPublicPath(path);
    if (isPublic && source.directory.endsWith(`/${path}`)) {
      return `${source.kind === "vendor" ? "/private/vendor" : "/go/src"}/${path}/${base}`;
    }
    return `${this.#privateDirectory(path, source.kind, source.directory)}${this.#base(file, base)}`;
  }

  #moduleFile({ module, version, inside }: ReturnType<typeof parseSourceFile>, base: string): string {
    const directory = inside === "" ? "" : `/${inside}`;
    if (this.isPublicPath(module)) return `${module}@${version}${directory}/${base}`;
    const inner = this.path(`${module}${directory}`).slice(this.path(module).length);
    return `${this.path(module)}@${version}${inner}/${this.#base(`${module}/${inside}/${base}`, base)}`;
  }

  #privateDirectory(path: string, kind: string, directory: string): string {
    if (kind === "none" || kind === "foreign") return "";
    const isMain = path === "" || PROGRAM.test(path);
    if (kind === "trimmed") return `${this.path(isMain ? directory : path)}/`;
    const [own] = this.#modules;
    const main = `${own === undefined ? "main" : this.path(own)}/cmd/main`;
    return `/private/${isMain ? main : this.path(path)}/`;
  }

  #base(key: string, base: string): string {
    const extension = /\.[A-Za-z]+$/.exec(base)?.[0] ?? "";
    return this.of("file", key, extension);
  }
}

/** On a forge whoever the module belongs to, `github.com/corp`; elsewhere the module. */
function ownerOf(module: string): string {
  const elements = module.split("/");
  return PUBLIC_FORGES.includes(elements[0] as string) ? elements.slice(0, 2).join("/") : module;
}
