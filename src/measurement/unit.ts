/**
 * The units a profile may be measured in, as pprof knows them: three families, in each of which values
 * convert by a factor. Units outside the families ("count", "objects", anything) are opaque: equal or not,
 * never converted.
 */

interface Unit {
  /** How the unit is printed after a number. */
  readonly name: string;
  /** What profiles call it: lower case, singular. */
  readonly aliases: readonly string[];
  /** How many of the family's base unit (bytes, nanoseconds, GCU) make one of these. */
  readonly factor: number;
}

/** Units ascend by factor. */
export interface UnitFamily {
  readonly kind: "memory" | "time" | "gcu";
  readonly units: readonly Unit[];
  /**
   * What a value is shown in when it is below one of every unit, or when the wanted unit is of another
   * family.
   */
  readonly defaultUnit: Unit;
}

interface KnownUnit {
  readonly unit: Unit;
  readonly family: UnitFamily;
}

const BYTE: Unit = { name: "B", aliases: ["b", "byte"], factor: 1 };
const SECOND: Unit = { name: "s", aliases: ["s", "sec", "second"], factor: 1e9 };
const GCU: Unit = { name: "GCU", aliases: ["gcu"], factor: 1 };

/** pprof's names: a kB of 1024 bytes, "hrs" right after seconds. */
export const UNIT_FAMILIES: readonly UnitFamily[] = [
  {
    kind: "memory",
    units: [
      BYTE,
      { name: "kB", aliases: ["kb", "kbyte", "kilobyte"], factor: 2 ** 10 },
      { name: "MB", aliases: ["mb", "mbyte", "megabyte"], factor: 2 ** 20 },
      { name: "GB", aliases: ["gb", "gbyte", "gigabyte"], factor: 2 ** 30 },
      { name: "TB", aliases: ["tb", "tbyte", "terabyte"], factor: 2 ** 40 },
      { name: "PB", aliases: ["pb", "pbyte", "petabyte"], factor: 2 ** 50 },
    ],
    defaultUnit: BYTE,
  },
  {
    kind: "time",
    units: [
      { name: "ns", aliases: ["ns", "nanosecond"], factor: 1 },
      { name: "us", aliases: ["us", "microsecond"], factor: 1e3 },
      { name: "ms", aliases: ["ms", "millisecond"], factor: 1e6 },
      SECOND,
      { name: "hrs", aliases: ["hour", "hr"], factor: 3.6e12 },
    ],
    defaultUnit: SECOND,
  },
  {
    kind: "gcu",
    units: [
      { name: "n*GCU", aliases: ["nanogcu"], factor: 1e-9 },
      { name: "u*GCU", aliases: ["microgcu"], factor: 1e-6 },
      { name: "m*GCU", aliases: ["milligcu"], factor: 1e-3 },
      GCU,
      { name: "k*GCU", aliases: ["kilogcu"], factor: 1e3 },
      { name: "M*GCU", aliases: ["megagcu"], factor: 1e6 },
      { name: "G*GCU", aliases: ["gigagcu"], factor: 1e9 },
      { name: "T*GCU", aliases: ["teragcu"], factor: 1e12 },
      { name: "P*GCU", aliases: ["petagcu"], factor: 1e15 },
    ],
    defaultUnit: GCU,
  },
];

/** The unit a profile means by `name`, in any case, singular or plural; undefined if it is in no family. */
export function findUnit(name: string): KnownUnit | undefined {
  const alias = toAlias(name);
  for (const family of UNIT_FAMILIES) {
    const unit = findInFamily(family, alias);
    if (unit !== undefined) return { unit, family };
  }
  return undefined;
}

/** The unit of this family that `name` means. */
export function findUnitIn(family: UnitFamily, name: string): Unit | undefined {
  return findInFamily(family, toAlias(name));
}

function findInFamily(family: UnitFamily, alias: string): Unit | undefined {
  return family.units.find((unit) => unit.aliases.includes(alias));
}

/**
 * Lower case, without a plural "s" unless that leaves too little ("ms"). pprof measures length in bytes, so
 * it takes the s off "μs" too and then does not know "μ": its own alias "μs" never matches, and has no place
 * in the table above.
 */
function toAlias(name: string): string {
  const lower = name.toLowerCase();
  const isLong = lower.length > 2 || lower.charCodeAt(0) > 0x7f;
  return isLong && lower.endsWith("s") ? lower.slice(0, -1) : lower;
}
