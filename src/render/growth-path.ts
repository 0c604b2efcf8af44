/** The heaviest path as its readers want it: a chain of frames that pass the same growth on shows its first and its last. */
import type { PathFrame } from "../report/growth.ts";

export interface PathLine {
  readonly frame: PathFrame;
  /** The line stands for this many frames that pass the same growth on; 0 for a frame of its own. */
  readonly skipped: number;
}

export function foldPath(path: readonly PathFrame[]): PathLine[] {
  const lines: PathLine[] = [];
  for (let first = 0; first < path.length; ) {
    const frame = path[first] as PathFrame;
    let last = first;
    while (path[last + 1]?.delta === frame.delta) last++;
    lines.push({ frame, skipped: 0 });
    if (last - first > 2) lines.push({ frame, skipped: last - first - 1 });
    else for (let at = first + 1; at < last; at++) lines.push({ frame: path[at] as PathFrame, skipped: 0 });
    if (last > first) lines.push({ frame: path[last] as PathFrame, skipped: 0 });
    first = last + 1;
  }
  return lines;
}
