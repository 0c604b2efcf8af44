/**
 * Which report can be written in which formats: a row for each, loaded when it is wanted. Options, names of files and README go by this table;
 * a format is one file that renders and one row.
 */

import { UsageError } from "../errors.ts";
import { checkFields } from "../profile/argument.ts";
import type { AdviceReport } from "../report/advice/report.ts";
import type { CaptureReport } from "../report/capture/capture.ts";
import type { ReplicasReport } from "../report/capture/replicas.ts";
import type { CheckReport } from "../report/check/report.ts";
import type { FleetReport } from "../report/fleet/fleet.ts";
import type { GoroutineReport } from "../report/goroutines/goroutines.ts";
import type { GrowthReport } from "../report/growth/growth.ts";
import type { HeapReport } from "../report/heap/report.ts";
import type { HeldReport } from "../report/held/held.ts";
import type { TrendReport } from "../report/trend/report.ts";
import { visibleData, visibleText } from "../visible.ts";
import type { AdviceWords } from "../wording/advice/words.ts";
import type { CaptureWords, ReplicasWords } from "../wording/capture.ts";
import type { CheckWords } from "../wording/check.ts";
import type { FleetWords } from "../wording/fleet.ts";
import type { GoroutineWords } from "../wording/goroutines.ts";
import type { GrowthWords } from "../wording/growth/words.ts";
import type { HeapWords } from "../wording/heap/words.ts";
import type { HeldWords } from "../wording/held.ts";
import type { TrendWords } from "../wording/trend/words.ts";
import { PLAIN, type Style } from "./text/style.ts";

/** Each report with its words. */
export interface Worded {
  readonly growth: [GrowthReport, GrowthWords];
  readonly heap: [HeapReport, HeapWords];
  readonly trend: [TrendReport, TrendWords];
  readonly check: [CheckReport, CheckWords];
  readonly goroutines: [GoroutineReport, GoroutineWords];
  readonly held: [HeldReport, HeldWords];
  readonly advice: [AdviceReport, AdviceWords];
  readonly capture: [CaptureReport, CaptureWords];
  readonly replicas: [ReplicasReport, ReplicasWords];
  readonly fleet: [FleetReport, FleetWords];
}

/** Which report, as its `kind` says. */
export type ReportKind = keyof Worded;

/** What a document is to look like, and what it says of itself; all of it may be left out. */
export interface Manner {
  /** For text: width and colour; neither if not given. */
  readonly style?: Style;
  /** The command line, for formats that travel without it. */
  readonly madeBy?: string;
  /** Of heapblame, for formats that name the tool. */
  readonly version?: string;
  /** All there is, not only what matters most: for text. */
  readonly isExplained?: boolean;
  /** Names of files with pictures that lie beside the document. */
  readonly pictures?: readonly string[];
  /** The page, for reports that can be one: it is made of profiles, not of a report. */
  readonly page?: () => Promise<string>;
}

type Renderer<Kind extends ReportKind> = (
  report: Worded[Kind][0],
  words: Worded[Kind][1],
  manner: Required<Manner>,
) => Promise<string>;

const json = async (report: object, words: object): Promise<string> =>
  (await import("./json.ts")).renderWithWords(report, words);

const html = async (_: object, __: object, { page }: Required<Manner>): Promise<string> => await page();

const noPage = async (): Promise<never> => {
  throw new UsageError(
    "unsupported",
    "a page has the profiles in it: heapblame BASE CURRENT -o report.html writes one",
  );
};

const RENDERERS = {
  growth: {
    text: async (report, words, { style, isExplained }) =>
      (await import("./text/growth.ts")).renderGrowthText(report, words, style, isExplained),
    markdown: async (report, words, { madeBy }) =>
      (await import("./markdown/growth.ts")).renderGrowthMarkdown(report, words, madeBy),
    json,
    csv: async (report) => (await import("./csv.ts")).renderGrowthCsv(report),
    html,
  },
  heap: {
    text: async (report, words, { style, isExplained }) =>
      (await import("./text/heap.ts")).renderHeapText(report, words, style, isExplained),
    markdown: async (report, words, { madeBy }) =>
      (await import("./markdown/heap.ts")).renderHeapMarkdown(report, words, madeBy),
    json,
    csv: async (report) => (await import("./csv.ts")).renderHeapCsv(report),
    html,
  },
  trend: {
    text: async (report, words, { style, isExplained }) =>
      (await import("./text/trend.ts")).renderTrendText(report, words, style, isExplained),
    markdown: async (report, words) => (await import("./markdown/trend.ts")).renderTrendMarkdown(report, words),
    json,
    html,
  },
  check: {
    text: async (report, words, { style }) => (await import("./text/check.ts")).renderCheckText(report, words, style),
    markdown: async (report, words) => (await import("./markdown/check.ts")).renderCheckMarkdown(report, words),
    json,
    junit: async (report, words) => (await import("./ci/junit.ts")).renderJunit(report, words),
    sarif: async (report, words, { version }) => (await import("./ci/sarif.ts")).renderSarif(report, words, version),
  },
  goroutines: {
    text: async (report, words, { style }) =>
      (await import("./text/goroutines.ts")).renderGoroutinesText(report, words, style),
    markdown: async (report, words) =>
      (await import("./markdown/goroutines.ts")).renderGoroutinesMarkdown(report, words),
    json,
  },
  held: {
    text: async (report, words, { style }) => (await import("./text/held.ts")).renderHeldText(report, words, style),
    markdown: async (report, words) => (await import("./markdown/held.ts")).renderHeldMarkdown(report, words),
    json,
    html,
  },
  advice: {
    text: async (report, words, { style, isExplained }) =>
      (await import("./text/advice.ts")).renderAdviceText(report, words, style, isExplained),
    markdown: async (report, words) => (await import("./markdown/advice.ts")).renderAdviceMarkdown(report, words),
    json,
  },
  capture: {
    text: async (report, words, { style, isExplained }) =>
      (await import("./text/capture.ts")).renderCaptureText(report, words, style, isExplained),
    markdown: async (report, words, { madeBy, pictures }) =>
      (await import("./markdown/capture.ts")).renderCaptureMarkdown(report, words, madeBy, pictures),
    json,
    html,
  },
  replicas: {
    text: async (report, words, { style }) => (await import("./replicas.ts")).renderReplicasText(report, words, style),
    markdown: async (report, words, { madeBy }) =>
      (await import("./replicas.ts")).renderReplicasMarkdown(report, words, madeBy),
    json,
    html,
  },
  fleet: {
    text: async (report, words, { style }) => (await import("./text/fleet.ts")).renderFleetText(report, words, style),
    markdown: async (report, words) => (await import("./markdown/fleet.ts")).renderFleetMarkdown(report, words),
    json,
    html,
  },
} as const satisfies { readonly [Kind in ReportKind]: Readonly<Record<string, Renderer<Kind>>> };

/** A format that the report can be written in. */
export type FormatOf<Kind extends ReportKind> = keyof (typeof RENDERERS)[Kind] & string;

/** Formats that spell what they cannot hold themselves, so that whoever reads them has the names as they are. */
const KEEPS_NAMES: readonly string[] = ["json", "html"];

/** The report as a document of the format. Names in it do nothing to whoever shows it. */
export async function render<Kind extends ReportKind>(
  report: Worded[Kind][0] & { readonly kind: Kind },
  words: Worded[Kind][1],
  format: FormatOf<Kind>,
  { style = PLAIN, madeBy = "heapblame", version = "", isExplained = false, pictures = [], page = noPage }: Manner = {},
): Promise<string> {
  checkFields(report, ["kind"], "what is rendered is a report");
  if (typeof words !== "object" || words === null) {
    throw new UsageError(
      "bad-option",
      "the words of the report are given beside it: growthWords makes those of growthReport",
    );
  }
  const renderers: { readonly [K in ReportKind]: Readonly<Record<string, Renderer<K>>> } = RENDERERS;
  const renderer = renderers[report.kind][resolveFormat(report.kind, format)] as Renderer<Kind>;
  const manner = { style, madeBy: visibleText(madeBy), version, isExplained, pictures, page };
  if (KEEPS_NAMES.includes(format)) return await renderer(report, words, manner);
  return await renderer(visibleData(report), visibleData(words), manner);
}

/** As `render`, in pieces that are made as they are asked for where the format can be long. */
export async function renderPieces<Kind extends ReportKind>(
  report: Worded[Kind][0] & { readonly kind: Kind },
  words: Worded[Kind][1],
  format: FormatOf<Kind>,
  manner: Manner = {},
): Promise<string | Iterable<string>> {
  if (format !== "json") return await render(report, words, format, manner);
  return (await import("./json.ts")).jsonPieces({ ...report, words });
}

/** In the order in which help lists them. Throws UsageError "unknown-format" for what is no report. */
export function formatsOf<Kind extends ReportKind>(kind: Kind): readonly FormatOf<Kind>[] {
  if (!Object.hasOwn(RENDERERS, kind)) throw new UsageError("unknown-format", `${String(kind)} is no report`);
  return Object.keys(RENDERERS[kind]) as FormatOf<Kind>[];
}

/** The format of that name. Throws UsageError "unknown-format" that lists those of the report. */
export function resolveFormat<Kind extends ReportKind>(kind: Kind, name: string): FormatOf<Kind> {
  const formats = formatsOf(kind);
  const found = formats.find((format) => format === name);
  if (found !== undefined) return found;
  throw new UsageError("unknown-format", `${name} is no format of this report: use one of ${formats.join(", ")}`);
}

/** How names of files end. */
const EXTENSIONS: Readonly<Record<string, readonly string[]>> = {
  text: ["txt", "text"],
  markdown: ["md", "markdown"],
  json: ["json"],
  csv: ["csv"],
  html: ["html", "htm"],
  junit: ["xml"],
  sarif: ["sarif"],
};

/** The format that a file's name asks for; text for standard output and for what has no extension, as a device. Throws UsageError "unknown-format" that lists the known extensions, those of `pictures` too. */
export function formatOfFile<Kind extends ReportKind>(
  kind: Kind,
  file: string | undefined,
  pictures: readonly string[] = [],
): FormatOf<Kind> {
  const formats = formatsOf(kind);
  const extension = /\.([^./\\]+)$/.exec(file ?? "")?.[1]?.toLowerCase() ?? "";
  const wanted = extension === "" ? "txt" : extension;
  const found = formats.find((format) => EXTENSIONS[format]?.includes(wanted));
  if (found !== undefined) return found;
  const known = [...formats.flatMap((format) => EXTENSIONS[format] ?? []), ...pictures].map((name) => `.${name}`);
  throw new UsageError(
    "unknown-format",
    `${file}: no format of this report goes with this name; use one of ${known.join(" ")}, or give --format`,
  );
}
