import assert from "node:assert/strict";
import { test } from "node:test";
import { objectCount, pluralOfKind } from "../../../src/report/growth/object-count.ts";

const plurals: readonly (readonly [kind: string, plural: string])[] = [
  ["Pod", "Pods"],
  ["NetworkPolicy", "NetworkPolicies"],
  ["Gateway", "Gateways"],
  ["Ingress", "Ingresses"],
  ["Box", "Boxes"],
  ["Patch", "Patches"],
  ["Endpoints", "Endpoints"],
];
for (const [kind, plural] of plurals) {
  test(`several of ${kind} are ${plural}`, () => assert.equal(pluralOfKind(kind), plural));
}

test("Kinds are named as kubectl names them", () => {
  for (const name of ["pods", "pod", "Pods", "POD", "pods.core"]) {
    const { matches, count } = objectCount(name, 61);
    assert.ok(matches("Pod"), name);
    assert.ok(!matches("PodTemplate"));
    assert.equal(count, 61);
  }
  assert.ok(objectCount("networkpolicies.networking.k8s.io", 1).matches("NetworkPolicy"));
});

test("a name that is none is refused", () => {
  assert.throws(() => objectCount(5 as unknown as string, 1), /the name of a kind/);
});

test("numbers that no cluster has are refused", () => {
  for (const count of [-1, Number.NaN, Number.POSITIVE_INFINITY]) {
    assert.throws(() => objectCount("pods", count), { name: "UsageError" });
  }
  assert.equal(objectCount("pods", 0).count, 0);
});
