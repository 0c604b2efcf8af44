/** `heapblame advise PROFILE [AFTER]`. */
import { ProfileError, UsageError } from "../../errors.ts";
import { withoutSecrets } from "../../fetch/redact.ts";
import { loadUnpacked } from "../../load/unpacked.ts";
import { parseLoaded } from "../../load.ts";
import { parseMemoryLimit } from "../../measurement/quantity.ts";
import { type GoHeapText, parseGoHeapText } from "../../profile/go-heap-text.ts";
import { toExact } from "../../profile/int64.ts";
import type { Profile } from "../../profile/tables.ts";
import { renderJson } from "../../render/json.ts";
import { renderAdviceMarkdown } from "../../render/markdown-advise.ts";
import { renderAdviceText } from "../../render/text/advise.ts";
import { type AdviceReport, adviceReport, type MemoryCapture } from "../../report/advise.ts";
import { OK } from "../exit-codes.ts";
import type { Io } from "../io.ts";
import { writeDocument } from "../output.ts";
import { readOptions } from "../reading.ts";
import { styleOf } from "../terminal.ts";
import { type DocumentFormat, documentFormat } from "./document-format.ts";

export interface AdviseOptions {
  readonly limit?: string;
  readonly gomemlimit?: string;
  readonly gogc: number;
  readonly rss?: number;
  readonly baseRss?: number;
  readonly slope?: number;
  readonly format?: DocumentFormat;
  readonly output?: string;
}

const MIB = 1024 ** 2;

export async function runAdvise(
  first: string,
  second: string | undefined,
  options: AdviseOptions,
  io: Io,
): Promise<number> {
  const format = documentFormat(options.format, options.output);
  const limit = limitOf(options.limit);
  if (second === undefined && options.baseRss !== undefined) {
    throw new UsageError("bad-option", "--base-rss goes with two captures");
  }
  const base = second === undefined ? undefined : await loadCapture(first, options.baseRss, io);
  const capture = await loadCapture(second ?? first, options.rss, io);
  const report = adviceReport(capture, base, {
    limit,
    gomemlimit: options.gomemlimit,
    gogc: options.gogc,
    slopePerHour: options.slope === undefined ? undefined : options.slope * MIB,
  });
  await writeDocument(render(report, format, options, io), options.output, io);
  return OK;
}

/** Throws UsageError "bad-option" for what Kubernetes would not take either. */
function limitOf(text: string | undefined): { readonly text: string; readonly bytes: number } | undefined {
  if (text === undefined) return undefined;
  const bytes = parseMemoryLimit(text);
  if (bytes !== undefined && bytes > 0) return { text, bytes };
  throw new UsageError(
    "bad-option",
    `--limit ${text} is no amount of memory: give 250Mi, 1Gi or 500M as in the pod's limits`,
  );
}

function render(report: AdviceReport, format: DocumentFormat, options: AdviseOptions, io: Io): string {
  if (format === "json") return renderJson(report);
  if (format === "markdown") return renderAdviceMarkdown(report);
  return renderAdviceText(report, styleOf(io, "auto", options.output !== undefined));
}

/** Throws ProfileError "not-heap". */
async function loadCapture(address: string, rss: number | undefined, io: Io): Promise<MemoryCapture> {
  const bytes = await loadUnpacked(address, readOptions(io));
  const source = withoutSecrets(address);
  const text = goHeapText(source, bytes);
  const profile = text?.profile ?? (await parseLoaded(source, bytes));
  return { source, memStats: text?.memStats, liveBytes: liveBytesOf(profile, source), rss };
}

function goHeapText(source: string, bytes: Uint8Array): GoHeapText | undefined {
  try {
    return parseGoHeapText(bytes);
  } catch (error) {
    if (!(error instanceof ProfileError)) throw error;
    throw new ProfileError(error.code, `${source}: ${error.message}`, error.pprofText, { cause: error });
  }
}

function liveBytesOf({ header, samples }: Profile, source: string): number {
  const column = samples.values[header.sampleTypes.findIndex(({ type }) => type === "inuse_space")];
  if (column !== undefined) return Number(toExact(column).reduce((total, value) => total + value, 0n));
  const types = header.sampleTypes.map(({ type }) => type).join(", ");
  const fact = `${source}: this is no heap profile: its sample types are ${types || "none"}`;
  throw new ProfileError("not-heap", fact, fact);
}
