/** Several pods, a row each, then the one that grew most, or all of them added up. */
import { type ColumnUnit, chooseColumnUnit, formatDelta, formatValue } from "../measurement/delta.ts";
import { add, type Value } from "../profile/int64.ts";
import type { Replica, ReplicasReport } from "../report/capture/replicas.ts";
import type { ReplicasWords } from "../wording/capture.ts";
import { certainty } from "./certainty-cells.ts";
import { renderCaptureMarkdown } from "./markdown/capture.ts";
import { renderGrowthMarkdown } from "./markdown/growth.ts";
import { inlineText, MOST_CHARACTERS, nameCell, nameSpan, tableRow } from "./markdown/text.ts";
import { renderCaptureText } from "./text/capture.ts";
import { fitName } from "./text/fit-name.ts";
import { renderGrowthText } from "./text/growth.ts";
import type { Style } from "./text/style.ts";
import { layOut } from "./text/table.ts";
import { wrapText } from "./text/wrap.ts";

const HEADS = ["net", "\u00b1", "live heap", "restarts", "", "pod"];
const MOST_PODS = 30;
const MOST_NAMES = 5;
const WIDEST_TEXT = 100;

export function renderReplicasText(report: ReplicasReport, words: ReplicasWords, style: Style): string {
  const { replicas, merged } = report;
  const [most] = replicas;
  const [wordsOfMost] = words.replicas;
  const unit = unitOf(report);
  const rows = replicas.map((replica) => cellsOf(replica, unit));
  const sections = [
    ...(most === undefined
      ? []
      : [
          layOut({
            heads: headsOf(unit),
            rows,
            width: style.width,
            fitLast: fitName,
            paint: (_row, _column, text) => text,
          }),
        ]),
    wrapText(uncomparedLine(report), Math.min(style.width ?? WIDEST_TEXT, WIDEST_TEXT)).join("\n"),
    ...(merged !== null && words.merged !== null
      ? [style.bold("All pods added up:"), renderGrowthText(merged, words.merged, style).trimEnd()]
      : most === undefined || wordsOfMost === undefined
        ? []
        : [
            style.bold(`The one that grew most, ${most.name}:`),
            renderCaptureText(most.report, wordsOfMost, style).trimEnd(),
          ]),
  ];
  return `${sections.filter((section) => section !== "").join("\n\n")}\n`;
}

export function renderReplicasMarkdown(report: ReplicasReport, words: ReplicasWords, madeBy: string): string {
  const { merged, replicas } = report;
  const [most] = replicas;
  const [wordsOfMost] = words.replicas;
  const title =
    merged !== null
      ? "**All pods added up**"
      : most === undefined
        ? ""
        : `**The one that grew most: ${nameSpan(most.name)}**`;
  const above = [table(report), inlineText(uncomparedLine(report)), title]
    .filter((section) => section !== "")
    .join("\n\n");
  const room = MOST_CHARACTERS - above.length - "\n\n".length;
  const below =
    merged !== null && words.merged !== null
      ? renderGrowthMarkdown(merged, words.merged, madeBy, room)
      : most === undefined || wordsOfMost === undefined
        ? ""
        : renderCaptureMarkdown(most.report, wordsOfMost, madeBy, [], room);
  return `${`${above}\n\n${below}`.trim()}\n`;
}

function table(report: ReplicasReport): string {
  const { replicas } = report;
  if (replicas.length === 0) return "";
  const unit = unitOf(report);
  const rows = replicas.slice(0, MOST_PODS).map((replica) => cellsOf(replica, unit));
  const left = replicas.slice(MOST_PODS);
  const net = left.reduce<Value>((sum, replica) => add(sum, replica.net), 0);
  return [
    tableRow(headsOf(unit).filter((head) => head !== "")),
    "|---:|---:|---:|---:|:---|",
    ...rows.map((cells) => tableRow([...cells.slice(0, 4), nameCell(cells[5] as string)])),
    ...(left.length === 0
      ? []
      : ["", `${left.length} more ${left.length === 1 ? "pod" : "pods"}: ${formatDelta(net, unit)}`]),
  ].join("\n");
}

/** Empty where every pod has two snapshots. */
function uncomparedLine({ uncompared }: ReplicasReport): string {
  if (uncompared.length === 0) return "";
  const names = uncompared.slice(0, MOST_NAMES).map((name) => fitName(name, WIDEST_TEXT));
  const left = uncompared.length - names.length;
  const who = `${names.join(", ")}${left > 0 ? ` and ${left} more` : ""}`;
  return `One snapshot of a process, nothing to compare it with: ${who}.`;
}

function headsOf({ suffix }: ColumnUnit): string[] {
  return HEADS.map((head) => (head === "net" || head === "live heap" ? `${head} ${suffix}` : head));
}

function unitOf({ replicas }: ReplicasReport): ColumnUnit {
  return chooseColumnUnit(
    replicas.flatMap(({ base, current }) => [base, current]),
    "bytes",
  );
}

function cellsOf(replica: Replica, unit: ColumnUnit): string[] {
  const bare = { ...unit, suffix: "" };
  return [
    formatDelta(replica.net, bare),
    certainty(replica, bare),
    `${formatValue(replica.base, bare)} -> ${formatValue(replica.current, bare)}`,
    replica.restarts === 0 ? "" : String(replica.restarts),
    "",
    replica.name,
  ];
}
