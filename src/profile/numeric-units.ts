/** What the numeric labels of a profile are measured in: one unit a key, whatever each label says. */
import { compareText } from "./string-table.ts";
import { NONE, type Profile } from "./tables.ts";

interface NumericUnits {
  /** The first unit met for a key; where there is none, one guessed from the key. Keys without samples are not here. */
  readonly units: ReadonlyMap<string, string>;
  /** For each key, by name, the units that were met and are not used. */
  readonly ignored: readonly (readonly [key: string, units: readonly string[]])[];
}

export function findNumericUnits(profile: Profile): NumericUnits {
  const met = unitsByKey(profile);
  const units = new Map<string, string>();
  const ignored: [string, string[]][] = [];
  for (const [key, [first, ...others]] of met) {
    units.set(key, first ?? guessUnit(key));
    if (others.length > 0) ignored.push([key, others.sort(compareText)]);
  }
  return { units, ignored: ignored.sort(([a], [b]) => compareText(a, b)) };
}

/** pprof's words for the units that are not used. */
export function unitNotices({ units, ignored }: NumericUnits): string[] {
  return ignored.map(([key, others]) => {
    return `For tag ${key} used unit ${units.get(key)}, also encountered unit(s) ${others.join(", ")}`;
  });
}

/** Distinct units of each numeric key, in the order of the samples. */
function unitsByKey({ samples, labelSets, strings }: Profile): Map<string, string[]> {
  const met = new Map<string, string[]>();
  const isDone = new Uint8Array(labelSets.length);
  for (const row of samples.labelSet) {
    if (row === NONE || isDone[row] === 1) continue;
    isDone[row] = 1;
    for (let at = labelSets.start[row] as number; at < (labelSets.start[row + 1] as number); at++) {
      if (labelSets.text[at] !== NONE) continue;
      const key = strings.at(labelSets.key[at] as number);
      const unit = strings.at(labelSets.unit[at] as number);
      const known = met.get(key) ?? [];
      met.set(key, known);
      if (unit !== "" && !known.includes(unit)) known.push(unit);
    }
  }
  return met;
}

function guessUnit(key: string): string {
  return key === "alignment" || key === "request" ? "bytes" : key;
}
