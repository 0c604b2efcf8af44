/** What the lines above a report say: which profile this is, how it was filtered, and how much of it is shown. */

import { type Graph, shownFlat } from "../../graph/graph.ts";
import type { Trimmed, TrimQuery } from "../../graph/trim/trim.ts";
import { baseName } from "../../profile/file-path.ts";
import { absolute, add, truncate, type Value } from "../../profile/int64.ts";
import { sampleTypeOf, type View } from "./view.ts";

/** Texts are "" and times 0n where the profile does not say. */
export interface ProfileHeader {
  /** File name of the main binary, without its directory. */
  readonly program: string;
  readonly buildId: string;
  /** Those meant for readers; a comment that starts with "#" is not. */
  readonly comments: readonly string[];
  readonly type: string;
  readonly docUrl: string;
  readonly timeNanos: bigint;
  readonly durationNanos: bigint;
  readonly total: Value;
}

export interface GraphHeader {
  /** Undefined if the user asked for compact labels. */
  readonly profile: ProfileHeader | undefined;
  readonly activeFilters: readonly string[];
  /** What the nodes below account for. */
  readonly accounted: Value;
  readonly total: Value;
  readonly droppedNodes: Dropped | undefined;
  readonly droppedEdges: Dropped | undefined;
  readonly limit: NodeLimit | undefined;
}

export interface Dropped {
  readonly count: number;
  readonly cutoff: number;
}

export interface NodeLimit {
  readonly shown: number;
  readonly of: number;
}

export function profileHeader(view: View): ProfileHeader {
  const { header } = view.profile;
  const main = mainMapping(view);
  return {
    program: main.file === "" ? "" : baseName(main.file),
    buildId: main.buildId,
    comments: header.comments.filter((comment) => !comment.startsWith("#")),
    type: sampleTypeOf(view).type,
    docUrl: header.docUrl,
    timeNanos: header.timeNanos,
    durationNanos: header.durationNanos,
    total: view.total,
  };
}

function mainMapping({ profile }: View): { file: string; buildId: string } {
  const { mappings, strings } = profile;
  if (mappings.length === 0) return { file: "", buildId: "" };
  return { file: strings.at(mappings.file[0] as number), buildId: strings.at(mappings.buildId[0] as number) };
}

/** Dropped edges are told about in pictures only, which show the whole header in any case. */
export function graphHeader(view: View, trimmed: Trimmed, query: TrimQuery, isPicture: boolean): GraphHeader {
  const { graph, originalCount } = trimmed;
  const shown = graph.listed.length;
  const isLimited = shown > 0 && shown < originalCount;
  const { total } = view;
  return {
    profile: isPicture || !view.compactLabels ? profileHeader(view) : undefined,
    activeFilters: view.activeFilters,
    accounted: accountedFor(graph),
    total,
    droppedNodes: dropped(total, trimmed.droppedNodes, query.nodeFraction),
    droppedEdges: isPicture ? dropped(total, trimmed.droppedEdges, query.edgeFraction) : undefined,
    limit: total && isLimited ? { shown, of: originalCount } : undefined,
  };
}

function accountedFor({ weights, listed }: Graph): Value {
  let sum: Value = 0;
  for (const node of listed) sum = add(sum, shownFlat(weights, node));
  return sum;
}

function dropped(total: Value, count: number, fraction: number): Dropped | undefined {
  if (!total || count === 0) return undefined;
  return { count, cutoff: absolute(truncate(Number(total) * fraction)) as number };
}
