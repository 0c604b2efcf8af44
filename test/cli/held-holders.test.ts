/**
 * `heapblame held` on programs that hold memory in ways that are easily taken for another: the first sentence names the holder, its bytes are what the program
 * has counted itself, and nothing else is said to hold them where nothing else does.
 */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { missingGo } from "../fetch/fixture-program.ts";
import { fixture } from "../fixtures.ts";
import { buildGoProgram } from "../go-program.ts";
import { isLongRun, usualTest } from "../sample.ts";
import { runCli } from "./run-cli.ts";

/** Holders by what `held` says of them; in the usual run, then those that only the long one has. */
const USUAL: Readonly<Record<string, string>> = {
  nestedmap3: "the values of the map `main.tenants` (`map[string]map[string]map[int]*main.Pod`)",
  syncmapfield: "the values of the sync.Map `m` of `main.cacheSvc`",
  iterpull: "the elements of the slice `all` (`[]*main.Pod`), a local variable of `main.seq`",
  methodvalue: "the elements of the slice `pods` of `main.worker` (`[]*Pod`)",
  deferloop: "the goroutine of `main.deferredLoop`",
  select: "what waits in the channel `a` (`chan *main.Pod`), a local variable of `main.init.func18.1`",
  ring: "the list `next` of `ring.Ring` (`*Ring`)",
  listvals: "the list `root.next` of `list.List` (`*Element`)",
  array: "the elements of `main.table` (`[1000]*main.Pod`)",
  mapptr: "the values of the map `main.mapPtr` (`*map[string]*main.Pod`)",
  ptrslice: "the elements of the slice `main.ptrToSlice` (`*[]*main.Pod`)",
  chaninstruct: "what waits in the channel `main.chanInStruct .work` (`chan *main.Pod`)",
  oncevalue: "the elements of the slice `main.loadOnce .&d .result`",
  connloop: "`c` (`*main.conn`), a variable of the 100 goroutines of `main.(*conn).readLoop`",
  goargs: "the 100 slices `b` (`[]uint8`), a variable of the 100 goroutines of `main.init.func74.1`",
  methodgo: "the 100 goroutines of `main.(*worker).wait`",
  mutexwaiters: "the 100 goroutines of `main.mutexWaiter`",
  finalizerqueue: "the queue of finalizers that wait to be run",
  syscall: "the elements of the slice `local` (`[]*main.Pod`), a local variable of `main.inSyscall`",
  locked: "the elements of the slice `local` (`[]*main.Pod`), a local variable of `main.lockedThread`",
  rangefunc:
    "the elements of the slice `all` (`[]*main.Pod`), a local variable of `main.seq`, in the goroutine of `main.rangeOver`",
};
const LONG: Readonly<Record<string, string>> = {
  mapslicestruct: "the values of the map `main.byZone` (`map[string][]main.rec`)",
  weak: "the values of the map `main.strong` (`map[int]*main.Pod`)",
  unique: "the elements of the slice `main.handles` (`[]unique.Handle[string]`)",
  generictree: "`main.treeRoot` (`*main.Tree[int,*main.Pod]`)",
  closureinclosure: "the elements of the slice `p` (`[]*main.Pod`) that the closure `main.outer` captured",
  routes: "the values of the map `routes` of `main.Server` (`map[string]func()`)",
  anyptr: "the elements of the slice `main.anyVals` (`[]interface {}`)",
  anyval: "the elements of the slice `main.anyVals` (`[]interface {}`)",
  unsafeptr: "`main.rawPtr` (`unsafe.Pointer`)",
  large: "the slice `main.large` (`[]uint8`)",
  tiny: "the slice `main.smalls` (`[]*int32`)",
  doubleptr: "the slice `Body` of `main.Pod` (`[]uint8`)",
  chanfunc: "what waits in the channel `main.chanFn` (`chan func()`)",
  chanstruct: "what waits in the channel `main.events` (`chan main.event`)",
  reflectmap: "`main.reflected .ptr`",
  reflectmakemap: "the values of the map `main.anyVals[]` (`map[string]*main.Pod`)",
  anymap: "the values of the map `main.anyMap` (`map[interface {}]interface {}`)",
  anymapkeys: "the keys of the map `main.anyMap` (`map[interface {}]interface {}`)",
  indirect: "the values of the map `main.indirect` (`map[main.bigKey]main.bigVal`)",
  grid: "the elements of the slice `main.grid` (`[][][]int`)",
  jsonish: "the values of the map `main.jsonish` (`map[string]interface {}`)",
  finalizerclosure: "the functions of finalizers (`runtime.SetFinalizer`)",
  ctxchildren: "the keys of the map `children` of `context.cancelCtx` (`map[canceler]struct {}`)",
  ctxafterfunc: "the keys of the map `children` of `context.cancelCtx` (`map[canceler]struct {}`)",
  condwaiters:
    "the elements of the 100 slices `local` (`[]*main.Pod`), a local variable of `main.waiter` in 100 goroutines",
  builder: "the slice `buf` of `strings.Builder` (`[]uint8`)",
  embediface: "the values of the map `seen` of `main.realHandler` (`map[string]*Pod`)",
  sleep: "the goroutine of `main.sleeper`",
  inlined: "the elements of the slice `mine` (`[]*main.Pod`), a local variable of `main.withInlined`",
  stackarray: "the goroutine of `main.stackArray`, by its `.ring[]`",
  connmethodctx: "`c` (`*main.conn`), a local variable of `main.init.func57.1` in 100 goroutines",
  sessions: "the values of the map `byID` of `main.registry` (`map[uint64]*session`)",
  sliceofmaps: "the elements of the slice `main.sliceOfMaps` (`[]map[int]*main.Pod`)",
  ifaceslice: "the elements of the slice `main.ifaceSlice` (`[]main.handler`)",
  fnslice: "the elements of the slice `main.fnSlice` (`[]func(int) int`)",
  errs: "the elements of the slice `main.errs` (`[]error`)",
  matrix: "the elements of the slice `rows` of `main.matrix` (`[][]float64`)",
  setkeys: "the keys of the map `main.emptyKeyed` (`map[*main.Pod]struct {}`)",
  boolset: "the keys of the map `main.boolSet` (`map[string]bool`)",
  subsubstring: "the elements of the slice `main.stringsKept` (`[]string`)",
  wggo: "the 100 slices `b` (`[]uint8`), a local variable of `main.init.func76.1`, in the 100 goroutines of `sync.(*WaitGroup).Go.func1`",
  timeafter: "`b` (`*main.Pod`), a local variable of `main.init.func77.1` in 100 goroutines",
};
const HOLDERS = isLongRun ? LONG : USUAL;

describe("held names", { skip: missingGo() }, () => {
  const folder = mkdtempSync(join(tmpdir(), "heapblame-holders-"));
  let binary = "";
  after(() => rmSync(folder, { recursive: true }));
  before(() => {
    const flags = ["-trimpath", "-buildvcs=false"];
    binary = buildGoProgram({ folder: fixture("held/holders"), flags, name: "holders" });
  });
  const take = (kind: string): { readonly dump: string; readonly bytes: number } => {
    const dump = join(folder, `${kind}.dump`);
    const said = execFileSync(binary, [kind, dump], { encoding: "utf8", timeout: 60_000 });
    return { dump, bytes: (JSON.parse(said) as { bytes: number }).bytes };
  };
  const run = async (...words: readonly string[]): Promise<string> => {
    const { code, stdout, stderr } = await runCli(["held", "--binary", binary, ...words]);
    assert.equal(code, 0, stderr);
    return stdout;
  };

  for (const [kind, holder] of Object.entries(HOLDERS)) {
    test(`${kind}: ${holder}`, async () => {
      const { dump, bytes } = take(kind);
      const { holders, words } = JSON.parse(await run(dump, "-f", "json")) as Held;
      rmSync(dump);
      assert.ok(words.verdict.includes(`is held by ${holder}, and by nothing else`), words.verdict);
      // What was counted has goroutines, timers and the like beside what they hold, and not what was there before: the room of a channel.
      const [first] = holders;
      assert.ok(
        first !== undefined && first.bytes <= bytes + 36_864 && first.bytes >= bytes * 0.92,
        `${first?.bytes} of ${bytes}`,
      );
    });
  }

  usualTest("what only cleanups hold is not said to be garbage", async () => {
    const { dump, bytes } = take("addcleanup");
    const { words, current } = JSON.parse(await run(dump, "-f", "json")) as Held;
    assert.match(
      words.verdict,
      /But 3\.\d+ MiB in [\d,]+ objects is reached from nothing in the dump: .*runtime\.AddCleanup/,
    );
    assert.ok(current.garbageBytes > bytes * 0.9);
  });

  usualTest("what a map and a list of one struct both hold is said to be reached by the other too", async () => {
    const { words } = JSON.parse(await run(take("genericlru").dump, "-f", "json")) as Held;
    assert.match(
      words.verdict,
      /the values of the map `items` of `main\.lru\[string,\[\]uint8\]`.*; 3\.\d+ MiB of it is reached (through `main\.genericLRU \.head \.next`|in other ways) too/,
    );
  });
});

interface Held {
  readonly holders: readonly { readonly bytes: number }[];
  readonly current: { readonly garbageBytes: number };
  readonly words: { readonly verdict: string };
}
