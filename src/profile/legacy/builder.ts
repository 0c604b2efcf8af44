/**
 * A profile in one of pprof's legacy formats while it is read: samples of addresses, to be given mappings and made into a Profile.
 * Row objects, unlike everywhere else: these formats are rare and small.
 */
import { ProfileError } from "../../errors.ts";
import { ProfileBuilder } from "../builder.ts";
import type { Header, Profile } from "../tables.ts";
import { legacyFrames } from "./frames.ts";
import { assignMappings, type LegacyMapping, massageMappings } from "./mappings.ts";

export interface LegacyFunction {
  readonly name: string;
  readonly file: string;
}

export interface LegacyLocation {
  address: bigint;
  mapping: LegacyMapping | undefined;
  line: { readonly function: LegacyFunction; readonly line: bigint } | undefined;
}

export interface LegacySample {
  /** Leaf first. */
  stack: LegacyLocation[];
  readonly values: readonly bigint[];
  /** Size of one object, of a heap profile. */
  readonly blockSize?: bigint;
}

/** Locations found or made by address. */
export class LegacyLocations {
  readonly #byAddress: Map<bigint, LegacyLocation> = new Map();

  find(address: bigint): LegacyLocation | undefined {
    return this.#byAddress.get(address);
  }

  at(address: bigint): LegacyLocation {
    const known = this.#byAddress.get(address);
    if (known !== undefined) return known;
    const location: LegacyLocation = { address, mapping: undefined, line: undefined };
    this.#byAddress.set(address, location);
    return location;
  }

  /** The stack of return addresses, each moved back onto its call; the first `leaves` are no calls and stay. */
  stackOf(addresses: readonly bigint[], leaves: number): LegacyLocation[] {
    return addresses.map((address, index) => this.at(index < leaves ? address : BigInt.asUintN(64, address - 1n)));
  }
}

/** Recognised as such a profile, and broken. */
export function legacyFault(fact: string, pprofFact: string = fact): ProfileError {
  return new ProfileError("legacy", fact, `parsing profile: ${pprofFact}`);
}

/** The finished profile: mappings put in order and assigned, locations and functions numbered by first use. */
export function buildLegacyProfile(
  header: Partial<Header> & Pick<Header, "sampleTypes">,
  samples: readonly LegacySample[],
  found: readonly LegacyMapping[] = [],
): Profile {
  const builder = new ProfileBuilder({ ...header, ...legacyFrames(header.sampleTypes) });
  const locations = [...new Set(samples.flatMap(({ stack }) => stack))];
  const mappings = assignMappings(massageMappings(found), locations);
  const mappingRows = new Map(mappings.map((mapping) => [mapping, builder.addMapping(mapping)]));
  const functions = new Map<LegacyFunction, number>();
  const locationRows = new Map<LegacyLocation, number>();
  for (const location of locations) {
    const { address, mapping, line } = location;
    if (line !== undefined && !functions.has(line.function)) {
      functions.set(line.function, builder.addFunction(line.function));
    }
    const lines = line === undefined ? [] : [{ function: functions.get(line.function) as number, line: line.line }];
    const mappingRow = mapping === undefined ? {} : { mapping: mappingRows.get(mapping) as number };
    locationRows.set(location, builder.addLocation({ address, lines, ...mappingRow }));
  }
  for (const { stack, values, blockSize } of samples) {
    const rows = stack.map((location) => locationRows.get(location) as number);
    builder.addSample(rows, values, blockSize === undefined ? [] : [{ key: "bytes", value: blockSize }]);
  }
  return builder.finish();
}

/**
 * Cuts the second frame where it is the first one again: some handlers take the leaf both from the stack and from the signal's
 * context, and the former was moved back onto its "call".
 */
export function cutDuplicateLeaves(profile: Profile): Profile {
  const { samples, locations } = profile;
  const start = new Int32Array(samples.length + 1);
  const stacks: number[] = [];
  for (let row = 0; row < samples.length; row++) {
    const stack = samples.locations.subarray(samples.start[row], samples.start[row + 1]);
    const [leaf = 0, caller = 0] = [...stack.subarray(0, 2)].map((location) => locations.address[location] as bigint);
    const isDuplicate = stack.length > 1 && leaf === BigInt.asUintN(64, BigInt(caller) + 1n);
    for (const [depth, location] of stack.entries()) if (!(isDuplicate && depth === 1)) stacks.push(location);
    start[row + 1] = stacks.length;
  }
  return { ...profile, samples: { ...samples, start, locations: Int32Array.from(stacks) } };
}
