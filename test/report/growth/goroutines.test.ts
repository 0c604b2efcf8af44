/** Goroutines beside a heap: who starts the clients that are never stopped. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { GoroutineGroup } from "../../../src/profile/legacy/goroutines.ts";
import type { GrowthReport } from "../../../src/report/growth/growth.ts";
import { growthWords } from "../../../src/wording/growth/words.ts";
import { groupsOf } from "../../blame/findings/goroutine-of.ts";
import { type Bucket, heapProfile } from "../../blame/heap-buckets.ts";
import { growthOf } from "../growth-of.ts";

const RECEIVE = "k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive";
const DECODED = `${RECEIVE};k8s.io/api/core/v1.(*Pod).Unmarshal`;

function bucket(stack: string, inuse: number): Bucket {
  return { stack, size: 512, inuse, alloc: inuse + 2 };
}

function watching(count: number): GoroutineGroup[] {
  const frames = ["runtime.gopark", "golang.org/x/net/http2.(*pipe).Read", RECEIVE];
  return [{ count, frames, state: undefined, waitMinutes: undefined, createdBy: undefined }];
}

function reportOf(starters: readonly (readonly [stack: string, before: number, after: number])[]): GrowthReport {
  const heap = (pods: number, of: 1 | 2) =>
    heapProfile([bucket(DECODED, pods), ...starters.map((starter) => bucket(starter[0], starter[of]))]);
  const goroutines = {
    base: watching(3),
    current: watching(48),
    ...{ baseSource: "a", currentSource: "b", iterations: 15 },
  };
  return growthOf(heap(4, 1), heap(80, 2), {}, { goroutines });
}

const CLIENT = "k8s.io/client-go/kubernetes.NewForConfig;k8s.io/client-go/rest.HTTPClientFor";

test("the innermost own function under which client code grew most is named, not one under which it shrank", () => {
  const made = reportOf([
    [`main.main;main.openSmall;${CLIENT}`, 0, 2],
    [`main.main;main.reload;main.openLarge;${CLIENT}`, 0, 6],
    [`main.main;main.closed;${CLIENT}`, 20, 1],
    ["main.main;main.cache", 0, 9],
  ]);
  assert.equal(made.goroutines?.cause, "never-stopped");
  assert.equal(made.goroutines?.startedBy, "main.openLarge");
  assert.match(
    growthWords(made).verdict,
    /Client code grew most under main\.openLarge: look there for who starts them/,
  );
});

test("without own code above the clients nobody is named", () => {
  const made = reportOf([[`k8s.io/client-go/tools/cache.New;${CLIENT}`, 0, 6]]);
  assert.deepEqual([made.goroutines?.cause, made.goroutines?.startedBy], ["never-stopped", null]);
  assert.doesNotMatch(growthWords(made).verdict, /Client code/);
});

test("counts are by iteration, in the total, in the suspect and by entry", () => {
  const { goroutines, suspects } = reportOf([]);
  const counts = { base: 3, current: 48, delta: 45, perIteration: 3, isWholePerIteration: true };
  const { cause, entries, iterations, startedBy, waiting, ...total } = goroutines ?? {};
  assert.deepEqual(total, counts);
  assert.deepEqual([cause, iterations, startedBy, waiting], ["never-stopped", 15, null, []]);
  assert.deepEqual(entries, [{ entry: RECEIVE, ...counts, hasGrown: true }]);
  assert.deepEqual(suspects[0]?.goroutines, { frame: RECEIVE, ...counts });
});

test("entries are those of which there is another number, be it one", () => {
  const heap = heapProfile([bucket("main.main;main.f", 4)]);
  const given = { baseSource: "a", currentSource: "b", iterations: undefined };
  const goroutines = {
    ...{
      base: groupsOf("1 main.more\n5 main.same\n3 main.less"),
      current: groupsOf("2 main.more\n5 main.same\n2 main.less"),
    },
    ...given,
  };
  const entries = growthOf(heap, heapProfile([bucket("main.main;main.f", 5)]), {}, { goroutines }).goroutines?.entries;
  assert.deepEqual(entries?.map(({ entry: name, delta }) => [name, delta]).sort(), [
    ["main.less", -1],
    ["main.more", 1],
  ]);
});
