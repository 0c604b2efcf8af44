/**
 * A process that can be told what to be: it serves the profiles captured from the fixture program in one of its modes, one state after another.
 * It stands in for a process that lives as long as a capture takes; test/cluster captures real ones.
 */
import { gunzipSync } from "node:zlib";
import { serve } from "../fetch/servers.ts";
import { fixtureBytes, type MODES } from "../fixtures.ts";

export interface Replay {
  readonly port: number;
  /** Paths asked for, in order. */
  readonly paths: () => string[];
  /** The next heap profiles are refused with 500, as often. */
  readonly fail: (times: number) => void;
  /** A process of another start time from now on. */
  readonly restart: () => void;
  /** Heap profiles that were answered. */
  readonly answered: () => number;
}

const STATES = ["heap-before", "heap-1", "heap-2", "heap-3", "heap-4", "heap-after"];

/** `onAnswered` is called after each heap profile that was answered, with their number; `others` are pages that it serves besides. */
export async function replay(
  mode: (typeof MODES)[number],
  onAnswered: (count: number, self: Replay) => void = () => {},
  others: Readonly<Record<string, () => Buffer | string>> = {},
): Promise<Replay> {
  const file = (name: string): Buffer => Buffer.from(fixtureBytes(`streamwatcher/${mode}/${name}`));
  let answered = 0;
  let failures = 0;
  let starts = 0;
  let looks = 0;
  const end = (): "before" | "after" => (answered <= 1 ? "before" : "after");
  const pages: Readonly<Record<string, () => Buffer | string>> = {
    "/debug/pprof/heap?debug=1": () => gunzipSync(file(`heap-${end()}.debug1.txt.gz`)),
    "/debug/pprof/goroutine": () => file(`goroutine-${end()}.out`),
    "/debug/pprof/cmdline": () => "/usr/local/bin/destination\0--token=hunter2",
    "/metrics": () => {
      looks += 1;
      return [
        `process_start_time_seconds ${1_700_000_000 + starts}`,
        "process_resident_memory_bytes 1.5e+08",
        // More with each look, so that a condition comes to hold.
        `go_memstats_heap_alloc_bytes ${10_000_000 * looks}`,
        'go_info{version="go1.26.8"} 1',
        "",
      ].join("\n");
    },
    ...others,
  };
  const { port, requests } = await serve(({ url = "" }, response) => {
    if (url === "/debug/pprof/heap?gc=1") {
      if (failures > 0) {
        failures -= 1;
        response.writeHead(500).end("no memory");
        return;
      }
      const state = STATES[Math.min(answered, STATES.length - 1)] as string;
      answered += 1;
      response.setHeader("content-type", "application/octet-stream");
      response.end(file(`${state}.out`));
      onAnswered(answered, self);
      return;
    }
    const page = pages[url];
    if (page === undefined) response.writeHead(404).end("404 page not found");
    else response.end(page());
  });
  const self: Replay = {
    port,
    paths: () => requests.map(({ url }) => url ?? ""),
    fail: (times) => {
      failures = times;
    },
    restart: () => {
      starts += 1;
    },
    answered: () => answered,
  };
  return self;
}
