/** `heapblame held` on programs that hold memory as programs do: the first sentence names the container as a person would. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { buildKinds } from "../dump/held-program.ts";
import { missingGo } from "../fetch/fixture-program.ts";
import { runCli } from "./run-cli.ts";

/** What the fixture plants: the holder as `held` names it. */
const KINDS: Readonly<Record<string, string>> = {
  mapofmaps: "the values of the map `main.tenants` (`map[string]map[int]*main.Pod`)",
  ring: "`main.audit` (`*main.ring`), by its `.buf[]`",
  syncmapslices: "the values of the sync.Map `main.sessions`",
  genericcache: "the values of the map `items` of `main.Cache[string,*main.Pod]` (`map[string]*entry[*Pod]`)",
  context: "the 200 goroutines of `main.serve`",
  closure: "the values of the map `byID` (`map[int]*main.Pod`) that the closure `main.onEvent` captured",
  embeddedptr: "the values of the map `cached` of `main.inner` (`map[string]*Pod`)",
  chanchan: "what waits in the channel `main.requests` (`chan chan *main.Pod`)",
  select:
    "the elements of the 100 slices `scratch` (`[]*main.Pod`), a local variable of `main.worker` in 100 goroutines",
  buffer: "the slice `buf` of `bytes.Buffer` (`[]uint8`)",
  atomicptr: "the elements of the slice `pods` of `main.config` (`[]*Pod`)",
  atomicvalue: "the elements of the slice `pods` of `main.config` (`[]*Pod`)",
  sharded: "`main.store` (`*main.sharded`), by its `.shards[].m`",
  subslice: "the elements of the slice `main.heads` (`[][]uint8`)",
  substring: "the elements of the slice `main.ids` (`[]string`)",
  pq: "the elements of the slice `queue` of `main.scheduler` (`pq`)",
  tree: "`main.root` (`*main.node`)",
  chain: "the values of the map `byRoute` of `main.metrics` (`map[string][]float64`)",
  keysonly: "the keys of the map `main.seen` (`map[string]struct {}`)",
  dedupe: "the map `main.dedupe` (`map[[32]uint8]bool`)",
  blockedsend: "the 500 goroutines of `main.plant.func2`",
  ticker: "timers that wait (of `time.AfterFunc` and the like)",
  waitgroupgo: "the 300 slices `buf` (`[]uint8`), a local variable of `main.plant.func4` in 300 goroutines",
};

describe("held names", { skip: missingGo() }, () => {
  const folder = mkdtempSync(join(tmpdir(), "heapblame-kinds-"));
  let binary = "";
  after(() => rmSync(folder, { recursive: true }));
  before(() => {
    binary = buildKinds();
  });
  const take = (kind: string): string => {
    execFileSync(binary, [kind, join(folder, kind)], { stdio: "pipe", timeout: 60_000 });
    return join(folder, `${kind}-after.dump`);
  };
  const verdictOf = async (dump: string): Promise<string> => {
    const { code, stdout, stderr } = await runCli(["held", dump, "--binary", binary]);
    assert.equal(code, 0, stderr);
    return stdout.split("\n")[2] ?? "";
  };

  for (const [kind, holder] of Object.entries(KINDS)) {
    test(`${kind}: ${holder}`, async () => {
      const verdict = await verdictOf(take(kind));
      assert.ok(verdict.includes(`MiB (`), verdict);
      assert.ok(verdict.includes(`is held by ${holder}, and by nothing else`), verdict);
    });
  }

  test("what a list and a map both hold is said to be reached through the other too", async () => {
    const verdict = await verdictOf(take("lru"));
    assert.match(
      verdict,
      /is held by the values of the map `index` of `main\.LRU` \(`map\[string\]\*list\.Element`\); /,
    );
    // By which way the list is entered first differs from run to run: where no one way is that of most, none is named.
    assert.match(verdict, /MiB of it is reached (through `main\.lru \.order \.root\.next`|in other ways) too: /);
  });
});
