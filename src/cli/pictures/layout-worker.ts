/**
 * Graphviz in a thread of its own, where it can be stopped: a layout is one synchronous call that may take hours for a large graph. The worker's
 * code is given as text, so that it is the same from source and from a bundle.
 */
import { createRequire } from "node:module";
import { pathToFileURL } from "node:url";
import type { LayoutEngine } from "../../render/svg/graph/layout.ts";
import { layoutHere, PLACES } from "../../render/svg/graph/layout.ts";

/** Set by the build: the file that has Graphviz, beside the program. */
declare const GRAPHVIZ: string | undefined;

/** Graphs up to this many lines of DOT take no time to speak of; a worker would only cost its start. */
const SMALL = 500;

const WORKER = `
const { parentPort, workerData } = require("node:worker_threads");
import(workerData.graphviz).then(async ({ Graphviz }) => {
  const graphviz = await Graphviz.load();
  parentPort.postMessage({ json: graphviz.layout(workerData.dot, workerData.format, "dot") });
}).catch((error) => parentPort.postMessage({ error: String(error) }));
`;

/** Large graphs are given `limitMs` milliseconds for each layout. */
export function limitedLayout(limitMs: number): LayoutEngine {
  return (dot) => (dot.split("\n").length <= SMALL ? layoutHere(dot) : layoutInWorker(dot, limitMs));
}

interface Answer {
  readonly json?: string;
  readonly error?: string;
}

async function layoutInWorker(dot: string, limitMs: number): Promise<string | "timeout"> {
  const name = typeof GRAPHVIZ === "undefined" ? "@hpcc-js/wasm-graphviz" : GRAPHVIZ;
  const graphviz = pathToFileURL(createRequire(import.meta.url).resolve(name)).href;
  const { Worker } = await import("node:worker_threads");
  const worker = new Worker(WORKER, { eval: true, workerData: { dot, format: PLACES, graphviz } });
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<string>((resolve, reject) => {
      timer = setTimeout(() => resolve("timeout"), limitMs);
      worker.once("error", reject);
      worker.once("message", ({ json, error }: Answer) =>
        json === undefined ? reject(new Error(error)) : resolve(json),
      );
    });
  } finally {
    clearTimeout(timer);
    await worker.terminate();
  }
}
