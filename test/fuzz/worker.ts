/** Tries the inputs of a run from a number on, for run.ts: `current` in the folder has the number it is at, so that an input that ends this process is known. */
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openBeside } from "./beside-pprof.ts";
import { caseOf, placeCase } from "./cases.ts";
import { judge } from "./judge.ts";
import { allowedFor } from "./limits.ts";

export interface Told {
  readonly inputs: number;
  readonly runs: number;
  readonly compared: { readonly asked: number; readonly bothRead: number; onlyPprof: number; onlyHeapblame: number };
  readonly findings: readonly { readonly number: number; readonly said: string }[];
}

const [folder = "", seed = 0, from = 0, count = 0, until = 0] = process.argv
  .slice(2)
  .map((word, at) => (at === 0 ? word : Number(word))) as [string, number, number, number, number];

const beside = openBeside();
const [findings, place]: [Told["findings"][number][], string] = [[], join(folder, "files")];
let [inputs, runs] = [0, 0];
for (let number = from; number < from + count && Date.now() < until; number++) {
  writeFileSync(join(folder, "current"), String(number));
  mkdirSync(place, { recursive: true });
  await tryCase(number);
  rmSync(place, { recursive: true });
  inputs++;
}
beside?.close();
const compared = beside?.counts ?? { asked: 0, bothRead: 0, onlyPprof: 0, onlyHeapblame: 0 };
process.send?.({ inputs, runs, compared, findings } satisfies Told);
process.disconnect?.();

async function tryCase(number: number): Promise<void> {
  const fuzz = caseOf(seed, number);
  const wordsOf = placeCase(fuzz, place);
  const allowed = allowedFor([fuzz.input, fuzz.seed, ...Object.values(fuzz.family.beside?.() ?? {})]);
  for (const command of fuzz.commands) {
    runs++;
    const said = await judge(wordsOf(command), join(place, fuzz.family.place ?? "input"), allowed);
    if (said !== undefined) findings.push({ number, said: `${command.join(" ")}: ${said}` });
  }
  const said = fuzz.compared && (await beside?.compare(wordsOf(fuzz.compared)));
  if (said !== undefined) findings.push({ number, said: `${fuzz.compared?.join(" ")}: ${said}` });
}
