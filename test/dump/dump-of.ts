/** Dumps as tests want them: read from a file or from bytes, in pieces of any size, and their graph. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { decodeProgram } from "../../src/binary/index.ts";
import { analyzeDump, type DumpAnalysis } from "../../src/dump/analysis.ts";
import { computeDominators, type Dominators } from "../../src/dump/graph/dominators.ts";
import { buildHolders, HOLDER, type HolderTable } from "../../src/dump/graph/holders.ts";
import { buildObjectGraph, type ObjectGraph } from "../../src/dump/graph/object-graph.ts";
import { computeReach, type Reach } from "../../src/dump/graph/reach.ts";
import { computeRetained, type Retained } from "../../src/dump/graph/retained.ts";
import { matchProgram } from "../../src/dump/names/match-program.ts";
import { namesOf } from "../../src/dump/names/program-names.ts";
import { DumpReader } from "../../src/dump/reader/dump-reader.ts";
import { type HeapDump, KIND } from "../../src/dump/tables.ts";

export function readDump(bytes: Uint8Array, piece = 1 << 20): HeapDump {
  const reader = new DumpReader();
  for (let at = 0; at < bytes.length; at += piece) reader.push(bytes.slice(at, at + piece));
  return reader.finish();
}

export const readDumpFile = (path: string): HeapDump => readDump(readFileSync(path));

export interface DumpGraph {
  readonly dump: HeapDump;
  readonly holders: HolderTable;
  readonly graph: ObjectGraph;
  readonly reach: Reach;
  readonly dominators: Dominators;
  readonly retained: Retained;
}

export function graphOf(dump: HeapDump): DumpGraph {
  const holders = buildHolders(dump, (address) => address);
  const graph = buildObjectGraph(dump, holders);
  const reach = computeReach(graph, { outset: [], ranks: ranksOf(holders), continues: 0 });
  const dominators = computeDominators(graph, reach);
  return {
    dump,
    holders,
    graph,
    reach,
    dominators,
    retained: computeRetained(dominators, dump.memory.size, graph.objectCount),
  };
}

function ranksOf(holders: HolderTable): number[][] {
  const ranks: number[][] = [[], [], []];
  for (let holder = 0; holder < holders.length; holder++) {
    if (holders.kind[holder] !== HOLDER.goroutine) ranks[(holders.tier[holder] as number) - 1]?.push(holder);
  }
  return ranks;
}

/** Bytes of the objects of each tier; garbage first. */
export function bytesByTier({ dump, reach }: DumpGraph): number[] {
  const bytes = [0, 0, 0, 0];
  for (let row = 0; row < dump.memory.objectCount; row++) {
    if (dump.memory.kind[row] !== KIND.object) continue;
    const tier = reach.tier[row] as number;
    bytes[tier] = (bytes[tier] as number) + (dump.memory.size[row] as number);
  }
  return bytes;
}

/** With the names of the program that wrote it. */
export function analyzeFiles(dumpPath: string, binaryPath: string): DumpAnalysis {
  const dump = readDumpFile(dumpPath);
  const program = decodeProgram(readFileSync(binaryPath));
  const { slide, mismatch } = matchProgram(dump, program);
  assert.equal(mismatch, undefined);
  return analyzeDump(dump, namesOf(program, slide));
}
