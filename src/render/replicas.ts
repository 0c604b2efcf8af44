/** Several pods, a row each, then the one that grew most, or all of them added up. */
import { chooseColumnUnit, formatDelta, formatValue } from "../measurement/delta.ts";
import type { Replica, ReplicasReport } from "../report/replicas.ts";
import { plusMinus } from "./growth-summary.ts";
import { renderGrowthMarkdown } from "./markdown.ts";
import { renderCaptureMarkdown } from "./markdown-capture.ts";
import { codeSpan } from "./markdown-text.ts";
import { renderCaptureText } from "./text/capture.ts";
import { fitName } from "./text/fit-name.ts";
import { renderGrowthText } from "./text/growth.ts";
import type { Style } from "./text/style.ts";
import { layOut } from "./text/table.ts";

const HEADS = ["net", "\u00b1", "live heap", "restarts", "", "pod"];

export function renderReplicasText(report: ReplicasReport, style: Style): string {
  const table = layOut({
    heads: headsOf(report),
    rows: cellsOf(report),
    width: style.width,
    fitLast: fitName,
    paint: (_row, _column, text) => text,
  });
  const [most] = report.replicas;
  const detail =
    report.merged !== null
      ? [style.bold("All pods added up:"), renderGrowthText(report.merged, style).trimEnd()]
      : most === undefined
        ? []
        : [style.bold(`The one that grew most, ${most.name}:`), renderCaptureText(most.report, style).trimEnd()];
  return `${[table, ...detail].join("\n\n")}\n`;
}

export function renderReplicasMarkdown(report: ReplicasReport, madeBy: string): string {
  const heads = headsOf(report).filter((head) => head !== "");
  const rows = cellsOf(report).map((cells) => [...cells.slice(0, 4), codeSpan(cells[5] as string)]);
  const table = [
    `| ${heads.join(" | ")} |`,
    "|---:|---:|---:|---:|:---|",
    ...rows.map((cells) => `| ${cells.join(" | ")} |`),
  ];
  const [most] = report.replicas;
  const detail =
    report.merged !== null
      ? ["**All pods added up**", renderGrowthMarkdown(report.merged, madeBy)]
      : most === undefined
        ? []
        : [`**The one that grew most: ${codeSpan(most.name)}**`, renderCaptureMarkdown(most.report, madeBy)];
  return `${[table.join("\n"), ...detail].join("\n\n").trimEnd()}\n`;
}

function headsOf(report: ReplicasReport): string[] {
  const { suffix } = unitOf(report);
  return HEADS.map((head) => (head === "net" || head === "live heap" ? `${head} ${suffix}` : head));
}

function unitOf({ replicas }: ReplicasReport): ReturnType<typeof chooseColumnUnit> {
  return chooseColumnUnit(
    replicas.flatMap(({ base, current }) => [base, current]),
    "bytes",
  );
}

function cellsOf(report: ReplicasReport): string[][] {
  const unit = { ...unitOf(report), suffix: "" };
  return report.replicas.map((replica: Replica) => [
    formatDelta(replica.net, unit),
    replica.significant === false ? "~" : plusMinus(replica, unit).replace("\u00b1", ""),
    `${formatValue(replica.base, unit)} -> ${formatValue(replica.current, unit)}`,
    replica.restarts === 0 ? "" : String(replica.restarts),
    "",
    replica.name,
  ]);
}
