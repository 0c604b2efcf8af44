/** What the thread that draws a page does, told by Chromium's own trace: in processor time, which a busy machine does not stretch. */
import assert from "node:assert/strict";
import type { CDPSession, Page } from "playwright-core";

interface TraceEvent {
  readonly name: string;
  readonly ph: string;
  readonly pid: number;
  readonly tid: number;
  readonly ts: number;
  /** Microseconds of the thread. */
  readonly tdur?: number;
  readonly args: { readonly name?: string };
}

/** Milliseconds of processor time of each of its tasks while `act` runs, longest first. */
export async function tasksDuring(page: Page, act: () => Promise<unknown>): Promise<number[]> {
  const session = await page.context().newCDPSession(page);
  const events: TraceEvent[] = [];
  session.on("Tracing.dataCollected", ({ value }) => events.push(...(value as unknown as TraceEvent[])));
  const includedCategories = ["disabled-by-default-devtools.timeline"];
  await session.send("Tracing.start", { transferMode: "ReportEvents", traceConfig: { includedCategories } });
  try {
    await act();
  } finally {
    await endTrace(session);
  }
  await session.detach();
  const names = new Map(
    events.filter(({ name }) => name === "thread_name").map(({ pid, tid, args }) => [`${pid} ${tid}`, args.name]),
  );
  const tasks = events
    .filter(({ name, ph }) => ph === "X" && name === "RunTask")
    .filter(({ pid, tid }) => names.get(`${pid} ${tid}`) === "CrRendererMain")
    .map(({ tdur = 0 }) => tdur / 1000)
    .sort((a, b) => b - a);
  assert.ok(tasks.length > 0, "the trace tells tasks");
  return tasks;
}

async function endTrace(session: CDPSession): Promise<void> {
  const ended = new Promise((resolve) => session.once("Tracing.tracingComplete", resolve));
  await session.send("Tracing.end");
  await ended;
}
