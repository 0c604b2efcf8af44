/** `heapblame goroutines BASE CURRENT`. */
import { withoutSecrets } from "../../fetch/redact.ts";
import { renderJson } from "../../render/json.ts";
import { renderGoroutinesMarkdown } from "../../render/markdown/goroutines.ts";
import { renderGoroutinesText } from "../../render/text/goroutines.ts";
import { type GoroutineReport, goroutineReport } from "../../report/goroutines/goroutines.ts";
import { sourcePair } from "../capture/pair.ts";
import { OK } from "../exit-codes.ts";
import { loadGoroutines } from "../goroutine-source.ts";
import { writeDocument } from "../output.ts";
import type { Io } from "../terminal/io.ts";
import { styleOf } from "../terminal/terminal.ts";
import { type DocumentFormat, documentFormat } from "./document-format.ts";

export interface GoroutinesOptions {
  readonly iterations?: number;
  readonly anonymize?: boolean;
  readonly module?: string;
  readonly format?: DocumentFormat;
  readonly output?: string;
}

/** `second` undefined: `first` is a capture directory. */
export async function runGoroutines(
  first: string,
  second: string | undefined,
  options: GoroutinesOptions,
  io: Io,
): Promise<number> {
  const format = documentFormat(options.format, options.output);
  const pair = await sourcePair(first, second, io);
  const { goroutineBase: base = pair.base, goroutineCurrent: current = pair.current } = pair.capture ?? {};
  const [before, after] = [await loadGoroutines(base, io), await loadGoroutines(current, io)];
  const loaded = {
    base: before,
    current: after,
    baseSource: withoutSecrets(base),
    currentSource: withoutSecrets(current),
    iterations: options.iterations ?? pair.capture?.iterations,
  };
  const captures =
    options.anonymize === true
      ? await (await import("../anonymous.ts")).anonymizeCaptures(loaded, options.module)
      : { ...loaded, base: before.groups, current: after.groups };
  const report = goroutineReport(captures.base, captures.current, captures);
  await writeDocument(render(report, format, options, io), options.output, io);
  return OK;
}

function render(report: GoroutineReport, format: DocumentFormat, options: GoroutinesOptions, io: Io): string {
  if (format === "json") return renderJson(report);
  if (format === "markdown") return renderGoroutinesMarkdown(report);
  return renderGoroutinesText(report, styleOf(io, "auto", options.output !== undefined));
}
