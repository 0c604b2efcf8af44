/** What a fleet does, in sentences: who grows, by what, since when, and which version brought it. */

import { chooseColumnUnit, formatDelta, formatValue } from "../measurement/delta.ts";
import { formatDuration } from "../measurement/time-text.ts";
import { checkKind } from "../profile/argument.ts";
import type { FleetGrowth, FleetReport, LimitSource } from "../report/fleet/fleet.ts";

/** What a fleet's report says in sentences. */
export interface FleetWords {
  /** The first lines: how many pods rise, how fast, and by what most. */
  readonly leading: readonly string[];
  /** As the report has its growths: a sentence for each. */
  readonly growths: readonly string[];
  /** What the numbers rest on, and what could not be had. */
  readonly notes: readonly string[];
}

/** The report in sentences. */
export function fleetWords(report: FleetReport): FleetWords {
  checkKind(report, "fleet");
  const [most] = report.growths;
  return {
    leading: isSingle(report)
      ? [singleText(report)]
      : [leadingText(report), most === undefined ? NOBODY : mostText(most, report)],
    growths: report.growths.map((growth) => growthText(growth, report)),
    notes: [
      noiseText(report),
      ...limitNotes(report),
      ...countNotes(report),
      ...report.missing.map((each) => `Not known: ${each}.`),
    ],
  };
}

const PARTLY = " Not all could be had: see below.";
const NOBODY = "No function surely grew in a pod without falling back in between.";

/** One profile shows no course. */
function isSingle({ counts: { pods, single } }: FleetReport): boolean {
  return single === pods;
}

function singleText({ counts: { pods }, missing }: FleetReport): string {
  const [whether, each] = pods === 1 ? ["the pod rises", "it has"] : [`any of ${pods} pods rises`, "each has"];
  return `Whether ${whether} is not known: ${each} one profile, and that takes several over time.${missing.length === 0 ? "" : PARTLY}`;
}

function leadingText({ counts, profiles, from, to, services, missing }: FleetReport): string {
  const { pods, rising, outliers, ended } = counts;
  const span = formatDuration((Date.parse(to) - Date.parse(from)) * 1e6);
  const of = services.length > 1 ? ` of ${services.length} programs` : "";
  const those = outliers === 0 ? "" : `; ${outliers} of them surely faster than nearly all others`;
  const over = ended === 0 ? "" : `; ${ended} rose and then no more`;
  const again = counts.restarted === 0 ? "" : `; ${againText(counts)}`;
  const rise =
    rising === 0
      ? "none surely rises to the end"
      : `${rising < pods ? rising : pods === 1 ? "it" : "all"} surely ${rising === 1 ? "rises" : "rise"} to the end`;
  return `Of ${counted(pods, "pod")}${of} over ${span} (${counted(profiles, "profile")}) ${rise}${those}${over}${again}.${missing.length === 0 ? "" : PARTLY}`;
}

function againText({ restarted, restarts }: FleetReport["counts"]): string {
  const times = restarts === restarted ? "" : `, ${restarts} times in all`;
  return `${restarted} ${restarted === 1 ? "was" : "were"} started again${times}`;
}

/** The growth that comes first, as far as one line holds it. */
function mostText(growth: FleetGrowth, { growths, services }: FleetReport): string {
  const { name, course, latePerHour, medianPerHour } = growth;
  if (course === "ended")
    return `What surely grew did not surely grow on in the later half of the time; ${endedText(growth, growths)} ${name}.`;
  const all = isOfOne(growth) ? "an hour" : "an hour in the median pod";
  const late = `an hour${isOfOne(growth) ? "" : " and pod"} in the later half of the time, and slowing`;
  const rate =
    course === "slows" ? `${rateText(latePerHour ?? medianPerHour)} ${late}` : `${rateText(medianPerHour)} ${all}`;
  return `${shareText(growth, growths)} ${name}, ${placeText(growth, services)}: ${rate}${versionShort(growth)}${loadShort(growth)}.`;
}

/** What is an amount of one pod, not of each. */
function isOfOne({ kind, of }: FleetGrowth): boolean {
  return kind === "own" || of === 1;
}

function shareText({ growth }: FleetGrowth, growths: readonly FleetGrowth[]): string {
  const lasting = growths.filter(({ course }) => course !== "ended");
  const all = lasting.reduce((sum, each) => sum + each.growth, 0);
  if (lasting.length === 1) return growths.length === 1 ? "What surely grew is" : "What surely grew and did not end is";
  return growth * 2 > all ? "Most of what surely grew is" : "What surely grew most is";
}

/** Of what all ended. */
function endedText({ growth }: FleetGrowth, growths: readonly FleetGrowth[]): string {
  if (growths.length === 1) return "it is";
  return growth * 2 > growths.reduce((sum, each) => sum + each.growth, 0) ? "most of it is" : "what grew most is";
}

function versionShort({ versions: { relation, version } }: FleetGrowth): string {
  if (relation === "first") return `, first in ${version}`;
  return relation === "only" ? `, in ${version} and not in the versions beside it` : "";
}

function growthText(growth: FleetGrowth, { services }: FleetReport): string {
  const parts = [amountText(growth), partText(growth), courseText(growth), sinceText(growth), versionText(growth)];
  return `${growth.name} ${[whoseText(growth, services), ...parts.filter((part) => part !== "")].join("; ").replace("; ", ", ")}${loadText(growth)}.`;
}

/** `in web-0 alone`, `in 3 of 5 pods`. */
function placeText(growth: FleetGrowth, services: readonly string[]): string {
  const { kind, pods, grownIn, of } = growth;
  if (of === 1) return `in ${pods[0]}`;
  return kind === "own" ? `in ${pods[0]} alone` : `in ${grownIn} of ${of} ${podsOf(growth, services)}`;
}

function whoseText(growth: FleetGrowth, services: readonly string[]): string {
  const { kind, pods, grownIn, of } = growth;
  const all = podsOf(growth, services);
  if (of === 1) return `surely grew in ${pods[0]}`;
  if (kind === "own") return `is ${pods[0]}'s own: it surely grew in no other of ${of} ${all}`;
  return `${kind === "shared" ? "is shared: it " : ""}surely grew in ${grownIn} of ${of} ${all}`;
}

function podsOf({ service }: FleetGrowth, services: readonly string[]): string {
  return services.length > 1 && service !== null ? `pods of ${service}` : "pods";
}

function amountText(grown: FleetGrowth): string {
  const { growth, low, high, perHour, medianPerHour } = grown;
  const unit = chooseColumnUnit([growth, low, high], "bytes");
  const isUneven = perHour > UNEVEN * medianPerHour || medianPerHour > UNEVEN * perHour;
  const median = isUneven ? `, the median pod ${rateText(medianPerHour)}` : "";
  const average = isOfOne(grown)
    ? `${rateText(perHour)} an hour`
    : `on average ${rateText(perHour)} an hour and pod${median}`;
  return `${formatDelta(growth, unit)} (${formatValue(low, unit)} to ${formatValue(high, unit)}), ${average}`;
}

/** Where mean and median are further apart, both are said. */
const UNEVEN = 1.2;
/** Of several pods: so much of it in one is said. */
const MUCH_OF_IT = 0.3;

function partText({ largestPart, grownIn, pods }: FleetGrowth): string {
  if (grownIn < 5 || largestPart < MUCH_OF_IT) return "";
  return `${Math.round(100 * largestPart)}% of it in ${pods[0]}`;
}

function courseText(growth: FleetGrowth): string {
  const { course, latePerHour } = growth;
  const late = `${rateText(latePerHour ?? 0)} an hour${isOfOne(growth) ? "" : " and pod"} in the later half of the time`;
  switch (course) {
    case "slows":
      return `it slows: ${late}, surely less than half of before`;
    case "ended":
      return "it did not surely grow in the later half of the time, and surely less than half as fast as before";
    default:
      return "";
  }
}

function sinceText({ kind, since, versions: { relation }, grownIn }: FleetGrowth): string {
  if (since === null || relation === "first") return "";
  const whose = kind === "own" || grownIn === 1 ? "that pod grows" : "most of these pods grow";
  return `${whose} faster since ${kind === "own" ? "" : "about "}${dayOf(since)}`;
}

function versionText({ versions }: FleetGrowth): string {
  const { relation, version, since, others, untold, goneIn, gonePods } = versions;
  const rest = untold.length === 0 ? "" : `, and of ${untold.join(", ")} too little was seen to tell`;
  const gone =
    goneIn === null ? "" : `${goneIn} has it no more: ${counted(gonePods, "pod")} of it grew surely less by it`;
  const has =
    relation === "first"
      ? `${version} is the first version that has it, from ${dayOf(since ?? "")} on: ${counted(others, "pod")} of earlier versions grew surely less by it${rest}`
      : relation === "only"
        ? `of the versions that were there from the start ${version} has it: ${counted(others, "pod")} of others beside it grew surely less by it${rest}`
        : "";
  return [has, gone].filter((part) => part !== "").join("; ");
}

/** Allocation that rose by so much may be what live memory rose by; by less than this it is about the same. */
const MORE_LOAD = 1.5;
const SAME_LOAD = 1.2;

function loadText({ allocationRatio: ratio, course, grownIn }: FleetGrowth): string {
  if (ratio === null || ratio < MORE_LOAD || course === "ended") return "";
  const whose = grownIn === 1 ? "that pod allocates" : "these pods allocate";
  return `. It may be load: ${whose} ${ratio.toFixed(1)} times as fast at the end as at the start`;
}

function loadShort({ allocationRatio: ratio, grownIn }: FleetGrowth): string {
  if (ratio === null || (ratio > SAME_LOAD && ratio < MORE_LOAD)) return "";
  const whose = grownIn === 1 ? "that pod allocates" : "these pods allocate";
  if (ratio <= SAME_LOAD) return `; ${whose} no faster at the end than at the start`;
  return `; it may be load: ${whose} ${ratio.toFixed(1)} times as fast at the end as at the start`;
}

function rateText(perHour: number): string {
  return formatDelta(perHour, chooseColumnUnit([perHour], "bytes"));
}

/** To the minute, UTC. */
function dayOf(time: string): string {
  return `${time.slice(0, 16).replace("T", " ")} UTC`;
}

function noiseText({ noise: { period, isAssumed } }: FleetReport): string {
  const rate = isAssumed
    ? `a sampling period of ${period} bytes, which is assumed: no profile says it`
    : `the sampling period of ${period} bytes`;
  return `Intervals are bounds, of 95% or more: the variance of a stack's bytes is at most its bytes times ${rate}.`;
}

const LIMITS_BY: Readonly<Record<LimitSource, string>> = {
  option: "by --limit",
  "pod-option": "by --limit-of",
  "pods-file": "by the file of --pods",
  manifest: "by the manifest of its capture",
  cluster: "by the cluster, as it is now",
  label: "by a label of its profiles",
  gomemlimit: "by GOMEMLIMIT, which is not the container's",
};

function limitNotes({ limits }: FleetReport): string[] {
  if (limits.every(({ from }) => from === null)) return [];
  const parts = limits.map(({ from, pods, without }) => {
    if (from === null) return `of ${counted(pods, "pod")} not known`;
    const none =
      without === 0
        ? ""
        : without === pods
          ? ", which says that there is none"
          : `, which says of ${without} that there is none`;
    return `of ${counted(pods, "pod")} ${LIMITS_BY[from]}${none}`;
  });
  return [`Limits: ${parts.join("; ")}.`];
}

function countNotes({ counts: { single, restarted } }: FleetReport): string[] {
  return [
    ...(single === 0 ? [] : [`${counted(single, "pod")} had one profile: nothing is said of how it grew.`]),
    ...(restarted === 0 ? [] : ["Of a pod that was started again its longest process is looked at."]),
  ];
}

function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
