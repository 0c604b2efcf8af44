/** The profiles of fixtures/leaks are whole and show what truth.json says was planted; reports say what they must and no more. */
import assert from "node:assert/strict";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { describe, it } from "node:test";
import { gunzipSync } from "node:zlib";
import { goroutinesOf, parseGoroutineText, parseProfile } from "../../src/index.ts";
import { runCli } from "../cli/run-cli.ts";
import { fixture } from "../fixtures.ts";
import { faultsOf, JUDGED, judgeReports } from "./judge.ts";
import { filesOf, LEAKS, type Leak, SNAPSHOTS } from "./truth.ts";

const BUDGET = 4 << 20;
const README = readFileSync(fixture("leaks/README.md"), "utf8");

describe("fixtures/leaks", () => {
  it("has at least 30 programs, leaks and others, each once", () => {
    const names = LEAKS.map((leak) => leak.name);
    assert.equal(new Set(names).size, names.length);
    for (const kind of ["leak", "no leak"]) {
      assert.ok(LEAKS.filter((leak) => leak.kind === kind).length >= 15, `too few of ${kind}`);
    }
  });

  it("stays within its budget", () => {
    const files = readdirSync(fixture("leaks"), { recursive: true, encoding: "utf8" });
    const bytes = files.map((file) => statSync(fixture(`leaks/${file}`))).filter((stat) => stat.isFile());
    assert.ok(bytes.reduce((sum, stat) => sum + stat.size, 0) <= BUDGET);
  });

  it("explains each code that a report must or must not have", () => {
    const codes = new Set(LEAKS.flatMap((leak) => leak.reports.flatMap((r) => [...r.mustSay, ...r.mustNotSay])));
    assert.deepEqual([...codes].filter((code) => !README.includes(`\`${code}\``)).sort(), []);
  });

  it("asks for no code that it forbids", () => {
    for (const { name, reports } of LEAKS) {
      for (const { mustSay, mustNotSay } of reports) {
        assert.deepEqual(
          mustSay.filter((code) => mustNotSay.includes(code)),
          [],
          name,
        );
      }
    }
  });

  it("judges programs that there are", () => {
    assert.deepEqual(
      JUDGED.filter((name) => !LEAKS.some((leak) => leak.name === name)),
      [],
    );
  });
});

describe("a report is held to the truth", () => {
  const report = { command: [], mustSay: ["grew"], mustNotSay: ["restart"] };

  it("has no fault with all that it must say, and more that is free", () => {
    assert.deepEqual(faultsOf(report, ["grew", "pool"]), []);
  });

  it("is at fault where it leaves out, says what it must not, or what none may", () => {
    assert.deepEqual(faultsOf(report, ["restart", "kubernetes"]), [
      "does not say grew",
      "says restart",
      "says kubernetes",
    ]);
  });
});

for (const leak of LEAKS) {
  describe(`leaks/${leak.name}`, () => {
    const path = (name: string) => fixture(`leaks/${leak.name}/${name}`);

    it("has its files and no others", () => {
      assert.deepEqual(readdirSync(path("")).sort(), filesOf(leak).sort());
      for (const { command } of leak.reports) {
        const named = command.filter((word) => /\.(out|gz)$/.test(word));
        assert.deepEqual(
          named.filter((name) => !existsSync(path(name))),
          [],
        );
      }
    });

    it("names no path of the machine it was made on", () => {
      for (const name of filesOf(leak)) {
        const bytes = gunzipSync(readFileSync(path(name)));
        assert.doesNotMatch(bytes.toString("latin1"), /\/(root|home|work|tmp)\//, name);
      }
    });

    it("has its snapshots in order, of the rate that it says", () => {
      const profiles = SNAPSHOTS.map((when) => parseProfile(readFileSync(path(`heap-${when}.out`))));
      const times = profiles.map(({ header }) => header.timeNanos);
      assert.deepEqual(
        times,
        [...times].sort((a, b) => (a < b ? -1 : 1)),
      );
      assert.deepEqual(new Set(profiles.map(({ header }) => Number(header.period))), new Set([leak.memProfileRate]));
    });

    it("shows what was planted", async () => {
      const { bytes, objects } = leak.planted;
      if (leak.kind === "outside the heap") assertAbout(bytes, grownOutside(leak, path));
      else if (bytes !== null) assertWithin(bytes, await grownInHeap(path));
      if (/^(?!.*HTTP).*goroutine each/.test(leak.holder ?? "")) assertSame(grownGoroutines(path), objects);
    });

    it("has reports that are true", { skip: JUDGED.includes(leak.name) ? false : "not judged yet" }, () =>
      judgeReports(leak, path("")),
    );
  });
}

/** Bytes that the live heap grew by, with the interval of sampling. */
type Grown = { readonly low: number; readonly high: number };

async function grownInHeap(path: (name: string) => string): Promise<Grown> {
  const { stdout } = await runCli(["diff", path("heap-before.out"), path("heap-after.out"), "-f", "json"]);
  return (JSON.parse(stdout) as { certainty: { net: Grown } }).certainty.net;
}

/** What is planted has some more beside it: descriptors of goroutines, tables of maps, what serves the profiles. */
function assertWithin(planted: number, { low, high }: Grown): void {
  const beside = Math.max(0.35 * planted, 256 << 10);
  assert.ok(planted <= high * 1.05 + 4096 && planted >= low - beside, `${planted} is not within ${low} to ${high}`);
}

function assertAbout(planted: number | null, grown: number): void {
  assert.ok(planted !== null && Math.abs(grown - planted) < 0.25 * planted, `${grown} is not about ${planted}`);
}

/** A goroutine or two of the program's own may be on its way at either end. */
function assertSame(grown: number, planted: number | null): void {
  assert.ok(planted !== null && Math.abs(grown - planted) <= 2, `${grown} goroutines more, not ${planted}`);
}

/** Bytes by which stacks grew, or else the resident size. */
function grownOutside({ holder }: Leak, path: (name: string) => string): number {
  const field = holder?.includes("stacks") ? /^# Stack = (\d+) / : /^# MaxRSS = (\d+)/;
  const [before, after] = ["before", "after"].map((when) => {
    const text = gunzipSync(readFileSync(path(`heap-${when}.debug1.txt.gz`))).toString();
    return Number(new RegExp(field.source, "m").exec(text)?.[1]);
  });
  return (after ?? 0) - (before ?? 0);
}

/** How many more goroutines there are, but for those of a request at either end. */
function grownGoroutines(path: (name: string) => string): number {
  const count = (name: string) =>
    goroutinesOf(parseProfile(readFileSync(path(name))))
      .filter(isNoRequest)
      .reduce((sum, group) => sum + group.count, 0);
  const dump = path("goroutine-after.debug2.txt.gz");
  if (existsSync(dump)) assert.ok(parseGoroutineText(gunzipSync(readFileSync(dump))), dump);
  return count("goroutine-after.out") - count("goroutine-before.out");
}

function isNoRequest({ frames }: { readonly frames: readonly string[] }): boolean {
  return !frames.some((frame) => frame.startsWith("net/http.") || frame.startsWith("net."));
}
