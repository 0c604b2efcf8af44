/** The inputs of a run, by number: the same seed and number give the same bytes and command lines. */
import { mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { modePair } from "../fixtures.ts";
import { FAMILIES } from "./families.ts";
import type { Family, FuzzCase } from "./family.ts";
import { mutate, type Random, randomOf } from "./mutate.ts";

/** Command lines tried with an input. */
const RUNS = 3;
/** Of so many inputs that pprof has commands for, it is asked about one: a process each. */
const ASKED = 8;

const seedsOf = new Map<Family, readonly Uint8Array[]>();

function seedOf(family: Family, random: Random): Uint8Array {
  const seeds = seedsOf.get(family) ?? family.seeds();
  seedsOf.set(family, seeds);
  return random.pick(seeds);
}

export function caseOf(runSeed: number, number: number): FuzzCase {
  const random = randomOf(Math.imul(runSeed, 0x9e3779b1) ^ Math.imul(number + 1, 0x85ebca6b));
  const family = random.pick(FAMILIES);
  const seed = seedOf(family, random);
  const input = (family.damage ?? mutate)(seed, random);
  const commands = Array.from({ length: RUNS }, () => random.pick(family.commands));
  const isAsked = family.compared !== undefined && random.whole(ASKED) === 0;
  return { family, seed, input, commands, compared: isAsked ? random.pick(family.compared ?? []) : undefined };
}

const [H, G] = modePair("steady");

/** The files of a case in `folder`; what makes words of its command lines. */
export function placeCase(
  { family, seed, input }: Pick<FuzzCase, "family" | "seed" | "input">,
  folder: string,
): (command: readonly string[]) => string[] {
  const write = (name: string, bytes: Uint8Array): string => {
    const path = join(folder, name);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, bytes);
    return path;
  };
  for (const [name, bytes] of Object.entries(family.beside?.() ?? {})) write(name, bytes);
  const paths = { A: write(family.place ?? "input", input), B: write("seed", seed), D: folder, H, G };
  const text = Buffer.from(input).toString("utf8").replaceAll("\0", "").slice(0, 20_000);
  return (command) =>
    command.map((word) =>
      word
        .replace(/^TEXT$|(?<==)TEXT$/, () => text)
        .replace(/^([ABDHG])(?=$|\/)|(?<==)([ABDHG])$/, (letter) => paths[letter as keyof typeof paths]),
    );
}
