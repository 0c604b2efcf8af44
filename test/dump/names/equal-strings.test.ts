/** Strings that are there more than once: counted to the byte in a live program, and their texts shown only to who asks. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { StringCounter } from "../../../src/dump/names/equal-strings.ts";
import type { DuplicateStrings } from "../../../src/report/held/facts.ts";
import type { HeldReport } from "../../../src/report/held/held.ts";
import { validatorOf } from "../../cli/json-schemas.ts";
import { runCli } from "../../cli/run-cli.ts";
import { missingGo } from "../../fetch/fixture-program.ts";
import { buildKinds } from "../held-program.ts";

test("what lies behind the length of a string does not tell it from another", () => {
  const counter = new StringCounter(Uint32Array.of(3, 3, 3, 0, 4), true);
  const texts = ["abcX", "abcY", "abdX", "abcX", "abcX"];
  for (const [object, text] of texts.entries()) counter.visit(object, new TextEncoder().encode(text), 0, 4);
  assert.deepEqual(counter.finish(), [{ first: 0, count: 2, length: 3, bytes: 4, text: "abc" }]);
});

test("a million short strings of little difference are told apart as a Set of them does", () => {
  const count = 1_000_000;
  const texts = Array.from({ length: count }, (_, at) => `k${(at % 700_000).toString(36)}/${"ab".repeat(at % 3)}`);
  const counter = new StringCounter(
    Uint32Array.from(texts, (text) => text.length),
    false,
  );
  for (const [object, text] of texts.entries()) counter.visit(object, Buffer.from(text), 0, text.length);
  const copies = counter.finish().reduce((sum, each) => sum + each.count - 1, 0);
  assert.equal(copies, count - new Set(texts).size);
});

describe("strings of a live program", { skip: missingGo() }, () => {
  const folder = mkdtempSync(join(tmpdir(), "heapblame-strings-"));
  let binary = "";
  const dump = join(folder, "d-after.dump");
  after(() => rmSync(folder, { recursive: true }));
  before(() => {
    binary = buildKinds();
    execFileSync(binary, ["duplicates", join(folder, "d")], { stdio: "pipe", timeout: 60_000 });
  });
  const ask = async (...words: readonly string[]) => await runCli(["held", dump, "--binary", binary, ...words]);

  test("a thousand equal ones are one too many 999 times", async () => {
    const { stdout, stderr } = await ask("--strings", "-f", "json");
    const report: HeldReport = JSON.parse(stdout);
    const validate = validatorOf("held");
    const isValid: boolean = validate(report as unknown);
    assert.ok(isValid, stderr + JSON.stringify(validate.errors?.slice(0, 3)));
    const duplicates: DuplicateStrings | null = report.facts?.duplicates ?? null;
    const [first] = duplicates?.largest ?? [];
    assert.equal(first?.count, 1000);
    assert.equal(first?.length, 340);
    assert.equal(first?.bytes, 999 * 352);
    assert.equal(first?.path, "main.ids[]");
    assert.equal(first?.text, null);
    assert.doesNotMatch(stdout, /hunter2/);
  });

  test("texts are shown to who asks for contents, and not beside pseudonyms", async () => {
    assert.match((await ask("--show-contents")).stdout, /1,000 equal ones of 340 B \("password=hunter2 password=/);
    for (const words of [[], ["--strings"], ["--strings", "--anonymize"]]) {
      assert.doesNotMatch((await ask(...words)).stdout, /hunter2/);
    }
    const { code, stderr } = await ask("--show-contents", "--anonymize");
    assert.equal(code, 2);
    assert.match(stderr, /--show-contents shows what is in memory: leave out --anonymize/);
  });
});
