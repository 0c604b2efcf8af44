/** The live bytes of a heap by who allocated them. */
import { isStandardPath } from "../../graph/go/module-root.ts";
import { canonicalFunction, packageOf } from "../../graph/go/symbol.ts";
import { NONE, type Profile } from "../../profile/tables.ts";

/**
 * By the function nearest to the allocation that is not of the standard library; by the nearest of all where there is no other. Names as they are
 * in any build.
 */
export function liveByFunction(profile: Profile): Map<string, number> {
  const { samples, header } = profile;
  const sums = new Map<string, number>();
  const column = samples.values[header.sampleTypes.findIndex(({ type }) => /^(inuse_)?space$/.test(type))];
  if (column === undefined) return sums;
  const names = new FunctionNames(profile);
  for (let row = 0; row < samples.length; row++) {
    const value = Number(column[row]);
    if (value === 0) continue;
    const name = names.ofSample(row);
    sums.set(name, (sums.get(name) ?? 0) + value);
  }
  return sums;
}

class FunctionNames {
  readonly #profile: Profile;
  readonly #known: Map<number, { readonly name: string; readonly isStandard: boolean }> = new Map();

  constructor(profile: Profile) {
    this.#profile = profile;
  }

  ofSample(row: number): string {
    const { samples, locations } = this.#profile;
    let nearest: string | undefined;
    for (let at = samples.start[row] as number; at < (samples.start[row + 1] as number); at++) {
      const location = samples.locations[at] as number;
      for (let line = locations.start[location] as number; line < (locations.start[location + 1] as number); line++) {
        const { name, isStandard } = this.#of(locations.lineFunction[line] as number);
        if (!isStandard) return name;
        nearest ??= name;
      }
    }
    return nearest ?? "?";
  }

  #of(row: number): { readonly name: string; readonly isStandard: boolean } {
    const known = this.#known.get(row);
    if (known !== undefined) return known;
    const { functions, strings } = this.#profile;
    const name = row === NONE ? "?" : canonicalFunction(strings.at(functions.name[row] as number));
    const path = packageOf(name);
    const found = { name, isStandard: path !== "main" && isStandardPath(path) };
    this.#known.set(row, found);
    return found;
  }
}
