/** A pod whose ports say nothing is not asked for ever, however many it declares. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findPprofPort } from "../../../src/fetch/kubernetes/find-port.ts";
import { parsePod } from "../../../src/fetch/kubernetes/pod.ts";
import { failureOf } from "../failure-of.ts";
import { serve } from "../servers.ts";
import { podObject, stubKubectl } from "../stub-kubectl.ts";

test("the search for a port ends by the time of one request", { timeout: 60_000 }, async () => {
  const { port } = await serve(() => undefined);
  const kubectl = stubKubectl();
  const pod = parsePod(podObject());
  const [container] = pod.containers;
  assert.ok(container);
  const ports = Array.from({ length: 1000 }, (_, at) => ({ name: undefined, number: 20_000 + at }));
  for (const { number } of ports) kubectl.forward(number, port);
  const many = { ...pod, containers: [{ ...container, ports }] };
  const fault = await failureOf(findPprofPort(many, "/debug/pprof/cmdline", { kubectl: kubectl.path }, { timeout: 1 }));
  assert.equal(fault.code, "no-pprof-port");
  assert.match(fault.message, /tried 20000.* of 1009 within 1 s$/);
  assert.ok(kubectl.forwards().length <= 2);
});
