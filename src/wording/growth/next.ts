/** The next step, as lines to paste. */

import { isStandardPath } from "../../graph/go/module-root.ts";
import { packageOf } from "../../graph/go/symbol.ts";
import { chooseColumnUnit, formatValue } from "../../measurement/delta.ts";
import type { GrowthReport } from "../../report/growth/growth.ts";
import { pluralOfKind } from "../../report/growth/object-count.ts";
import type { HolderRow } from "../../report/held/rows.ts";
import { namedHolder } from "./holder.ts";

/** `fileOf`: the file that has what was read from a source, null where none has. */
export function nextSteps(report: GrowthReport, fileOf: (source: string) => string | null): string[] {
  if (report.provenance.some(({ code }) => code === "swapped")) return turnedStep(report, fileOf);
  if (report.findings.some(({ code }) => code === "restart")) return againSteps(report, fileOf);
  return [...goroutineStep(report, fileOf), ...countStep(report), ...holderStep(report)];
}

/** The field that keeps what grew is known by name, and the program's own: where its code touches it tells what takes nothing out. */
function holderStep({ held, own }: GrowthReport): string[] {
  for (const evidence of held) {
    const row = namedHolder(evidence);
    const name = row?.field?.name ?? "";
    const whose = row === undefined ? undefined : declaredIn(row);
    if (/^[\p{L}_][\p{L}\p{Nd}_]*$/u.test(name) && whose !== undefined && isOfProgram(whose, own.modules))
      return [`grep -rnw ${name} --include='*.go' .  # what takes out of it?`];
  }
  return [];
}

/** The struct that has the field; of one without a name the variable that it is the type of, undefined where it is no variable's. */
function declaredIn({ field, holder }: HolderRow): string | undefined {
  if (field?.struct.startsWith("struct {") !== true) return field?.struct;
  return holder.kind === "variable" && holder.isNamed ? holder.name : undefined;
}

/** Of a package in these modules; where none is known, of any that is not the standard library's. */
function isOfProgram(symbol: string, modules: readonly string[]): boolean {
  const path = packageOf(symbol);
  if (path === "main" || path === "") return true;
  if (modules.length === 0) return !isStandardPath(path);
  return modules.some((module) => path === module || path.startsWith(`${module}/`));
}

const LIVE = /^(?:inuse_)?space$/;

/** Goroutines of both ends would say more, and were not given. */
function goroutineStep(report: GrowthReport, fileOf: (source: string) => string | null): string[] {
  const { findings, goroutines, verdict, own, sampleType } = report;
  const isGrowth = findings.some(({ code }) => code === "grew" || code === "parts-grew");
  if (!isGrowth || goroutines !== null || verdict.facts.isSeries || own.modules.length === 0) return [];
  if (!LIVE.test(sampleType.type) || verdict.facts.isTests) return [];
  const [base, current] = [fileOf(report.base.source), fileOf(report.current.source)];
  if (base === null || current === null) return [];
  return [`heapblame diff ${quote(base)} ${quote(current)} --goroutine-base G0 --goroutine-current G1`];
}

/** Given the wrong way round. */
function turnedStep({ base, current }: GrowthReport, fileOf: (source: string) => string | null): string[] {
  const [earlier, later] = [fileOf(current.source), fileOf(base.source)];
  return earlier === null || later === null ? [] : [`heapblame diff ${quote(earlier)} ${quote(later)}`];
}

/** Of two processes nothing is told: the later one is compared with itself. */
function againSteps(report: GrowthReport, fileOf: (source: string) => string | null): string[] {
  const { current, verdict, sampleType } = report;
  const file = fileOf(current.source);
  if (file === null || verdict.facts.isSeries || !LIVE.test(sampleType.type) || verdict.facts.isTests) return [];
  return [
    "curl -o later.out 'http://HOST:PORT/debug/pprof/heap?gc=1'  # of the process that runs now",
    `heapblame ${quote(file)} later.out`,
  ];
}

/** Decoded objects of one Kind were counted; the cluster's number was not given. */
function countStep({ kinds }: GrowthReport): string[] {
  const row = kinds?.rows.find(({ alive, inCluster }) => alive !== null && inCluster === null);
  if (row?.alive == null) return [];
  const plural = pluralOfKind(row.kind);
  return [`kubectl get ${plural.toLowerCase()} -A | wc -l  # about ${about(row.alive.count)} are alive in the process`];
}

function about(count: number): string {
  const size = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, count))) - 1);
  return formatValue(Math.round(count / size) * size, chooseColumnUnit([], "count"));
}

/** As a shell takes it. */
function quote(word: string): string {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`;
}
