/** What the reports that print a graph have in common: the question, the way from a view to a graph, and the frame around the answer. */

import { modulesOf } from "../../graph/go/profile-modules.ts";
import type { GraphSource } from "../../graph/graph.ts";
import { groupNameFor } from "../../graph/group-name.ts";
import { buildNodes } from "../../graph/nodes.ts";
import { type GraphShape, graphShape, treeShape } from "../../graph/shape.ts";
import type { Trimmed, TrimQuery } from "../../graph/trim/trim.ts";
import { trimPath } from "../../graph/trim-path.ts";
import type { Value, ValueColumn } from "../../profile/int64.ts";
import { type GraphHeader, graphHeader } from "../pprof/header.ts";
import { type NumberStyle, selectOutputUnit } from "../pprof/output-unit.ts";
import { type View, valuesOf } from "../pprof/view.ts";

/** What `top` and `tree` ask for. */
export interface TextQuery extends TrimQuery {
  /** Leave out nodes whose own value is negative. */
  readonly dropNegative: boolean;
}

export interface GraphQuery extends TextQuery {
  /** A node for every context a function was called in. Only pictures and callgrind heed it. */
  readonly callTree: boolean;
}

export interface GraphReport {
  readonly header: GraphHeader;
  readonly numbers: NumberStyle;
  /** What 100 % means. */
  readonly total: Value;
}

export function frameOf(view: View, trimmed: Trimmed, query: TrimQuery, isPicture: boolean): GraphReport {
  return {
    header: graphHeader(view, trimmed, query, isPicture),
    numbers: selectOutputUnit(view, trimmed.graph, false),
    total: view.total,
  };
}

/** `keepObjectFiles`: functions of one name stay apart if they come from different binaries. */
export function graphSource(view: View, keepObjectFiles: boolean): GraphSource {
  return sourceTrimmed(view, keepObjectFiles, 1);
}

/** `times`: how often file names are trimmed; see GraphSource.retrimmed. */
function sourceTrimmed(view: View, keepObjectFiles: boolean, times: number): GraphSource {
  const trimmed = (file: string, count: number): string =>
    count === 0 ? file : trimmed(trimPath(file, view.trimPath, view.sourcePath), count - 1);
  const nodes = buildNodes(view.profile, {
    granularity: view.granularity,
    noInlines: view.noInlines,
    showColumns: view.showColumns,
    keepObjectFiles,
    trimFile: (file) => trimmed(file, times),
    groupName: groupNameFor(view.granularity, () => modulesOf(view.profile)),
  });
  const isStable = nodes.infos.every(({ file }) => file === "" || trimmed(file, 1) === file);
  return {
    profile: view.profile,
    nodes,
    values: valuesOf(view),
    divisors: view.isMean ? (view.profile.samples.values[0] as ValueColumn) : undefined,
    retrimmed: isStable ? undefined : () => sourceTrimmed(view, keepObjectFiles, times + 1),
  };
}

export function shapeFor(source: GraphSource, query: GraphQuery): GraphShape {
  const { callTree, dropNegative } = query;
  return callTree ? treeShape(source, dropNegative) : graphShape(source, { dropNegative, edges: "all" });
}
