/**
 * Function names as short as pprof draws them: without the path of a Go package, the package of a Java class or the namespaces of a C++ one.
 *
 * pprof does it with five regular expressions, which RE2 runs in linear time. A backtracking engine would not, and names of generic functions
 * run to thousands of characters, so what the expressions accept is scanned for by hand; each function quotes its expression.
 */

export function shortenFunctionName(name: string): string {
  const anonymous = "(anonymous namespace)::";
  const bare = withoutModuleVersion(name.startsWith(anonymous) ? name.slice(anonymous.length) : name);
  return shortGoName(bare) ?? shortJavaName(bare) ?? shortCppName(bare) ?? bare;
}

/** `^(.*?)/v(?:[2-9]|[1-9][0-9]+)([./].*)$` without the version; in RE2 the dot stops at a line break. */
function withoutModuleVersion(name: string): string {
  const version = /\/v(?:[2-9]|[1-9][0-9]+)(?=[./])/.exec(name);
  if (version === null || name.includes("\n")) return name;
  return name.slice(0, version.index) + name.slice(version.index + version[0].length);
}

/** The group of `^(?:[\w\-\.]+\/)+([^.]+\..+)`: what follows the path, if there is a dot in it. */
function shortGoName(name: string): string | undefined {
  const starts: number[] = [];
  const element = /[\w\-.]+\//y;
  while (element.test(name)) starts.push(element.lastIndex);
  // As many path elements as possible; fewer if what follows them does not fit. `dot` is the first one at or after `start`.
  let dot = -1;
  let searched = name.length;
  for (const start of starts.toReversed()) {
    const found = name.slice(start, searched).indexOf(".");
    if (found >= 0) dot = start + found;
    searched = start;
    if (dot <= start || dot + 1 >= name.length || name[dot + 1] === "\n") continue;
    return name.slice(start, endOfLine(name, dot));
  }
  return undefined;
}

/** The group of `^(?:[a-z]\w*\.)*([A-Z][\w\$]*\.(?:<init>|[a-z][\w\$]*(?:\$\d+)?))(?:(?:\()|$)`. */
function shortJavaName(name: string): string | undefined {
  const packages = /(?:[a-z]\w*\.)*/y;
  packages.test(name);
  const method = /[A-Z][\w$]*\.(?:<init>|[a-z][\w$]*)(?=\(|$)/y;
  method.lastIndex = packages.lastIndex;
  return method.exec(name)?.[0];
}

/** The group of `^(?:[_a-zA-Z]\w*::)+(_*[A-Z]\w*::~?[_a-zA-Z]\w*(?:<.*>)?)`. */
function shortCppName(name: string): string | undefined {
  const starts: number[] = [];
  const scope = /[_a-zA-Z]\w*::/y;
  let end = 0;
  while (scope.test(name)) {
    starts.push(end);
    end = scope.lastIndex;
  }
  // The last class whose name is capital, but never the first scope: at least one must be there to be cut.
  for (let i = starts.length - 1; i >= 1; i--) {
    const start = starts[i] as number;
    const capital = /_*[A-Z]/y;
    capital.lastIndex = start;
    if (!capital.test(name)) continue;
    const member = /~?[_a-zA-Z]\w*/y;
    member.lastIndex = starts[i + 1] ?? end;
    if (!member.test(name)) continue;
    return name.slice(start, endOfTemplate(name, member.lastIndex));
  }
  return undefined;
}

/** End of a `<...>` that starts at `at` and runs to the last ">" of the line; `at` if there is none. */
function endOfTemplate(name: string, at: number): number {
  if (name[at] !== "<") return at;
  const close = name.slice(at, endOfLine(name, at)).lastIndexOf(">");
  return close < 0 ? at : at + close + 1;
}

function endOfLine(name: string, from: number): number {
  const end = name.indexOf("\n", from);
  return end < 0 ? name.length : end;
}
