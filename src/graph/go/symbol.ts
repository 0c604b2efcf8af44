/**
 * Reads the name of a Go function as the linker writes it:
 *
 *     k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive.func1.2
 *     └─────────── package ───────┘ └── receiver ──┘ └method┘ └closure┘
 *
 * The package ends at the first dot behind the last slash, both looked for in the head only: the part before the first
 * character no import path has. Type arguments (`Map[go.shape.string,k8s.io/api/core/v1.Pod]`), whose struct tags hold
 * anything at all, lie behind the head and are skipped by counting brackets. Each function is one pass over the name.
 *
 *     name                                            package                       symbol
 *     net/http.(*conn).serve                          net/http                      (*conn).serve
 *     gopkg.in/yaml%2ev3.(*parser).parse              gopkg.in/yaml.v3              (*parser).parse
 *     k8s.io/kubernetes/vendor/k8s.io/api/core/v1.F   k8s.io/api/core/v1            F
 *     vendor/golang.org/x/net/http2/hpack.F           golang.org/x/net/http2/hpack  F       (GOROOT's own copy)
 *     main.glob..func1, main.init.0, main._Cfunc_x    main                          glob..func1, init.0, _Cfunc_x
 *     type:.eq.foo/bar.T (type..eq. before Go 1.20)   foo/bar                       the whole name
 *     type:.eq.[2]string, go:struct {…}.Read          go, the compiler's            the whole name
 *     alloc::vec::Vec<T>::push                        alloc::vec, the namespaces    the whole name
 *     std::vector<…>::push_back                       std                           the whole name
 *     java.util.HashMap.put                           java.util, when it is plainly not Go   the whole name
 *     x_cgo_thread_start, memeqbody, Array.map, ""    "", no group                  the whole name
 */
import { isStandardPath, moduleRoot } from "./module-root.ts";

const JAVA = /^(?:javax?|jdk|sun|com|org|scala|kotlin)\./;
/** Heads without a slash that look like `pkg.Func`: JavaScript's `Array.map`, Java, GCC's `free.part.0`. */
const NOT_GO = new RegExp(`^[A-Z]|${JAVA.source}|^\\w+\\.(?:part|isra|constprop|llvm|lto_priv)\\.\\d`);

interface FunctionName {
  /** False for C, C++, Rust, Python and so on: then `method` is the whole name. */
  readonly isGo: boolean;
  readonly package: string;
  /** `*StreamWatcher`, `HandlerFunc`, `*List[go.shape.int]`, or "" for a plain function. */
  readonly receiver: string;
  readonly method: string;
  /** `func1.2`, `gowrap1`, `0` of `init.0`, or "". The `-fm` of a method value stays with the method. */
  readonly closure: string;
}

/** Import path of the function's package, canonical but for its major version. */
export function packageOf(functionName: string): string {
  const type = compilerMade(functionName);
  const name = type ?? functionName;
  const end = packageEnd(name);
  if (end >= 0) return importPath(name.slice(0, end));
  return type === undefined ? foreignGroup(name) : "go";
}

/** What follows the package: `(*StreamWatcher).receive`. */
export function symbolOf(functionName: string): string {
  return functionName.slice(packageEnd(functionName) + 1);
}

/**
 * Receiver, method and closure. An inlined function and a value receiver are written alike (`main.Outer.Inner.func1`,
 * `middleware.Log.Wrap.func1`); such a name is read as the latter.
 */
export function parseFunctionName(functionName: string): FunctionName {
  const path = packageOf(functionName);
  const end = packageEnd(functionName);
  if (end < 0) {
    const isGo = compilerMade(functionName) !== undefined;
    return { isGo, package: path, receiver: "", method: functionName, closure: "" };
  }
  const symbol = functionName.slice(end + 1);
  const first = elementEnd(symbol, 0);
  const second = elementEnd(symbol, first + 1);
  const head = symbol.slice(0, first);
  const isPointer = head.startsWith("(*") && head.endsWith(")");
  const hasReceiver =
    isPointer || (first < symbol.length && !/^(?:init|glob|map)$/.test(head) && !isClosure(symbol.slice(first + 1)));
  return {
    isGo: true,
    package: path,
    receiver: hasReceiver ? head.slice(isPointer ? 1 : 0, isPointer ? -1 : undefined) : "",
    method: hasReceiver ? symbol.slice(first + 1, second) : head,
    closure: symbol.slice((hasReceiver ? second : first) + 1).replace(/^\./, ""),
  };
}

/**
 * The name two builds of one function share: no vendor prefix, no `/v2` of the module, type arguments as `[...]`, and
 * a method value as Go 1.10 and later write it. Closures keep their numbers. Names of other languages stay as they are.
 * A key, not to be parsed again: `a/b%2ec.F` becomes `a/b.c.F`, which reads as a method of `a/b`.
 */
export function canonicalFunction(functionName: string): string {
  if (compilerMade(functionName) !== undefined) return foldTypeArguments(functionName);
  const end = packageEnd(functionName);
  return end < 0 ? functionName : `${canonicalPath(functionName, end)}.${canonicalSymbol(functionName, end)}`;
}

/**
 * The name that also survives an edit of the function: closures lose their numbers (`F.func1.2` and `F.func3` are
 * `F.func`), method values their `-fm`, and Go 1.20's `glob..func1` becomes the `init.func` of later releases.
 */
export function fingerprintFunction(functionName: string): string {
  const end = packageEnd(functionName);
  if (end < 0) return canonicalFunction(functionName);
  const symbol = canonicalSymbol(functionName, end)
    .replace(/\.\d+(?=[.-]|$)/g, "")
    .replace(/\.(func|gowrap|deferwrap)\d+/g, ".$1")
    .replace(/-range\d+/g, "-range")
    .replace(/·dwrap·\d+/g, ".deferwrap")
    .replace(/-fm(?=\.|$)/g, "")
    .replace(/^glob\.\.func/, "init.func");
  return `${canonicalPath(functionName, end)}.${symbol}`;
}

function canonicalPath(functionName: string, packageEnd: number): string {
  return foldMajorVersion(importPath(functionName.slice(0, packageEnd)));
}

function canonicalSymbol(functionName: string, packageEnd: number): string {
  return foldOldMethodValue(foldTypeArguments(functionName.slice(packageEnd + 1)));
}

/** The type behind `type:.eq.`, "" if the compiler's symbol names none; undefined for a function somebody wrote. */
function compilerMade(name: string): string | undefined {
  const type = /^type[:.]\.(?:eq|hash)\./.exec(name);
  if (type !== null) return name.slice(type[0].length);
  return /^(?:go|type):|^type\.\.|^go\.(?:\(\*)?(?:struct|interface|itab|shape)\b/.test(name) ? "" : undefined;
}

/** Index of the dot that ends the package, or -1 if this is no Go function. */
function packageEnd(name: string): number {
  if (compilerMade(name) !== undefined) return -1;
  const stop = name.search(/[^\w\-.~+/%\u0080-\uffff]/);
  const isCut = stop >= 0;
  if (isCut && name[stop] !== "[" && !(name[stop] === "(" && name[stop - 1] === ".")) return -1;
  const head = isCut ? name.slice(0, stop) : name;
  const slash = head.lastIndexOf("/");
  if (/(?:^|\/)[./%]|\.\//.test(head) || (slash < 0 && NOT_GO.test(head))) return -1;
  const dot = head.indexOf(".", slash + 1);
  if (dot < 0) return -1;
  return slash < 0 ? dot : unescapedDot(head, dot);
}

/** Some tools write `yaml.v3` for `yaml%2ev3` and `nats.go` for `nats%2ego`; `go` is a keyword, so never a function. */
function unescapedDot(head: string, dot: number): number {
  const next = head.indexOf(".", dot + 1);
  if (next < 0) return dot;
  const element = head.slice(dot + 1, next);
  return element === "go" || (/^v\d+$/.test(element) && head.startsWith("gopkg.in/")) ? next : dot;
}

/** The import path without escapes and without the vendor directory it was compiled from. */
function importPath(symbolPrefix: string): string {
  const path = symbolPrefix.includes("%") ? symbolPrefix.replace(/%2e/gi, ".") : symbolPrefix;
  const vendor = path.lastIndexOf("/vendor/");
  if (vendor >= 0) return path.slice(vendor + "/vendor/".length);
  return path.startsWith("vendor/") ? path.slice("vendor/".length) : path;
}

/**
 * C++ and Rust: the namespaces, which start with a small letter; Java: the package; else "". No group either where it
 * would read as a Go package (Rust's `log::log`).
 */
function foreignGroup(name: string): string {
  const start = name.startsWith("<") ? 1 : 0;
  const stop = name.slice(start).search(/[<(['"]/);
  const head = name.slice(start, stop < 0 ? undefined : start + stop).trimEnd();
  if (/(?:^|[\s:])operator\b/.test(head)) return "";
  const qualified = head.slice(head.lastIndexOf(" ") + 1);
  const separator = qualified.includes("::") ? "::" : ".";
  if (separator === "." && !JAVA.test(qualified)) return "";
  const elements = qualified
    .replace(/::h[0-9a-f]{16}$/, "")
    .split(separator)
    .slice(0, -1);
  const type = elements.findIndex((element) => !/^[a-z_]\w*$/.test(element));
  const group = elements.slice(0, type < 0 ? undefined : type).join(separator);
  return group === "main" || isStandardPath(group) ? "" : group;
}

function foldMajorVersion(path: string): string {
  if (!path.includes("/v")) return path;
  const root = moduleRoot(path);
  const major = /\/v\d+$/.exec(root);
  return major === null ? path : root.slice(0, major.index) + path.slice(root.length);
}

/** `Map[string,[]pkg.T].Get` -> `Map[...].Get`; a name cut short inside the brackets folds to its end. */
export function foldTypeArguments(symbol: string): string {
  let folded = "";
  let copied = 0;
  for (let open = symbol.indexOf("["); open >= 0; open = symbol.indexOf("[", copied)) {
    folded += symbol.slice(copied, open);
    const close = bracketEnd(symbol, open);
    folded += /[\w\u0080-\uffff]/.test(symbol[open - 1] ?? "") ? "[...]" : symbol.slice(open, close);
    copied = close;
  }
  return folded + symbol.slice(copied);
}

/** `(*T).(example.com/pkg.method)-fm`, as written before Go 1.10, -> `(*T).method-fm`. */
function foldOldMethodValue(symbol: string): string {
  if (!symbol.endsWith(")-fm")) return symbol;
  const open = symbol.lastIndexOf(".(");
  const method = symbol.slice(open + ".(".length, -")-fm".length);
  if (open < 0 || !/^[\w\-.~+/%\u0080-\uffff]*\.[\w\u0080-\uffff]+$/.test(method)) return symbol;
  return `${symbol.slice(0, open)}.${method.slice(method.lastIndexOf(".") + 1)}-fm`;
}

function isClosure(rest: string): boolean {
  return /^(?:(?:func|gowrap|deferwrap)?\d+(?:[.-]|$)|\.func\d|func\d)/.test(rest);
}

/** Index of the dot that ends the element at `start`, dots in brackets aside, or the length. */
function elementEnd(symbol: string, start: number): number {
  for (let i = start; i < symbol.length; i++) {
    const character = symbol[i];
    if (character === ".") return i;
    if (character === "(" || character === "[" || character === "{") i = bracketEnd(symbol, i) - 1;
  }
  return symbol.length;
}

/** Index behind the bracket that closes the one at `open`; struct tags in quotes may hold any bracket. */
function bracketEnd(text: string, open: number): number {
  let depth = 0;
  let isQuoted = false;
  for (let i = open; i < text.length; i++) {
    const character = text[i];
    if (isQuoted && character === "\\") i++;
    else if (character === '"') isQuoted = !isQuoted;
    else if (isQuoted) continue;
    else if (character === "(" || character === "[" || character === "{") depth++;
    else if ((character === ")" || character === "]" || character === "}") && --depth === 0) return i + 1;
  }
  return text.length;
}
