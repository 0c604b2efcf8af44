/** Which Kubernetes object was decoded on a stack: by the outermost Unmarshal of a Kind, below a decoder. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findKindStacks } from "../../../src/blame/counts/kind-stacks.ts";
import { identifyFrames } from "../../../src/blame/suspects/frame-identity.ts";
import { modulesOf } from "../../../src/graph/go/profile-modules.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";
import { nodesOf } from "../suspects/tree-of.ts";

function stacksOf(...stacks: readonly string[]) {
  const profile = profileFromText(stacks.map((stack) => `${stack} 1 1`).join("\n"));
  const nodes = nodesOf(profile, false);
  return findKindStacks(profile, nodes, identifyFrames(profile, nodes, modulesOf(profile), false));
}

const WATCH = "k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive;k8s.io/client-go/rest/watch.(*Decoder).Decode";
const POD = "k8s.io/api/core/v1.(*Pod).Unmarshal";
const META = "k8s.io/apimachinery/pkg/apis/meta/v1.(*ObjectMeta).Unmarshal";

test("the outermost Kind names the object, of a list its items", () => {
  const found = stacksOf(
    `${WATCH};${POD};${META}`,
    `${WATCH};k8s.io/api/core/v1.(*PodList).Unmarshal;${POD}`,
    `${WATCH};example.com/v1.(*Pod).Unmarshal`,
  );
  assert.deepEqual(found?.kinds, [
    { kind: "Pod", package: "k8s.io/api/core/v1" },
    { kind: "Pod", package: "example.com/v1" },
  ]);
  assert.deepEqual([...(found?.kindOf ?? [])], [0, 0, 1]);
});

test("a Kind whose name is List is one", () => {
  assert.deepEqual(stacksOf(`${WATCH};example.com/v1.(*List).Unmarshal`)?.kinds[0]?.kind, "List");
});

test("without a decoder, or without a Kind, none was decoded", () => {
  assert.equal(stacksOf(`main.main;${POD}`), undefined);
  assert.equal(stacksOf(`${WATCH};main.F`), undefined);
  const mixed = stacksOf(`${WATCH};${POD}`, `main.main;${POD}`, "main.main;main.other");
  assert.deepEqual([...(mixed?.kindOf ?? [])], [0, -1, -1], "what is not below a decoder is not counted");
});

test("envelopes are no Kinds", () => {
  const unknown = "k8s.io/apimachinery/pkg/runtime.(*Unknown).Unmarshal";
  const event = "k8s.io/apimachinery/pkg/apis/meta/v1.(*WatchEvent).Unmarshal";
  const found = stacksOf(`${WATCH};${unknown};${POD}`, `${WATCH};${event}`);
  assert.deepEqual(
    found?.kinds.map(({ kind }) => kind),
    ["Pod"],
  );
  assert.deepEqual([...(found?.kindOf ?? [])], [0, -1]);
});

test("what is below managedFields, what a watch brought, and the objects themselves are marked", () => {
  const scheme = "k8s.io/apimachinery/pkg/runtime.(*Scheme).New;reflect.New";
  const list = "k8s.io/client-go/rest.(*Result).Into";
  const found = stacksOf(
    `${WATCH};${POD};${META};k8s.io/apimachinery/pkg/apis/meta/v1.(*ManagedFieldsEntry).Unmarshal`,
    `${WATCH};${POD};k8s.io/apimachinery/pkg/apis/meta/v1.(*FieldsV1).Unmarshal`,
    `${WATCH};${scheme}`,
    `${list};${scheme}`,
    `${list};${POD}`,
    `${WATCH};${POD};${scheme}`,
    `${WATCH};main.F`,
  );
  assert.deepEqual([...(found?.isManaged ?? [])], [1, 1, 0, 0, 0, 0, 0]);
  assert.deepEqual([...(found?.isWatched ?? [])], [1, 1, 1, 0, 0, 1, 1]);
  assert.deepEqual([...(found?.isObject ?? [])], [0, 0, 1, 0, 0, 0, 0]);
});

test("an inlined frame counts as one of its own", () => {
  const found = stacksOf(`${WATCH};main.F;~${POD}`);
  assert.deepEqual([...(found?.kindOf ?? [])], [0]);
});
