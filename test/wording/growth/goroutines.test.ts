/** What goroutines add to a verdict on decoded objects, by cause. */
import assert from "node:assert/strict";
import { test } from "node:test";
import type { GoroutineEvidence, SuspectGrowth } from "../../../src/report/growth/growth.ts";
import { describeGoroutines } from "../../../src/wording/growth/goroutines.ts";

const MORE = { base: 161, current: 611, delta: 450, perIteration: 30, isWholePerIteration: true };
const SAME = { base: 161, current: 161, delta: 0, perIteration: null, isWholePerIteration: null };
const suspect = (given: object = {}) => ({
  role: "decoder",
  ownFrame: null,
  goroutines: { frame: "k8s.io/x.(*Reflector).watch", ...MORE },
  ...given,
});
const say = (facts: object, suspects: object[] = [suspect()], hasSurplus = false) =>
  describeGoroutines(
    { startedBy: null, waiting: [], ...facts } as unknown as GoroutineEvidence,
    suspects as unknown as SuspectGrowth[],
    hasSurplus,
  ).join();

test("clients that are never stopped are counted, with who starts them where that is known", () => {
  assert.match(
    say({ ...MORE, cause: "never-stopped" }),
    /^There are 450 more goroutines \(161 -> 611, 30\.0 per iteration\); 450 of these run \(\*Reflector\)\.watch, 30\.0 per iteration: clients are started again/,
  );
  assert.match(
    say({ ...MORE, cause: "never-stopped", startedBy: "main.sync" }),
    /Client code grew most under main\.sync/,
  );
  assert.doesNotMatch(say({ ...MORE, cause: "never-stopped" }), /look there/);
  assert.match(say({ ...MORE, cause: "never-stopped" }), /and each keeps what it decoded\./);
  assert.match(say({ ...MORE, cause: "never-stopped" }, [suspect({ role: null })]), /and each keeps its memory\./);
});

test("a rate that is no whole number is about so much, and none is not told", () => {
  assert.match(say({ ...MORE, isWholePerIteration: false, cause: "other" }), /, about 30\.0 per iteration\)/);
  assert.match(say({ ...MORE, perIteration: null, cause: "other" }), /\(161 -> 611\), but none of those/);
});

test("the suspect that most goroutines are more of is named", () => {
  const few = suspect({ goroutines: { frame: "main.few", ...MORE, delta: 3 } });
  assert.match(
    say({ ...MORE, cause: "never-ending" }, [few, suspect(), suspect({ goroutines: null })]),
    /450 of these are in \(\*Reflector\)\.watch/,
  );
});

test("a handler that waits at both ends is slower than its events, at one end it may be", () => {
  const waiting = [{ handler: "app.OnUpdate", calledBy: "k8s.io/x.(*processorListener).run", waitsIn: "time.Sleep" }];
  assert.match(
    say({ ...SAME, cause: "handler", waiting }),
    /did not grow \(161 -> 161\), but at both ends one waits in app\.OnUpdate \(time\.Sleep\), .*: an event handler slower than its events/,
  );
  assert.match(
    say({ ...SAME, cause: "handler-once", waiting }),
    /in current one waits .* If it is slower than its events/,
  );
  const own = [{ handler: "x.(*W).send", calledBy: "x.(*W).send", waitsIn: "x.(*W).send" }];
  assert.match(
    say({ ...SAME, cause: "handler", waiting: own }),
    /at both ends \(\*W\)\.send waits to hand over an event: who reads the watch is slower than its events\.$/,
  );
  assert.match(say({ ...SAME, cause: "handler-once", waiting: own }), /, if that goes on\.$/);
});

test("goroutines that stay as they are rule clients out only for decoded objects that no own frame is on", () => {
  assert.match(
    say({ ...SAME, cause: "steady" }),
    /kept by the program's own code .*, unless the informers' stores hold as many\.$/,
  );
  assert.doesNotMatch(say({ ...SAME, cause: "steady" }, [suspect()], true), /unless/);
  assert.match(
    say({ ...SAME, cause: "steady" }, [suspect({ ownFrame: "main.a" })]),
    /so it is not they that keep it\.$/,
  );
  assert.match(say({ ...SAME, cause: "steady" }, [suspect({ role: null })]), /so it is not they that keep it\.$/);
  assert.equal(say({ ...SAME, cause: "steady" }, []), "");
});
