/** Growth by Kind, on the fixtures whose truth is known, and on profiles made for it. */
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import type { GrowthReport, KindGrowth } from "../../../src/report/growth/growth.ts";
import { objectCount, pluralOfKind } from "../../../src/report/growth/object-count.ts";
import { describeCounts } from "../../../src/wording/growth/kinds.ts";
import { growthWords } from "../../../src/wording/growth/words.ts";
import { seededDraws } from "../../blame/draws.ts";
import { type Bucket, heapProfile, scaledPair } from "../../blame/heap-buckets.ts";
import { fixture, modePair } from "../../fixtures.ts";
import { growthOf, growthOfFiles } from "../growth-of.ts";

function podsOf({ kinds }: GrowthReport): KindGrowth {
  const pods = kinds?.rows.find(({ kind }) => kind === "Pod");
  assert.ok(pods, JSON.stringify(kinds));
  return pods;
}

/** What capture.json says of the last snapshot. */
function truthOf(mode: string): { subscriptions: number; pods: number; clustersStarted: number } {
  return JSON.parse(readFileSync(fixture(`streamwatcher/${mode}/capture.json`), "utf8")).snapshots.at(-1);
}

test("retain: the number of pods held is in the interval, and it is more than the cluster has", () => {
  const made = growthOfFiles(...modePair("retain"), {}, { objects: [objectCount("pods", 150)] });
  const { alive, inCluster } = podsOf(made);
  const { subscriptions } = truthOf("retain");
  assert.ok(alive && alive.low < subscriptions && subscriptions < alive.high, JSON.stringify(alive));
  assert.ok(Math.abs(alive.count / subscriptions - 1) < 0.2, `${alive.count}, held ${subscriptions}`);
  assert.equal(inCluster, 150);
  assert.match(
    growthWords(made).verdict,
    /About 3,500 Pods are alive in the process .*, 150 in the cluster: at least 1,300 are kept/,
  );
  assert.doesNotMatch(growthWords(made).verdict, /kubectl get/);
});

test("informer-leak: the stores of all clusters together are in the interval", () => {
  const { alive } = podsOf(growthOfFiles(...modePair("informer-leak")));
  const { pods, clustersStarted } = truthOf("informer-leak");
  const held = pods * (clustersStarted + 1);
  assert.ok(alive && alive.low < held && held < alive.high, JSON.stringify(alive));
});

test("steady: what is alive fits the cluster, or cannot be counted", () => {
  const made = growthOfFiles(...modePair("steady"), {}, { objects: [objectCount("pods", 100)] });
  const { alive } = podsOf(made);
  assert.ok(alive === null || alive.low <= 100, JSON.stringify(alive));
  assert.doesNotMatch(growthWords(made).kinds.join(" "), /at least/);
});

test("managedFields are a part of the Kind, and stripping them is proposed with what it saves", () => {
  const made = growthOfFiles(...modePair("retain"));
  const { managedFields, managedFieldsLow, managedFieldsHigh, current } = podsOf(made);
  assert.ok(managedFields < current);
  assert.ok((managedFieldsLow ?? 0) < managedFields && managedFields < (managedFieldsHigh ?? 0));
  assert.match(growthWords(made).kinds.join(" "), /TransformStripManagedFields\(\).* would save about 8\.52 MiB/);
  assert.doesNotMatch(growthWords(made).verdict, /About/);
});

test("Kinds are looked at in bytes that are live, and where they are a large part only", () => {
  assert.equal(growthOfFiles(...modePair("retain"), { sampleIndex: 2 }).kinds, null);
  assert.equal(growthOfFiles(...modePair("retain"), { sampleIndex: 1 }).kinds, null);
  assert.equal(growthOfFiles(...modePair("warm-up")).kinds, null);
});

const WATCH = "k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive;k8s.io/apimachinery/pkg/runtime.Decode";
const LIST = "k8s.io/client-go/tools/cache.(*Reflector).list.func1;k8s.io/apimachinery/pkg/runtime.Decode";
const OBJECT = `${WATCH};k8s.io/apimachinery/pkg/runtime.(*Scheme).New;reflect.New`;
const POD = "k8s.io/api/core/v1.(*Pod).Unmarshal;k8s.io/api/core/v1.(*PodSpec).Unmarshal";

/** Recorded objects of each stack, of the size given. */
function bucket(stack: string, inuse: number, size: number): Bucket {
  return { stack, size, inuse, alloc: inuse + 3 };
}

const NOTHING = heapProfile([bucket("main.main", 1, 64)]);

test("the envelope, a list and what is below an object go to the Kind; other decoders to none", () => {
  const made = growthOf(
    NOTHING,
    heapProfile([
      bucket(`${WATCH};k8s.io/apimachinery/pkg/runtime.(*Unknown).Unmarshal`, 50, 64),
      bucket(`${WATCH};${POD}`, 10, 512),
      bucket(`${LIST};k8s.io/api/core/v1.(*PodList).Unmarshal;${POD}`, 5, 512),
      bucket(`${LIST};k8s.io/api/core/v1.(*PodList).Unmarshal`, 2, 4096),
      bucket(`${LIST};k8s.io/api/core/v1.(*ServiceList).Unmarshal;k8s.io/api/core/v1.(*Service).Unmarshal`, 1, 512),
      bucket("main.main;github.com/cortexproject/cortex/pkg/ingester/client.(*TimeSeries).Unmarshal", 40, 512),
    ]),
  );
  assert.deepEqual(
    made.kinds?.rows.map(({ kind }) => kind),
    ["Pod", "Service"],
  );
  assert.ok(Math.abs(podsOf(made).current / (17 * 524288) - 1) < 0.01, `${podsOf(made).current}`);
  const bytesOf = (inuse: number, size: number) => scaledPair(inuse, size, 524288)[1];
  const pods = bytesOf(10, 512) + bytesOf(5, 512) + bytesOf(2, 4096);
  assert.deepEqual(
    made.kinds?.rows.map(({ base, current, delta, managedFields, share }) => [
      base,
      current,
      delta,
      managedFields,
      share > 0,
    ]),
    [
      [0, pods, pods, 0, true],
      [0, bytesOf(1, 512), bytesOf(1, 512), 0, true],
    ],
  );
  assert.equal(made.kinds?.managedFieldsShare, 0);
});

test("objects are counted only where almost all that watches bring is of one Kind", () => {
  const mixed = (services: number): GrowthReport =>
    growthOf(
      NOTHING,
      heapProfile([
        bucket(OBJECT, 10, 1280),
        bucket(`${WATCH};${POD}`, 90, 512),
        bucket(`${WATCH};k8s.io/api/core/v1.(*Service).Unmarshal`, services, 512),
      ]),
      {},
      { objects: [objectCount("pods", 20_000), objectCount("secrets", 4)] },
    );
  assert.ok(Math.abs((podsOf(mixed(1)).alive?.count ?? 0) / ((10 * 524288) / 1280) - 1) < 0.01);
  assert.equal(podsOf(mixed(60)).alive, null);
  assert.match(growthWords(mixed(1)).verdict, /fewer than one copy of each/);
  const { kinds } = mixed(60);
  const [bytes, absent] = kinds === null ? [] : describeCounts(kinds);
  assert.match(bytes ?? "", /^Pods cannot be counted here .* for each of 20,000 in the cluster\.$/);
  assert.equal(absent, "No secrets are among the live objects that were decoded.");
});

test("more than 1 MiB for each object of the cluster is more than a copy of each", () => {
  const made = growthOf(
    NOTHING,
    heapProfile([bucket(`${LIST};${POD}`, 90, 512)]),
    {},
    { objects: [objectCount("pod", 3)] },
  );
  assert.match(
    growthWords(made).verdict,
    /15\.\d+ MiB of them for each of 3 in the cluster, more than one copy of each can take/,
  );
});

// 400 runs: the standard error of a coverage of 0.95 is 0.011.
test("the number of objects, part of them from lists, is in its interval in 94 % of runs", () => {
  const draws = seededDraws(90);
  const [watched, listed] = [3000, 600];
  const record = (objects: number, size: number): number => draws.binomial(objects, -Math.expm1(-size / 524288));
  let covered = 0;
  for (let run = 0; run < 400; run++) {
    const counted = [
      bucket(OBJECT, record(watched, 1280), 1280),
      bucket(`${WATCH};${POD}`, record(watched * 20, 512), 512),
      bucket(`${LIST};k8s.io/api/core/v1.(*PodList).Unmarshal;${POD}`, record(listed * 20, 512), 512),
    ];
    const { alive } = podsOf(growthOf(NOTHING, heapProfile(counted)));
    if (alive === null || (alive.low <= watched + listed && watched + listed <= alive.high)) covered++;
  }
  assert.ok(covered / 400 >= 0.94, `${covered / 400}`);
});

test("Kinds are named as kubectl names them", () => {
  for (const name of ["pods", "pod", "Pod", "pods.v1"]) assert.ok(objectCount(name, 1).matches("Pod"), name);
  assert.ok(!objectCount("po", 1).matches("Pod"));
  assert.deepEqual(["NetworkPolicy", "Ingress", "Endpoints", "EndpointSlice", "Gateway"].map(pluralOfKind), [
    "NetworkPolicies",
    "Ingresses",
    "Endpoints",
    "EndpointSlices",
    "Gateways",
  ]);
});

test("a surplus is what is surely more than the cluster has, where that is known", () => {
  const surplus = (inCluster: number | undefined): boolean => {
    const objects = inCluster === undefined ? [] : [objectCount("pods", inCluster)];
    return growthOfFiles(...modePair("retain"), {}, { objects }).verdict.facts.hasSurplus;
  };
  assert.deepEqual([surplus(150), surplus(100_000), surplus(undefined)], [true, false, false]);
});

test("more objects than the cluster has are told of in the verdict only where that is sure, and where it is known", () => {
  const surplus = (...objects: Parameters<typeof objectCount>[]) => {
    const companions = { objects: objects.map(([name, count]) => objectCount(name, count)) };
    return growthOfFiles(...modePair("retain"), {}, companions).verdict.facts.hasSurplus;
  };
  const low = Math.round(podsOf(growthOfFiles(...modePair("retain"))).alive?.low ?? 0);
  assert.ok(low > 1000, String(low));
  assert.deepEqual([surplus(), surplus(["nodes", 1])], [false, false], "how many Pods there are is not known");
  assert.deepEqual([surplus(["pods", low - 1]), surplus(["pods", low + 1])], [true, false]);
  assert.equal(
    growthOfFiles(...modePair("warm-up"), {}, { objects: [objectCount("pods", 1)] }).verdict.facts.hasSurplus,
    false,
  );
});

test("decoded objects are told where they are a tenth of what is live, or of what grew", () => {
  const objects = (inuse: number): Bucket => bucket(`${WATCH};${POD}`, inuse, 524288);
  const other = (inuse: number): Bucket => bucket("main.main;main.fill", inuse, 524288);
  const isTold = (base: readonly [number, number], current: readonly [number, number]) => {
    const [before, after] = [base, current].map(([pods, others]) =>
      heapProfile([objects(pods), other(others)], { period: 1n }),
    );
    assert.ok(before !== undefined && after !== undefined);
    return growthOf(before, after).kinds !== null;
  };
  assert.deepEqual([isTold([100, 0], [100, 900]), isTold([99, 0], [99, 900])], [true, false], "of what is live");
  assert.deepEqual([isTold([0, 900], [10, 990]), isTold([0, 900], [10, 991])], [true, false], "of what grew");
});

test("of a heap that did not grow no Kind has a share of the growth", () => {
  const [before, after] = [1n, 9n].map((timeNanos) => heapProfile([bucket(`${WATCH};${POD}`, 90, 512)], { timeNanos }));
  assert.ok(before !== undefined && after !== undefined);
  const { denominator, kinds } = growthOf(before, after);
  assert.deepEqual([Number(denominator.value), kinds?.rows.map(({ share }) => share)], [0, [0]]);
});
