/**
 * `npm run evidence [-- --series N] [--at-once N] [--interval MS] [--only WORD]`: runs real programs of known truth, six captures each, and counts how often
 * heapblame is right. What was measured stays in .evidence/series.jsonl; a run goes on where the last one was. Writes EVIDENCE.md.
 */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { buildPrograms } from "../leaks/program.ts";
import { CELLS, type PlannedSeries, planSeries } from "./cells.ts";
import { evidencePage } from "./page.ts";
import { isInTime, recordSeries, type SeriesRecord } from "./record.ts";
import { appendSeries, readSeries } from "./store.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const { values: options } = parseArgs({
  options: {
    series: { type: "string", default: "300" },
    "at-once": { type: "string", default: "8" },
    interval: { type: "string", default: "1000" },
    only: { type: "string", default: "" },
    into: { type: "string", default: join(root, ".evidence/series.jsonl") },
    page: { type: "string", default: join(root, "EVIDENCE.md") },
  },
});

const interval = Number(options.interval);
/** What was begun is brought to its end, so that no program is left behind. */
let isStopping = false;
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => (isStopping = true));
const folder = mkdtempSync(join(tmpdir(), "heapblame-evidence-"));
try {
  const queue = missingSeries(Number(options.series));
  if (queue.length > 0) {
    const binary = join(folder, "leaks");
    await buildPrograms({}, binary);
    await Promise.all(Array.from({ length: Number(options["at-once"]) }, () => work(queue, binary)));
  }
  const page = evidencePage(inTime(), interval);
  writeFileSync(options.page, page);
  process.stdout.write(page);
} finally {
  rmSync(folder, { recursive: true });
}

function inTime(): SeriesRecord[] {
  return readSeries(options.into).filter((series) => isInTime(series, interval));
}

/** The first of every cell, then the second of every cell: a run that is stopped has a bit of each. */
function missingSeries(count: number): PlannedSeries[] {
  const done = new Set(inTime().map(({ cell, index }) => `${cell} ${index}`));
  return Array.from({ length: count }, (_, index) => index).flatMap((index) =>
    CELLS.filter(({ name }) => name.includes(options.only) && !done.has(`${name} ${index}`)).map((cell) =>
      planSeries(cell, index),
    ),
  );
}

async function work(queue: PlannedSeries[], binary: string): Promise<void> {
  for (let next = queue.shift(); next !== undefined && !isStopping; next = queue.shift()) {
    const series = await recordSeries(next, binary, interval);
    appendSeries(options.into, series);
    if (!isInTime(series, interval)) queue.push(next);
  }
}
