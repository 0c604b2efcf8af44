/**
 * `npm run fuzz -- --seconds N --seed S`: damaged inputs through the commands, in this process. What is found is kept in test/fuzz/findings, which the tests
 * run again.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { fixture } from "../fixtures.ts";
import { COMMANDS, judge } from "./judge.ts";
import { mutate, randomOf } from "./mutate.ts";
import { generated } from "./seeds.ts";

const { values } = parseArgs({ options: { seconds: { type: "string" }, seed: { type: "string" } } });
const seconds = Number(values.seconds ?? 60);
const seed = Number(values.seed ?? 1);

const folder = mkdtempSync(join(tmpdir(), "heapblame-fuzz-"));
const FILES = [
  "streamwatcher/retain/heap-after.out",
  "streamwatcher/steady/heap-before.out",
  "streamwatcher/retain/heap-after.debug1.txt.gz",
  "streamwatcher/retain/goroutine-after.out",
  "programs/kinds/goroutine.debug2.txt",
];
const sources: string[] = [
  ...FILES.map(fixture),
  ...generated().map((bytes, at) => {
    const file = join(folder, `generated-${at}`);
    writeFileSync(file, bytes);
    return file;
  }),
];

const random = randomOf(seed);
const end = Date.now() + seconds * 1000;
let [inputs, runs, found] = [0, 0, 0];
while (Date.now() < end) {
  const source = random.pick(sources);
  const bytes = mutate(readFileSync(source), random);
  const input = join(folder, "input");
  writeFileSync(input, bytes);
  inputs++;
  for (let count = 0; count < 3; count++) {
    const { command, finding } = await judge(random.pick(COMMANDS), input, source);
    runs++;
    if (finding === undefined) continue;
    found++;
    const name = `${seed}-${inputs}`;
    writeFileSync(fileURLToPath(new URL(`findings/${name}.bin`, import.meta.url)), bytes);
    process.stdout.write(`${name}: ${command.join(" ")}: ${finding}\n`);
  }
}
rmSync(folder, { recursive: true });
process.stdout.write(
  `seed ${seed}: ${inputs} inputs, ${runs} runs, ${found} findings, ${process.resourceUsage().maxRSS >> 10} MiB\n`,
);
process.exitCode = found === 0 ? 0 : 1;
