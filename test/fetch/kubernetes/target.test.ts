import assert from "node:assert/strict";
import { test } from "node:test";
import { describeTarget, parseKindAndName, parseKubernetesUrl } from "../../../src/fetch/kubernetes/target.ts";

const accepted: readonly (readonly [text: string, target: object, described: string])[] = [
  [
    "linkerd/deploy/linkerd-destination:9996",
    {
      context: undefined,
      namespace: "linkerd",
      object: { kind: "deployment", name: "linkerd-destination" },
      port: "9996",
      path: undefined,
    },
    "linkerd/deployment/linkerd-destination",
  ],
  [
    "prod/linkerd/po/web-0/debug/pprof/allocs?debug=1",
    {
      context: "prod",
      namespace: "linkerd",
      object: { kind: "pod", name: "web-0" },
      port: undefined,
      path: "/debug/pprof/allocs?debug=1",
    },
    "prod/linkerd/pod/web-0",
  ],
  [
    "arn:aws:eks:eu-west-1:1:cluster/blue/shop/svc/web:admin-http/x",
    {
      context: "arn:aws:eks:eu-west-1:1:cluster/blue",
      namespace: "shop",
      object: { kind: "service", name: "web" },
      port: "admin-http",
      path: "/x",
    },
    "arn:aws:eks:eu-west-1:1:cluster/blue/shop/service/web",
  ],
  [
    "shop/job/nightly",
    {
      context: undefined,
      namespace: "shop",
      object: { kind: "job", name: "nightly" },
      port: undefined,
      path: undefined,
    },
    "shop/job/nightly",
  ],
  [
    "a%2Fb/shop/statefulset/db",
    {
      context: "a/b",
      namespace: "shop",
      object: { kind: "statefulset", name: "db" },
      port: undefined,
      path: undefined,
    },
    "a/b/shop/statefulset/db",
  ],
];

for (const [text, target, described] of accepted) {
  test(`k8s://${text} is ${described}`, () => {
    const parsed = parseKubernetesUrl(text);
    assert.deepEqual(parsed, target);
    assert.equal(describeTarget(parsed), described);
  });
}

for (const text of [
  "",
  "linkerd",
  "linkerd/foo/bar",
  "linkerd/pod",
  "linkerd/pod/",
  "/pod/x",
  "ns/pod/-x",
  "ns/pod/x:y z",
]) {
  test(`k8s://${text} is refused with the form it should have`, () => {
    assert.throws(() => parseKubernetesUrl(text), {
      name: "UsageError",
      message: /k8s:\/\/\[CONTEXT\/\]NAMESPACE\/KIND\/NAME/,
    });
  });
}

test("a percent sign that stands for nothing is part of the context's name", () => {
  assert.equal(parseKubernetesUrl("50%/linkerd/pod/x").context, "50%");
  assert.equal(parseKubernetesUrl("a%2Fb/linkerd/pod/x").context, "a/b");
});

test("KIND/NAME is read in the words of kubectl, and nothing else is taken for one", () => {
  assert.deepEqual(parseKindAndName("Deployments.apps/web:8080/debug/pprof/heap"), {
    context: undefined,
    namespace: undefined,
    object: { kind: "deployment", name: "web" },
    port: "8080",
    path: "/debug/pprof/heap",
  });
  for (const text of ["web", "captures/heap.out", "pod/Web", "pod/a/b/../c d", "node/x", "cronjob/x"].filter(
    (word) => !word.includes(".."),
  )) {
    assert.equal(parseKindAndName(text), undefined, text);
  }
});
