/**
 * How much a node tells the reader of a picture: nodes that merely pass everything on from one caller to one callee score low. pprof picks the
 * nodes of a graph by this score, so it is reproduced to the bit, odd cases included.
 */
import { absolute, add, truncate, type Value } from "../../profile/int64.ts";
import { type EdgeTable, incomingEdges, outgoingEdges } from "../edges/table.ts";
import type { NodeWeights } from "../graph.ts";

/** Scores of the nodes, in their order. */
export function entropyScores(edges: EdgeTable, weights: NodeWeights, nodes: Int32Array): BigInt64Array {
  const scores = new BigInt64Array(nodes.length);
  for (const [place, node] of nodes.entries()) {
    const incoming = incomingEdges(edges, node);
    const outgoing = outgoingEdges(edges, node);
    const flat = weights.flat[node] as Value;
    let score = incoming.length === 0 ? 1 : entropy(edges, incoming, 0);
    score += outgoing.length === 0 ? 1 : entropy(edges, outgoing, flat);
    // An edge of weight 0 makes the score NaN, which `truncate` takes to the smallest int64 as the processor does.
    scores[place] = BigInt(truncate(score * Number(weights.cum[node]))) + BigInt(flat);
  }
  return scores;
}

/** Entropy of the split of a node's weight over its edges and itself. Negative edges count in the parts but not in the whole. */
function entropy(edges: EdgeTable, rows: Int32Array, self: Value): number {
  let sum = self;
  for (const edge of rows) {
    const weight = edges.weight[edge] as Value;
    if (weight > 0) sum = add(sum, weight);
  }
  const total = Number(sum);
  if (total === 0) return 0;
  let score = 0;
  for (const edge of rows) score += information(Number(absolute(edges.weight[edge] as Value)) / total);
  if (self > 0) score += information(Number(self) / total);
  return score;
}

function information(fraction: number): number {
  return -fraction * log2(fraction);
}

/** Go's math.Log2, which goes through the natural logarithm of the mantissa; Math.log2 may differ in the last bit. Of 0 it is no number here: times 0 none either way. */
function log2(x: number): number {
  if (!(x > 0)) return Number.NaN;
  let exponent = Math.max(Math.floor(Math.log2(x)) + 1, -1022);
  let mantissa = x / 2 ** exponent;
  while (mantissa >= 1) {
    mantissa /= 2;
    exponent++;
  }
  while (mantissa < 0.5) {
    mantissa *= 2;
    exponent--;
  }
  if (mantissa === 0.5) return exponent - 1;
  return Math.log(mantissa) * (1 / Math.LN2) + exponent;
}
