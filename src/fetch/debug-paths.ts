/** Where a process's profiles are, below the place where net/http/pprof is mounted. */

/** What a server is asked for if a source names no path: a heap profile, after a collection. */
const HEAP_PATH = "/debug/pprof/heap?gc=1";

/** What is asked for: `usual` where no path is given, or that of the index, which a browser shows of pprof. */
export function profilePath(path = "", usual: "heap" | "goroutine" = "heap"): string {
  return /^\/?$|\/debug\/pprof\/?$/.test(path) ? debugPaths(path)[usual] : path;
}

interface DebugPaths {
  readonly heap: string;
  /** The text form of the same state, with MemStats: no further collection. */
  readonly heapText: string;
  readonly goroutine: string;
  readonly cmdline: string;
  readonly metrics: string;
}

/** From the path of any of its profiles, `/debug/pprof/heap?gc=1`, or of the index. */
export function debugPaths(path: string = HEAP_PATH): DebugPaths {
  const [plain = ""] = path.split("?", 1);
  const mount =
    /^(.*\/pprof)(\/|$)/.exec(plain)?.[1] ?? (plain === "/" || plain === "" ? "/debug/pprof" : parentOf(plain));
  return {
    heap: `${mount}/heap?gc=1`,
    heapText: `${mount}/heap?debug=1`,
    goroutine: `${mount}/goroutine`,
    cmdline: `${mount}/cmdline`,
    metrics: "/metrics",
  };
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf("/"));
}
