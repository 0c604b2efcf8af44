/** Numbers and sizes of decoded objects, each claim with its premises. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { KindsEvidence } from "../../../src/report/growth/kinds.ts";
import { describeCounts, describeManaged } from "../../../src/wording/growth/kinds.ts";

const MIB = 1024 ** 2;
const alive = (count: number, low: number, high: number) => ({ count, low, high, samples: 7 });
const counts = (row: object, absent: string[] = []) =>
  describeCounts({
    rows: [{ kind: "Pod", current: 100 * MIB, alive: null, inCluster: null, ...row }],
    absent,
  } as unknown as KindsEvidence);

test("without the cluster's number what is alive is an estimate to compare", () => {
  assert.deepEqual(counts({ alive: alive(3456, 1412, 7345) }), [
    "About 3,500 Pods are alive in the process (95% interval 1,400 to 7,300, from 7 samples): compare that with the cluster.",
  ]);
});

test("more than the cluster has is claimed of the lower end alone, less of the upper", () => {
  const against = (inCluster: number) => counts({ alive: alive(100, 50, 200), inCluster })[0];
  assert.match(against(49) ?? "", /, 49 in the cluster: at least 1 are kept beside/);
  assert.match(against(50) ?? "", /: that is one copy of each|: so few samples/);
  assert.match(against(100) ?? "", /: that is one copy of each\.$/);
  assert.match(against(201) ?? "", /fewer than one copy of each/);
  assert.match(against(50) ?? "", /: that is one copy of each\.$/, "twice as many may be one copy");
  assert.match(counts({ alive: alive(101, 50, 200), inCluster: 50 })[0] ?? "", /so few samples do not rule out/);
});

test("what cannot be counted is told in bytes for each, more than any has from 1 MiB on", () => {
  assert.match(
    counts({ inCluster: 50 })[0] ?? "",
    /^Pods cannot be counted here .*2\.00 MiB of them for each of 50 in the cluster, more than one copy/,
  );
  assert.doesNotMatch(counts({ inCluster: 100 })[0] ?? "", /more than one copy/);
  assert.match(counts({ current: MIB + 1, inCluster: 1 })[0] ?? "", /more than one copy/);
  assert.deepEqual([counts({}), counts({ inCluster: 0 })], [[], []]);
});

test("a Kind that is not there is said", () => {
  assert.deepEqual(counts({}, ["nodes"]), ["No nodes are among the live objects that were decoded."]);
});

test("managedFields are worth a word from a tenth on, where the saving is sure", () => {
  const managed = (share: number, saving: object | null) =>
    describeManaged({
      rows: [{ managedFields: 8 * MIB }, { managedFields: MIB }],
      managedFieldsShare: share,
      saving,
    } as unknown as KindsEvidence);
  assert.match(
    managed(0.1, { low: 5 * MIB, high: 12 * MIB })[0] ?? "",
    /^managedFields are 10\.0% .* 9\.00 MiB \(95% interval 5\.00 to 12\.00 MiB\)/,
  );
  assert.match(managed(0.5, null)[0] ?? "", /about 9\.00 MiB\. /);
  assert.deepEqual([managed(0.099, null), managed(0.5, { low: 0, high: 5 })], [[], []]);
});

test("what managedFields take is the sum over the Kinds, to the byte", () => {
  const rows = [{ managedFields: 300 }, { managedFields: 211 }];
  const [text = ""] = describeManaged({ rows, managedFieldsShare: 0.5, saving: null } as unknown as KindsEvidence);
  assert.match(text, / would save about 511 B\. /);
});
