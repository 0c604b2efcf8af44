/** What the fuzzer has found stays mended, and a short run of it finds nothing; the same seed gives the same inputs. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { fixture } from "../fixtures.ts";
import { COMMANDS, judge } from "./judge.ts";
import { mutate, randomOf } from "./mutate.ts";
import { generated } from "./seeds.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-findings-"));
after(() => rmSync(folder, { recursive: true }));
const base = fixture("streamwatcher/steady/heap-before.out");
const findings = fileURLToPath(new URL("findings", import.meta.url));

for (const name of readdirSync(findings).filter((file) => file.endsWith(".bin"))) {
  test(`${name} comes to a result or an error of ours in every command`, { timeout: 300_000 }, async () => {
    const input = join(folder, name);
    writeFileSync(input, readFileSync(join(findings, name)));
    for (const command of COMMANDS) {
      assert.equal((await judge(command, input, base)).finding, undefined, command.join(" "));
    }
  });
}

test("some hundred inputs are without a finding", { timeout: 300_000 }, async () => {
  const random = randomOf(7);
  const seeds = generated();
  for (let count = 0; count < 100; count++) {
    const bytes = mutate(random.pick(seeds), random);
    const input = join(folder, "input");
    writeFileSync(input, bytes);
    const command = random.pick(COMMANDS);
    const { finding } = await judge(command, input, base);
    assert.equal(finding, undefined, `${count}: ${command.join(" ")}`);
  }
});

test("a seed gives the same inputs", () => {
  const bytes = readFileSync(base);
  const inputs = (): Uint8Array[] => {
    const random = randomOf(3);
    return Array.from({ length: 20 }, () => mutate(bytes, random));
  };
  assert.deepEqual(inputs(), inputs());
});
