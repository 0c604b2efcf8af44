/** Everything that a growth report says in sentences, in the order in which a reader wants to know it. */

import type { OwnEvidence, OwnModules } from "../../graph/go/own-modules.ts";
import { formatPercent } from "../../measurement/delta.ts";
import { checkKind } from "../../profile/argument.ts";
import type { GrowthReport, KindsEvidence, Matched, Notice } from "../../report/growth/growth.ts";
import { listOf } from "../phrases.ts";
import { provenanceText } from "../provenance.ts";
import { auditText } from "./audit.ts";
import { growthFindingText } from "./findings.ts";
import { asideText, headlineText } from "./headline.ts";
import { withHolders } from "./holder.ts";
import { describeCounts, describeManaged } from "./kinds.ts";
import { nextSteps } from "./next.ts";
import { type AllocatedWords, allocatedWords, type PlaceWords } from "./places.ts";
import { followingSentences, leadingSentences } from "./sentences.ts";

/** What a growth report says in sentences. */
export interface GrowthWords {
  /** The first paragraph, all of it. */
  readonly verdict: string;
  /** What comes before the heap: a restart, memory that is not the heap's. */
  readonly leading: readonly string[];
  readonly headline: string;
  /** Program, and how far the captures are apart. */
  readonly aside: string;
  readonly allocated: AllocatedWords | null;
  /** What piles up or holds, and whose code it is. */
  readonly following: readonly string[];
  /** Lines to paste. */
  readonly next: readonly string[];
  /** As the report has its findings: a sentence for each, "" where the headline has it. */
  readonly findings: readonly string[];
  readonly provenance: readonly string[];
  readonly audit: readonly string[];
  /** What was taken for the program's own, and why. */
  readonly own: string;
  /** About numbers and sizes of decoded objects, without what the verdict says. */
  readonly kinds: readonly string[];
}

/** The report's sentences. `fileOf`: what a command line is to name in the place of a source, null where nothing has what was read. */
export function growthWords(
  report: GrowthReport,
  fileOf: (source: string) => string | null = (source) => source,
): GrowthWords {
  checkKind(report, "growth");
  const { provenance, audit, kinds } = report;
  const blocking = blockingNotices(provenance).map(noticeText);
  const counts = kinds === null ? [] : describeCounts(kinds);
  const allocated = allocatedWords(report);
  const leading = leadingSentences(report);
  const headline = headlineText(report, blocking);
  const names = allocated?.places.map(({ name }) => name) ?? [];
  const following = withHolders(
    followingSentences(report, names, kinds !== null && isCounted(kinds) ? counts : []),
    report.held,
  );
  const sentences = [...leading, `${headline.replace(/\.$/, "")}.`, ...allocatedText(allocated), ...following];
  const verdict = sentences.join(" ");
  const texts = kinds === null ? [] : [...counts, ...describeManaged(kinds)];
  return {
    ...{ verdict, leading, headline, aside: asideText(report), allocated, following },
    next: nextSteps(report, fileOf),
    findings: report.findings.map(growthFindingText),
    provenance: provenance.map(noticeText),
    audit: audit.map(auditText),
    own: isFunctionOwned(report) ? ownBasisText(report.own) : "",
    kinds: texts.filter((text) => !verdict.includes(text)),
  };
}

/** Of a process that records nothing no more is to be said. */
function blockingNotices(provenance: readonly Notice[]): readonly Notice[] {
  const unsampled = provenance.find(({ code }) => code === "not-sampled");
  return unsampled === undefined ? provenance.filter(({ severity }) => severity === "blocking") : [unsampled];
}

/** The places in one sentence. */
export function allocatedText(allocated: AllocatedWords | null): string[] {
  if (allocated === null) return [];
  const { lead, places, left } = allocated;
  const [only] = places;
  if (places.length === 1 && only !== undefined) return [`${lead} ${only.frame}${byText(only)}.`];
  const named = places.map(({ frame, amount, share }) => `${frame} (${share === "" ? amount : `${amount}, ${share}`})`);
  return [`${lead} ${named.join(", ")}${left > 0 ? ` and ${left} more` : ""}.`];
}

/** `57% of it by main.put, 41% by main.connect`; "" for nothing to say. `name`: how a function is shown. */
export function madeText(
  { by, byPart, others }: Pick<PlaceWords, "by" | "byPart" | "others">,
  name: (frame: string) => string = (frame) => frame,
): string {
  if (by === "") return "";
  return [{ by, byPart }, ...others].map((each) => `${each.byPart}by ${name(each.by)}`).join(", ");
}

export function byText(place: PlaceWords): string {
  const made = madeText(place);
  return made === "" ? "" : ` (${made})`;
}

/** Some number of the cluster was given. */
function isCounted({ rows, absent }: KindsEvidence): boolean {
  return absent.length > 0 || rows.some(({ inCluster }) => inCluster !== null);
}

function noticeText(notice: Notice): string {
  if (notice.code === "filter") return notice.facts.message;
  return notice.code === "matched" ? matchedText(notice.facts) : provenanceText(notice);
}

/** Of what has no functions of Go's, none is the program's own or another's. */
function isFunctionOwned({ own, suspects, functions }: GrowthReport): boolean {
  if (own.by !== "unknown") return true;
  return suspects.length > 0 && functions.some(({ package: path }) => path !== "");
}

/** How two builds were matched. */
export function matchedText({ base, current }: Matched): string {
  return `By name, ${formatPercent(base)} of base and ${formatPercent(current)} of current are on stacks that both builds have; what Go releases do differently is folded.`;
}

const WHY: Readonly<Record<Exclude<OwnEvidence, "unknown">, string>> = {
  stated: "as stated",
  "build-info": "main's module by the build info of the binary",
  main: "main's module, by where the files of package main lie",
  paths: "guessed: its files have no version and lie in no vendor directory, nor in GOROOT",
  internal: "guessed: package main calls a package below its internal/",
};

/** What was taken for the program's own, and why. */
export function ownBasisText({ modules, by }: OwnModules): string {
  if (by === "unknown") return "Which module is the program's own is not known: --module PATH states it.";
  return `Taken as the program's own: ${listOf(modules)} (${WHY[by]}${by === "stated" ? "" : "; --module PATH states another"}).`;
}
