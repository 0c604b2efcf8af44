/** The source view: lines with the values that `list` prints beside them. Wants `npm run build`. */
import assert from "node:assert/strict";
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { ProfileBuilder } from "../../src/profile/builder.ts";
import { encodeProfile } from "../../src/profile/codec/encode.ts";
import { linesOf } from "../../src/web/lines.ts";
import { skipWithoutChromium } from "../chromium.ts";
import { runCli } from "../cli/run-cli.ts";
import { openPage, openPageBench } from "./report-page.ts";

const skip = skipWithoutChromium;
const bench = openPageBench();
const { folder } = bench;
const FILE = "leak.go";

/** main.main calls main.leak, which calls itself once and allocates on line 3. */
function profileOf(factor: bigint) {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "inuse_space", unit: "bytes" }] });
  const leak = builder.addFunction({ name: "main.leak", file: FILE });
  const main = builder.addFunction({ name: "main.main", file: FILE });
  const at = (row: number, line: number, address: bigint): number =>
    builder.addLocation({ address, lines: [{ function: row, line }] });
  const [three, four, eight] = [at(leak, 3, 1n), at(leak, 4, 2n), at(main, 8, 3n)];
  builder.addSample([three, four, eight], [factor * 1_048_576n]);
  builder.addSample([three, eight], [1_048_576n]);
  return builder.finish();
}

function writeFiles(): string[] {
  mkdirSync(folder, { recursive: true });
  writeFileSync(
    join(folder, FILE),
    "package main\n\tvar kept [][]byte // <b>&amp;\n\tkept = append()\n\tleak()\n}\n\n{\n\tleak()\n",
  );
  return [1n, 3n].map((factor) => {
    writeFileSync(join(folder, `${factor}.pb`), encodeProfile(profileOf(factor)));
    return `${factor}.pb`;
  });
}

test("a stack counts once for each line, and flat is of the innermost", () => {
  const profile = profileOf(3n);
  const [values] = profile.samples.values;
  assert.ok(values !== undefined);
  const [found] = linesOf(profile, { current: values, base: undefined }, "main.leak");
  assert.equal(found?.file, FILE);
  assert.deepEqual(
    [...(found?.lines ?? [])].map(([number, { flatCurrent, cumCurrent }]) => [number, flatCurrent, cumCurrent]),
    [
      [3, 4 * 1_048_576, 4 * 1_048_576],
      [4, 0, 3 * 1_048_576],
    ],
  );
  assert.deepEqual(linesOf(profile, { current: values, base: undefined }, "main.nobody"), []);
});

test("with --source the page has the lines, with the values of both ends", { skip }, async () => {
  const pair = writeFiles();
  const { code, stderr } = await runCli(["diff", ...pair, "--source", "-o", "source.html"], { cwd: folder });
  assert.equal(code, 0, stderr);
  const { page, faults, show } = await openPage(bench, join(folder, "source.html"));
  await page.keyboard.press("5");
  await show("v=source&sel=main.leak");
  const rows = await page.$$eval(".listing tbody tr", (found) =>
    found.map((row) => Array.from(row.children, (cell) => cell.textContent)),
  );
  assert.deepEqual(rows[1], ["", "", "", "", "2", "    var kept [][]byte // <b>&amp;"]);
  assert.deepEqual(rows[2], ["+2.00 MiB", "+2.00 MiB", "2.00 MiB", "4.00 MiB", "3", "    kept = append()"]);
  assert.deepEqual(rows[3]?.slice(0, 2), ["", "+2.00 MiB"]);
  assert.deepEqual(faults, []);
});

test("without it there is no such view, and with --anonymize it is refused", async () => {
  const pair = writeFiles();
  const { code, stderr } = await runCli(["diff", ...pair, "--source", "--anonymize", "-o", "x.html"], { cwd: folder });
  assert.equal(code, 2);
  assert.match(stderr, /--source shows code: leave out --anonymize/);
});
