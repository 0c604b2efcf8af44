/** Goroutines that do not pile up: who may hold what grew, and who may be too slow. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findHolder } from "../../../src/blame/findings/goroutine-holders.ts";
import type { Suspect } from "../../../src/blame/suspects/suspects.ts";
import { signsOfGoroutines } from "./goroutine-of.ts";
import { codesOf, signsOf } from "./signs-of.ts";

function found(heap: string, goroutines: string, suspects: readonly Suspect[] = []) {
  return findHolder(signsOf(heap, { suspects }), signsOfGoroutines(goroutines, goroutines));
}

const HEAP = "main.main;example.com/app.(*Store).put 10 1000";
const NAMES = { name: "", package: "", module: undefined };

function suspectIn(name: string, own?: string): Suspect {
  const frame = { ...NAMES, name };
  return { frame, ownFrame: own === undefined ? undefined : { ...NAMES, name: own } } as unknown as Suspect;
}

test("one that starts in a function of the growth, its type or its package may hold it", () => {
  for (const start of ["example.com/app.(*Store).put", "example.com/app.(*Store).serve", "example.com/app.serve"]) {
    assert.deepEqual(found(HEAP, `2 ${start}`), [
      { code: "goroutine-holds", severity: "note", facts: { count: 2, function: start } },
    ]);
  }
});

test("none that is of another package, of main, ended, or a connection", () => {
  const steady = (base: number, current: number) => [
    { code: "goroutines-steady", severity: "note", facts: { base, current } },
  ];
  assert.deepEqual(found(HEAP, "2 other.com/x.serve"), steady(2, 2));
  assert.deepEqual(found("main.main;main.fill 10 1000", "2 main.serve"), steady(2, 2));
  assert.deepEqual(found("main.main;main.fill 10 1000", "1 main.main"), steady(1, 1), "it is always there");
  const ended = findHolder(signsOf(HEAP), signsOfGoroutines("2 example.com/app.serve", ""));
  assert.deepEqual(ended, steady(2, 0));
  assert.deepEqual(found("main.main;net/http.(*conn).serve 10 1000", "2 net/http.(*conn).serve"), steady(2, 2));
});

test("nobody is named for less than half of what grew, nor for what its package calls, nor one of several by its package", () => {
  const names = (heap: string, goroutines: string) => codesOf(found(heap, goroutines));
  const part = (growth: number) =>
    `main.main;example.com/app.put 10 ${growth}\nmain.main;other.com/x.F 10 ${1000 - growth}`;
  assert.deepEqual(names(part(500), "2 example.com/app.serve"), ["goroutine-holds"]);
  assert.deepEqual(names(part(499), "2 example.com/app.serve"), ["goroutines-steady"]);
  assert.deepEqual(names("example.com/app.put;other.com/x.F 10 1000", "2 example.com/app.serve"), [
    "goroutines-steady",
  ]);
  assert.deepEqual(names("example.com/app.put;fmt.Sprint 10 1000", "2 example.com/app.serve"), ["goroutine-holds"]);
  const two = "2 example.com/app.serve\n1 example.com/app.tick";
  assert.deepEqual(names("main.main;example.com/app.put 10 1000", two), ["goroutines-steady"]);
  assert.deepEqual(names("example.com/app.serve;example.com/app.put 10 1000", two), ["goroutine-holds"]);
});

test("stacks that shrank name no holder", () => {
  assert.deepEqual(codesOf(found("main.main;example.com/app.put 10 -1000", "2 example.com/app.serve")), [
    "goroutines-steady",
  ]);
});

test("what a decoder made is handed on: from half of the growth on nobody is named", () => {
  const decoded = "example.com/app.put;encoding/json.(*decodeState).object";
  const share = (part: number) =>
    codesOf(found(`${decoded} 1 ${part}\nexample.com/app.put 1 ${1000 - part}`, "2 example.com/app.put"));
  assert.deepEqual(share(500), ["goroutines-steady"]);
  assert.deepEqual(share(499), ["goroutine-holds"]);
});

test("a busy goroutine of the receiver type that allocates may be slower than what comes", () => {
  const queue = (goroutines: string, suspect: Suspect) =>
    found(HEAP, goroutines, [suspect]).filter(({ code }) => code === "queue");
  const put = suspectIn("example.com/app.(*Store).put");
  const facts = {
    function: "example.com/app.(*Store).put",
    consumer: "example.com/app.(*Store).drain",
    isAtBothEnds: true,
  };
  const busy = "1 main.main < example.com/app.(*Store).drain < time.Sleep";
  assert.deepEqual(queue(busy, put), [{ code: "queue", severity: "note", facts }]);
  assert.deepEqual(queue("1 main.main < example.com/app.(*Store).drain < runtime.chanrecv1", put), [], "idle");
  assert.deepEqual(queue("1 main.main < example.com/app.(*Other).drain < time.Sleep", put), [], "another type");
  assert.deepEqual(queue("1 example.com/app.(*Store).drain < example.com/app.(*Store).put", put), [], "it allocates");
  assert.deepEqual(queue(busy, suspectIn("example.com/app.put")), [], "no method");
});

test("the program's own frame of a suspect names the type", () => {
  const suspect = suspectIn("fmt.Sprint", "example.com/app.(*Store).put");
  const [first] = found(HEAP, "1 main.main < example.com/app.(*Store).drain < time.Sleep", [suspect]);
  assert.deepEqual(first?.code === "queue" && first.facts.function, "example.com/app.(*Store).put");
});

test("the least growth names an allocator", () => {
  assert.deepEqual(codesOf(found("main.main;example.com/app.put 1 1", "2 example.com/app.serve")), ["goroutine-holds"]);
});

test("the framework that calls a handler holds nothing of what the handler allocates", () => {
  const served = "github.com/labstack/echo.(*Echo).ServeHTTP;example.com/app.stock;bytes.growSlice 10 1000";
  const holds = (heap: string, goroutine = "1 github.com/labstack/echo.(*Echo).Start") =>
    codesOf(findHolder(signsOf(heap), signsOfGoroutines(goroutine, goroutine)));
  assert.deepEqual(holds(served), ["goroutines-steady"]);
  const encoded = "example.com/app.stock;github.com/labstack/echo.(*context).JSON;bytes.growSlice 10 1000";
  assert.deepEqual(holds(encoded), ["goroutine-holds"]);
  const listener = "1 github.com/labstack/echo.(*Echo).Start < net/http.(*Server).Serve < net.(*TCPListener).Accept";
  assert.deepEqual(holds(encoded, listener), ["goroutines-steady"], "it waits for connections");
  assert.deepEqual(holds(`example.com/app.stock;github.com/labstack/echo.(*Echo).add 10 1000`), ["goroutine-holds"]);
  assert.deepEqual(holds(`github.com/labstack/echo.(*Echo).ServeHTTP;bytes.growSlice 10 1000`), ["goroutine-holds"]);
});
