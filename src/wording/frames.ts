/** Names of functions as sentences have them: short, and still told apart. */

/** `watch.(*StreamWatcher).receive`, `core/v1.(*Pod).Unmarshal`: the package by its last element, or two where that is a version. */
export function shortFrame(name: string): string {
  return readableDots(shortSymbol(name));
}

/** Go writes a dot in the last element of a path as `%2e`: `gopkg.in/yaml%2ev3.(*parser).node`. */
function readableDots(symbol: string): string {
  return symbol.replace(/%2e/g, ".");
}

function shortSymbol(name: string): string {
  const file = /^\[(.+)\]$/.exec(name)?.[1];
  if (file !== undefined) return `${file} (no names)`;
  if (!isGoName(name)) return name;
  const bracket = name.indexOf("[");
  const path = bracket < 0 ? name : name.slice(0, bracket);
  const slash = path.lastIndexOf("/");
  const last = path.slice(slash + 1);
  const kept = /^v\d/.test(last) && slash > 0 ? path.slice(path.lastIndexOf("/", slash - 1) + 1) : last;
  return kept + (bracket < 0 ? "" : "[...]") + afterTypes(name, bracket);
}

/** A path and a name in it; not `[libc.so]`, `0x4005a0`, `std::vector<int>`. */
function isGoName(name: string): boolean {
  return /^[^[\s:<>]+\.[^\s:<>]/.test(name) && !name.includes("::");
}

/** What follows the type arguments: `.Put` of `(*Store[go.shape.int]).Put`. */
function afterTypes(name: string, bracket: number): string {
  return bracket < 0 ? "" : name.slice(name.lastIndexOf("]") + 1);
}

/** `(*Session).heartbeat`, `worker`: without the package. */
export function bareFrame(name: string): string {
  const short = shortSymbol(name);
  return readableDots(short.slice(short.indexOf(".") + 1) || short);
}
