/** The unit a whole report is printed in: fine enough for its smallest number, not finer than it has to be. */
import { type Graph, shownCum, shownFlat } from "../../graph/graph.ts";
import { scale } from "../../measurement/scale.ts";
import { absolute, truncate, type Value } from "../../profile/int64.ts";
import { sampleTypeOf, type View } from "./view.ts";

/** How the values of a report turn into text. */
export interface NumberStyle {
  /** What the values are in. */
  readonly unit: string;
  /** What they are printed in; "minimum" and "auto" leave it to each value. */
  readonly outputUnit: string;
  /** Values are multiplied by this, and cut to an integer, before they are printed. */
  readonly ratio: number;
}

/** For reports that print each value in a unit of its own, unless the user asked for one. */
export function plainStyle(view: View): NumberStyle {
  return { unit: sampleTypeOf(view).unit, outputUnit: view.unit, ratio: view.ratio };
}

/** For reports that print a graph. `isInteger`: the format has no decimals, so that nothing may be scaled below 1. */
export function selectOutputUnit(view: View, graph: Graph, isInteger: boolean): NumberStyle {
  const style = plainStyle(view);
  if (style.outputUnit !== "minimum" || graph.listed.length === 0) return style;
  const least = smallestShown(graph);
  const smallest = applyRatio(least === 0 ? view.total : least, style.ratio);
  const largest = applyRatio(view.total, style.ratio);
  const fine = scale(smallest, style.unit, "minimum").unit;
  const coarse = scale(largest, style.unit, "minimum").unit;
  const hundredfold = BigInt.asIntN(64, BigInt(smallest) * 100n);
  const isWide = fine !== coarse && hundredfold < largest && !isInteger;
  const unit = isWide ? scale(hundredfold, style.unit, "minimum").unit : fine;
  return { ...style, outputUnit: unit === "" ? style.unit : unit };
}

/** `value` as it is printed, before the unit. */
export function applyRatio(value: Value, ratio: number): Value {
  return ratio > 0 && ratio !== 1 ? truncate(Number(value) * ratio) : value;
}

/** Smallest flat of the nodes, or cum where flat is 0; 0 if there is none. */
function smallestShown({ weights, listed }: Graph): Value {
  let smallest: Value = 0;
  for (const node of listed) {
    const size = absolute(shownFlat(weights, node)) || absolute(shownCum(weights, node));
    if (size > 0 && (!smallest || size < smallest)) smallest = size;
  }
  return smallest;
}
