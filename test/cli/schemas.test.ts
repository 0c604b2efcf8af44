/** Every JSON report keeps to the schema that ships with it, and a schema is no looser than the report. */
import assert from "node:assert/strict";
import { mkdtempSync, readFileSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { basename, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import type { ValidateFunction } from "ajv";
import { fixture, MODES, modePair } from "../fixtures.ts";
import { corpusFile, hasCorpus } from "../profile/corpus.ts";
import { schemaFiles, schemaOf, validatorOf } from "./json-schemas.ts";
import { runCli } from "./run-cli.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));

/** Codes of a report that was written: clean, exceeded, unmeasurable. */
const WRITTEN = [0, 1, 125];

async function assertValid(validate: ValidateFunction, words: readonly string[]): Promise<void> {
  const { code, stdout, stderr } = await runCli([...words, "-f", "json"]);
  assert.ok(WRITTEN.includes(code), `${words.join(" ")}: ${stderr}`);
  assert.ok(validate(JSON.parse(stdout)), `${words.join(" ")}: ${JSON.stringify(validate.errors?.slice(0, 3))}`);
}

const folder = mkdtempSync(join(tmpdir(), "heapblame-schemas-"));
const rules = join(folder, "rules");
writeFileSync(rules, "StreamWatcher\n");

test("check", async () => {
  const validate = validatorOf("check");
  for (const mode of MODES) {
    const pair = modePair(mode);
    await assertValid(validate, ["check", ...pair]);
    await assertValid(validate, ["check", ...pair, "--scope", "own", "--max-growth", "1MiB"]);
    await assertValid(validate, ["check", ...pair, "--suppress", rules]);
    await assertValid(validate, ["check", pair[0], pair[0]]);
  }
});

test("goroutines, in every form", async () => {
  const validate = validatorOf("goroutines");
  for (const mode of MODES) {
    const [before, after] = ["before", "after"].map((end) => fixture(`streamwatcher/${mode}/goroutine-${end}.out`));
    await assertValid(validate, ["goroutines", before as string, after as string]);
    await assertValid(validate, ["goroutines", before as string, after as string, "--iterations", "15"]);
  }
  const forms = ["goroutine.out", "goroutine.debug1.txt", "goroutine.debug2.txt"].map((name) =>
    fixture(`programs/kinds/${name}`),
  );
  for (const form of forms) await assertValid(validate, ["goroutines", form, form]);
});

test("advise, with and without what it can be given", async () => {
  const validate = validatorOf("advice");
  for (const mode of MODES) {
    const text = (end: string): string => fixture(`streamwatcher/${mode}/heap-${end}.debug1.txt.gz`);
    const limit = ["--limit", "250Mi"];
    await assertValid(validate, ["advise", text("after")]);
    await assertValid(validate, ["advise", text("before"), text("after"), ...limit, "--rss", "180MiB", "--slope", "9"]);
    await assertValid(validate, ["advise", text("after"), text("before"), ...limit, "--gogc", "off"]);
    await assertValid(validate, ["advise", ...modePair(mode), ...limit, "--gomemlimit", "400MiB"]);
    await assertValid(validate, ["advise", text("after"), ...limit, "--slope", "9", "--slope-range", "-1..20"]);
  }
});

test("advise of an empty heap, whose GOGC has no bound", async () => {
  const empty = join(folder, "empty");
  writeFileSync(empty, "heap profile: 0: 0 [0: 0] @ heap/1048576\n");
  for (const gogc of ["off", "1", "100"]) {
    await assertValid(validatorOf("advice"), ["advise", empty, "--limit", "250Mi", "--gogc", gogc]);
  }
});

test("diff of profiles that withhold statistics", async () => {
  const validate = validatorOf("growth");
  const kinds = (name: string): string => fixture(`programs/kinds/${name}`);
  await assertValid(validate, ["diff", kinds("allocs.out"), kinds("allocs.out")]);
  await assertValid(validate, ["diff", fixture("releases/go1.20.14.out"), fixture("releases/go1.26.8-leak.out")]);
  await assertValid(validate, ["diff", ...modePair("retain"), "--objects", "pods=150,secrets=3"]);
});

const skip = hasCorpus ? false : "no corpus beside the project";

test("diff, trend and check of other people's profiles", { skip }, async () => {
  const pairs = [
    ["profefe__profefe/collector_heap_1.prof", "profefe__profefe/collector_heap_2.prof"],
    ["amckinley__cortex-heap/heap.out", "amckinley__cortex-heap/heap2.out"],
    ["xmge__gonote/heap.v02-20210308.base", "xmge__gonote/heap.current"],
    ["DMA8__speller/profiling_heap_before.pprof", "DMA8__speller/profiling_heap_after.pprof"],
    ["grafana__pyroscope/heap_delta", "grafana__pyroscope/pkg_pprof_testdata_heap"],
  ].map((names) => names.map(corpusFile));
  for (const pair of pairs) {
    await assertValid(validatorOf("growth"), ["diff", ...pair]);
    await assertValid(validatorOf("check"), ["check", ...pair]);
    await assertValid(validatorOf("trend"), ["trend", ...pair, "--sample-index", "inuse_space"]);
  }
});

test("a suspect and a finding are the same in every schema", () => {
  const { suspect, finding } = schemaOf("growth").definitions;
  assert.deepEqual(schemaOf("check").definitions, { suspect, finding });
  assert.deepEqual(schemaOf("advice").definitions["finding"], finding);
});

test("every schema is built and exported", () => {
  const { exports } = JSON.parse(readFileSync(`${root}package.json`, "utf8"));
  const exported = Object.entries(exports).flatMap(([name, file]) => (/^\.\/schema/.test(name) ? [file] : []));
  assert.deepEqual(exported.sort(), schemaFiles.map((name) => `./dist/${basename(name)}`).sort());
  // The build copies whatever lies in these folders.
  for (const name of schemaFiles) assert.match(name, /^(?:report|fetch)\//);
});
