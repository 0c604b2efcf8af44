/** Dominators against their definition: what is not reached any more once a node is taken away. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { random } from "../../bench/generate.ts";
import { type DumpGraph, graphOf, readDump } from "../dump-of.ts";
import { writeDump } from "../dump-writer.ts";

const START = 0x10000;
const SIZE = 64;
const addressOf = (object: number): number => START + object * SIZE;

function randomGraph(seed: number): DumpGraph {
  const next = random(seed);
  const pick = (bound: number): number => Math.floor(next() * bound);
  const count = 1 + pick(24);
  const objects = Array.from({ length: count }, (_, object) => ({
    address: addressOf(object),
    size: SIZE,
    words: Array.from({ length: pick(4) }, () => addressOf(pick(count))),
  }));
  const variables = Array.from({ length: 1 + pick(3) }, () => addressOf(pick(count)));
  const bss = { address: 0x900000, words: variables };
  return graphOf(readDump(writeDump({ heap: [START, START + SIZE * 100], objects, bss })));
}

/** Nodes that are reached from the root without going through `removed`. */
function reachedWithout({ graph }: DumpGraph, removed: number): Set<number> {
  const reached = new Set<number>();
  const todo = removed === graph.root ? [] : [graph.root];
  for (let node = todo.pop(); node !== undefined; node = todo.pop()) {
    if (reached.has(node)) continue;
    reached.add(node);
    for (let edge = graph.firstEdge[node] as number; edge < (graph.endEdge[node] as number); edge++) {
      const target = graph.target[edge] as number;
      if (target >= 0 && target !== removed) todo.push(target);
    }
  }
  return reached;
}

test("a node retains what only it leads to, in 500 random graphs", () => {
  for (let seed = 1; seed <= 500; seed++) {
    const subject = randomGraph(seed);
    const { graph, retained, dump } = subject;
    const all = reachedWithout(subject, -1);
    for (const node of all) {
      const rest = reachedWithout(subject, node);
      const lost = [...all].filter((other) => !rest.has(other) && other < graph.objectCount);
      assert.equal(retained.bytes[node], lost.length * (dump.memory.size[0] as number), `seed ${seed}, node ${node}`);
      assert.equal(retained.objects[node], lost.length);
    }
  }
});

test("a list of 300,000 doubly linked objects takes no depth and little time", () => {
  const count = 300_000;
  const objects = Array.from({ length: count }, (_, object) => ({
    address: addressOf(object),
    size: SIZE,
    words: [addressOf((object + 1) % count), addressOf(Math.max(0, object - 1))],
  }));
  const bss = { address: 0x90000000, words: [addressOf(0), addressOf(count / 2)] };
  const subject = graphOf(readDump(writeDump({ heap: [START, START + SIZE * count], objects, bss })));
  assert.equal(subject.retained.bytes[subject.graph.root], count * SIZE);
});
