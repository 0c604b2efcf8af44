/**
 * A check as SARIF 2.1.0: a result for each suspect behind growth beyond the budget, at the line of the program's own function; GitHub takes no result
 * without a file, so that what has none is at go.mod.
 */
import type { CheckReport, SourcePlace } from "../../report/check/report.ts";
import type { SuspectGrowth } from "../../report/growth/suspects.ts";
import type { CheckWords } from "../../wording/check.ts";
import { renderJson } from "../json.ts";
import { suspectLine } from "./check-lines.ts";

const RULE = "heap-growth";

export function renderSarif(report: CheckReport, { verdict }: CheckWords, version: string): string {
  const isMeasured = report.outcome !== "unmeasurable";
  return renderJson({
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "heapblame",
            version,
            rules: [
              {
                id: RULE,
                shortDescription: { text: "The heap grew by more than its budget." },
                defaultConfiguration: { level: "error" },
              },
            ],
          },
        },
        invocations: [
          {
            executionSuccessful: isMeasured,
            ...(isMeasured
              ? {}
              : {
                  toolExecutionNotifications: [{ level: "error", message: { text: plain(verdict) } }],
                }),
          },
        ],
        results: resultsOf(report, verdict),
      },
    ],
  });
}

function resultsOf(report: CheckReport, verdict: string): object[] {
  if (report.outcome !== "exceeded") return [];
  if (report.suspects.length === 0) {
    return [
      {
        ruleId: RULE,
        ruleIndex: 0,
        level: "error",
        message: { text: plain(verdict) },
        locations: [{ physicalLocation: physicalLocation(null) }],
      },
    ];
  }
  return report.suspects.map((suspect, at) => resultOf(report, verdict, suspect, report.places[at] ?? null));
}

function resultOf(report: CheckReport, verdict: string, suspect: SuspectGrowth, place: SourcePlace | null): object {
  return {
    ruleId: RULE,
    ruleIndex: 0,
    level: "error",
    message: { text: plain(`${verdict} ${suspectLine(report, suspect)}`) },
    locations: [
      {
        physicalLocation: physicalLocation(place),
        logicalLocations: [{ fullyQualifiedName: suspect.frame, kind: "function" }],
      },
    ],
    partialFingerprints: { "heapblame/v1": suspect.fingerprint },
  };
}

/** `[text](target)` is a link in a message. */
function plain(text: string): string {
  return text.replace(/[[\]](?=[^[\]]*\]?\()/g, "\\$&");
}

function physicalLocation(place: SourcePlace | null): object {
  const { file, line } = place ?? { file: "go.mod", line: 1 };
  return {
    artifactLocation: { uri: file.split("/").map(encodeURIComponent).join("/") },
    region: { startLine: line },
  };
}
