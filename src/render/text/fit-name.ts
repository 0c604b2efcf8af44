/**
 * A frame's name in a given number of columns, shortened in the middle: the host and the symbol tell a reader more than the path between.
 *
 *     k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive
 *     k8s.io/.../watch.(*StreamWatcher).receive
 *     watch.(*StreamWatcher).receive
 *     watch.(*Stre...er).receive
 *
 * What a generic function was made for goes first.
 */
import { foldTypeArguments } from "../../graph/go/symbol.ts";

const ELLIPSIS = "…";

export function fitName(full: string, width: number): string {
  if (full.length <= width) return full;
  // Which instance of a generic function it is says less than its method. `operator[]` is C++.
  const name = full.includes("::") ? full : foldTypeArguments(full);
  if (name.length <= width) return name;
  const slash = lastPathSlash(name);
  if (slash < 0) return cutMiddle(name, width);
  const path = name.slice(0, slash);
  const symbol = name.slice(slash + 1);
  // `v1.Pod` alone says little: the element before a version belongs to it.
  const nearest = path.slice(path.lastIndexOf("/") + 1);
  const short = /^v\d/.test(symbol) ? [`${nearest}/${symbol}`, symbol] : [`${ELLIPSIS}/${symbol}`, symbol];
  const candidates = [
    ...headedName(path, `/${ELLIPSIS}/${nearest}/${symbol}`, width),
    ...headedName(path, `/${ELLIPSIS}/${symbol}`, width),
    ...short,
  ];
  return candidates.find((candidate) => candidate.length <= width) ?? cutMiddle(symbol, width);
}

/** As many whole elements from the start of the path as fit before `tail`, without its last one; none where not one does. */
function headedName(path: string, tail: string, width: number): string[] {
  const room = Math.min(width - tail.length, path.lastIndexOf("/"));
  const end = room <= 0 ? -1 : path.lastIndexOf("/", room);
  return end <= 0 ? [] : [path.slice(0, end) + tail];
}

/** The slash before the last path element, not one inside type arguments or parentheses. */
export function lastPathSlash(name: string): number {
  const end = name.search(/[[(<]/);
  return name.lastIndexOf("/", end < 0 ? name.length : end);
}

/** The end of a symbol (the method) says more than its start: it gets the larger part. */
function cutMiddle(text: string, width: number): string {
  if (text.length <= width) return text;
  if (width < 4) return text.slice(0, Math.max(width, 0));
  const tail = Math.ceil((width - 1) * 0.6);
  return text.slice(0, width - 1 - tail) + ELLIPSIS + text.slice(text.length - tail);
}
