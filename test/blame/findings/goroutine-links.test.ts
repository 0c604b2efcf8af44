/** What links goroutines to the growth: each way with a near miss, and how much of the growth is theirs. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { linkOf } from "../../../src/blame/findings/goroutine-links.ts";
import type { GrowthSigns } from "../../../src/blame/findings/signs.ts";
import type { Suspect } from "../../../src/blame/suspects/suspects.ts";
import { entryOf, signsOfGoroutines } from "./goroutine-of.ts";
import { signsOf } from "./signs-of.ts";

const ONE_SUSPECT = { suspects: [{} as Suspect] };

/** `entry`: the goroutines at the end, of which there were none before. */
function linked(entry: string, heap: string, given: Partial<GrowthSigns> = {}) {
  const found = linkOf(entryOf("", entry), signsOf(heap, { ...ONE_SUSPECT, ...given }));
  return found && [found.by, found.growth];
}

const OTHER = "main.main;other.com/x.F";

test("what the goroutine allocated itself is its own, from a tenth of the growth on", () => {
  const work = "example.com/app.work";
  assert.deepEqual(linked(`1000 ${work}`, `${work};fmt.F 10 100\n${OTHER} 10 900`), ["stack", 100]);
  assert.equal(linked(`1000 ${work}`, `${work};fmt.F 10 99\n${OTHER} 10 901`), undefined);
});

test("what its creator allocated comes next, where the creator is known", () => {
  const heap = (objects: number) => `main.main;example.com/app.Start ${objects} 500\nmain.main;other.com/x.F 10 500`;
  const byStart = "1000 other.org/lib.work by example.com/app.Start";
  assert.deepEqual(linked(byStart, heap(1000)), ["creator", 500]);
  assert.equal(linked("1000 other.org/lib.work", heap(10)), undefined);
});

test("what its creator allocated may be of something else where half of it is not one or so many objects for each", () => {
  const byStart = "1000 other.org/lib.work by example.com/app.Start";
  const heap = (each: number, rest: number) =>
    `main.main;example.com/app.Start 1000 ${each}\nmain.main;example.com/app.Start;example.com/app.note 77 ${rest}`;
  const given = { suspects: [{}, {}] as Suspect[] };
  const bySize = (each: number, rest: number) => linked(byStart, heap(each, rest), given);
  assert.deepEqual(linked(byStart, "main.main;example.com/app.Start 77000 900000"), ["creator-code", 900000]);
  assert.deepEqual(linked(byStart, "main.main;example.com/app.Start 9 9000"), ["creator-code", 9000]);
  assert.equal(bySize(500000, 1000)?.[0], "creator");
  assert.equal(bySize(1000, 500000)?.[0], "creator-code");
});

test("what its creator allocated besides is not added to what it allocated itself", () => {
  const byStart = "1000 example.com/app.mail by example.com/app.Start";
  const heap = (objects: number) => `example.com/app.mail 1000 400\nmain.main;example.com/app.Start ${objects} 600`;
  assert.deepEqual(linked(byStart, heap(15000)), ["stack", 400]);
  assert.deepEqual(linked(byStart, heap(1000), { suspects: [{}, {}] as Suspect[] }), ["stack", 1000]);
});

test("its receiver type, the function its closure is written in, and its package are related to it", () => {
  const heap = (name: string) => `main.main;${name} 10 500\n${OTHER} 10 500`;
  assert.deepEqual(linked("1000 main.(*Session).run", heap("main.(*Session).fill")), ["package", 500]);
  assert.deepEqual(linked("1000 main.answer.func1", heap("main.answer.func2")), ["package", 500]);
  assert.deepEqual(linked("1000 example.com/app.run", heap("example.com/app.fill")), ["package", 500]);
});

test("main and the standard library are no package to be related by", () => {
  assert.equal(linked("1000 main.run", `main.main;main.fill 10 500\n${OTHER} 10 500`), undefined);
  assert.equal(linked("1000 net/http.run", `main.main;net/http.fill 10 500\n${OTHER} 10 500`), undefined);
});

test("one or two objects a goroutine are theirs, nearly, and three may be chance", () => {
  const objects = (count: number) => linked("1000 example.com/app.work", `${OTHER} ${count} 5000`);
  for (const count of [901, 1000, 1099, 1901, 2099]) assert.deepEqual(objects(count), ["number", 5000], String(count));
  for (const count of [10, 899, 1101, 1500, 1899, 2101, 3000]) assert.equal(objects(count), undefined, String(count));
});

test("one for each is not theirs where goroutines that start elsewhere, of which there are more too, allocated it", () => {
  const serving = entryOf("", "1000 net/http.(*conn).serve");
  const goroutines = { entries: [serving] } as unknown as GrowthSigns["goroutines"];
  const heap = "net/http.(*conn).serve;other.com/x.F 1000 5000";
  assert.equal(linked("1000 example.com/app.work", heap, { goroutines }), undefined);
  assert.deepEqual(linked("1000 example.com/app.work", heap), ["number", 5000]);
  assert.deepEqual(linked("1000 example.com/app.work", `main.main;${heap}`, { goroutines })?.[0], "number");
});

test("objects are counted by suspect", () => {
  const signs = signsOf(`${OTHER} 600 3000\nmain.main;other.com/y.G 400 2000`, { suspects: [{}, {}] as Suspect[] });
  const apart = signs.stacks.map((stack, suspect) => ({ ...stack, suspect }));
  assert.equal(linkOf(entryOf("", "1000 example.com/app.work"), { ...signs, stacks: apart }), undefined);
  const together = signs.stacks.map((stack) => ({ ...stack, suspect: 1 }));
  assert.equal(linkOf(entryOf("", "1000 example.com/app.work"), { ...signs, stacks: together })?.growth, 5000);
});

test("what others made one of for each is not added to what their creator allocated: it may be chance", () => {
  const byStart = "1000 other.org/lib.work by example.com/app.Start";
  const heap = `main.main;example.com/app.Start 1000 400000\n${OTHER} 1000 600000`;
  assert.deepEqual(linked(byStart, heap, { suspects: [{}, {}] as Suspect[] }), ["creator", 400000]);
});

test("descriptors are goroutines', and are added to what is on their stacks and to what is one for each", () => {
  const malg = "runtime.newproc;runtime.malg";
  assert.deepEqual(linked("1000 example.com/app.work", `${malg} 3 500\n${OTHER} 3 500`), ["stack", 500]);
  assert.deepEqual(
    linked(
      "1000 other.org/lib.work by example.com/app.Start",
      `${malg} 3 60\nexample.com/app.Start 3 40\n${OTHER} 3 900`,
    ),
    undefined,
  );
  assert.deepEqual(linked("1000 example.com/app.work", `${malg} 3 60\nexample.com/app.work 3 40\n${OTHER} 3 900`), [
    "stack",
    100,
  ]);
  assert.deepEqual(linked("1000 example.com/app.work", `${malg} 3 500\n${OTHER} 1000 5000`), ["number", 5500]);
  const own = "example.com/app.work;fmt.F";
  assert.deepEqual(linked("1000 example.com/app.work", `${own} 3 500\n${malg} 3 300\n${OTHER} 3 200`), ["stack", 800]);
});

test("by its package alone no more is known to be theirs", () => {
  const heap = `main.main;example.com/app.fill 3 500\nruntime.newproc;runtime.malg 3 300\n${OTHER} 3 200`;
  assert.deepEqual(linked("1000 example.com/app.run", heap), ["package", 500]);
});

test("whether what the creator allocated is one for each is not known where objects were not counted: then it may be theirs", () => {
  const byStart = "1000 other.org/lib.work by example.com/app.Start";
  assert.deepEqual(linked(byStart, "main.main;example.com/app.Start 0 900000"), ["creator-code", 900000]);
});

test("goroutines of which there are no more share nothing that grew: one for each may be this one's", () => {
  const goroutines = signsOfGoroutines("1000 net/http.(*conn).serve", "1000 net/http.(*conn).serve");
  const heap = "net/http.(*conn).serve;other.com/x.F 1000 5000";
  assert.deepEqual(linked("1000 example.com/app.work", heap, { goroutines }), ["number", 5000]);
});
