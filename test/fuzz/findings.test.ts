/** What the fuzzer has found stays mended, and a short run of it finds nothing; the same seed gives the same inputs. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { openBeside } from "./beside-pprof.ts";
import { caseOf, placeCase } from "./cases.ts";
import { FAMILIES } from "./families.ts";
import { judge } from "./judge.ts";
import { allowedFor } from "./limits.ts";

const root = mkdtempSync(join(tmpdir(), "heapblame-findings-"));
after(() => rmSync(root, { recursive: true }));
const findings = fileURLToPath(new URL("findings", import.meta.url));
const beside = openBeside();
after(() => beside?.close());

for (const name of readdirSync(findings).filter((file) => file.endsWith(".bin"))) {
  test(`${name} comes to a result or an error of ours in every command`, { timeout: 300_000 }, async () => {
    const family = FAMILIES.find((one) => name.startsWith(`${one.name}-`));
    assert.ok(family !== undefined);
    const input = readFileSync(join(findings, name));
    const [seed = input] = family.seeds();
    const folder = mkdtempSync(join(root, "finding-"));
    const wordsOf = placeCase({ family, seed, input }, folder);
    const allowed = allowedFor([input, seed, ...Object.values(family.beside?.() ?? {})]);
    for (const command of family.commands) {
      assert.equal(
        await judge(wordsOf(command), join(folder, family.place ?? "input"), allowed),
        undefined,
        command.join(" "),
      );
    }
    for (const command of family.compared ?? []) {
      assert.equal(await beside?.compare(wordsOf(command)), undefined, command.join(" "));
    }
  });
}

test("thirty inputs are without a finding", { timeout: 300_000 }, async () => {
  for (let number = 0; number < 30; number++) {
    const fuzz = caseOf(7, number);
    const folder = mkdtempSync(join(root, "case-"));
    const wordsOf = placeCase(fuzz, folder);
    const allowed = allowedFor([fuzz.input, fuzz.seed, ...Object.values(fuzz.family.beside?.() ?? {})]);
    const [command = []] = fuzz.commands;
    const said = await judge(wordsOf(command), join(folder, fuzz.family.place ?? "input"), allowed);
    assert.equal(said, undefined, `${number}, ${fuzz.family.name}: ${command.join(" ")}`);
  }
});

test("a seed and a number give the same input, another number another", () => {
  for (let number = 0; number < 40; number++) assert.deepEqual(caseOf(3, number), caseOf(3, number));
  assert.notDeepEqual(caseOf(3, 1).input, caseOf(3, 2).input);
  assert.equal(
    new Set(Array.from({ length: 200 }, (_, number) => caseOf(3, number).family.name)).size,
    new Set(FAMILIES.map(({ name }) => name)).size,
  );
});

test("who takes more than is allowed is told", { timeout: 60_000 }, async () => {
  const folder = mkdtempSync(join(root, "dear-"));
  const words = placeCase(caseOf(7, 0), folder)(["-top", "H"]);
  assert.match(
    (await judge(words, join(folder, "input"), { seconds: 0, bytes: 0 })) ?? "",
    /^took .* 0\.0 s and 0 MB allowed$/,
  );
  assert.match((await judge(words, join(folder, "input"), { seconds: 60, bytes: -1 })) ?? "", /^took .* 0 MB allowed$/);
  assert.equal(await judge(words, join(folder, "input"), allowedFor([])), undefined);
});
