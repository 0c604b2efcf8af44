/** What the report about one heap has. */

import type { Finding } from "../../blame/provenance/provenance.ts";
import type { Role } from "../../blame/suspects/roles.ts";
import type { Owner } from "../../graph/go/module.ts";
import type { Granularity } from "../../graph/granularity.ts";
import type { Value } from "../../profile/int64.ts";
import type { ValueType } from "../../profile/tables.ts";
import type { KindsEvidence } from "../growth/kinds.ts";
import type { SortKey } from "../growth/query.ts";
import type { Amount } from "./amount.ts";
import type { HeapMemory } from "./memory.ts";

/** What one heap is made of; values in the unit of the sample type. */
export interface HeapReport {
  readonly kind: "heap";
  readonly schemaVersion: 1;
  readonly source: string;
  /** Base name of the main binary, "" if the profile does not say. */
  readonly program: string;
  readonly buildId: string;
  /** Nanoseconds since the Unix epoch, null if the profile does not say. */
  readonly timeNanos: bigint | null;
  readonly sampleType: ValueType;
  readonly granularity: Granularity;
  /** What the rows are ordered by. */
  readonly sort: SortKey;
  readonly filters: readonly string[];
  /** In the unit of the sample type. */
  readonly total: Amount;
  /** Objects behind the total; null where they are not counted, or are the total themselves. */
  readonly objects: Amount | null;
  /** Where it gathers, disjoint, most first. */
  readonly places: readonly HeapPlace[];
  readonly functions: readonly HeapRow[];
  readonly omitted: { readonly count: number; readonly flat: Value; readonly objects: Value | null };
  /** Each adds up to the total. */
  readonly modules: readonly HeapOwner[];
  readonly packages: readonly (HeapOwner & { readonly package: string })[];
  /** Decoded Kubernetes objects; null where these are no large part. */
  readonly kinds: KindsEvidence | null;
  /** Null where neither the runtime's own books nor a limit are known. */
  readonly memory: HeapMemory | null;
  /** About the profile itself. */
  readonly findings: readonly Finding[];
  /** What one capture cannot say. */
  readonly gaps: readonly HeapGap[];
  /** Command lines that would say more. */
  readonly next: readonly string[];
}

/** A place where the live heap gathers. */
export interface HeapPlace extends Amount {
  /** What allocates, as a place: below it the stacks fan out. */
  readonly frame: string;
  /** Outermost frame that is more than plumbing. */
  readonly entry: string;
  /** What allocates most of it. */
  readonly leaf: string;
  /** Part of it that `leaf` allocates, from a half on. */
  readonly leafShare: number;
  /** The program's own functions below `ownFrame` that it parts into, most first, each with its part: two or more, or none. */
  readonly branches: readonly { readonly frame: string; readonly share: number }[];
  /** The program's own function nearest to the allocation; null if none is on these stacks. */
  readonly ownFrame: string | null;
  /** Null if the names do not tell. */
  readonly role: Role | null;
  readonly module: string;
  readonly version: string;
  readonly owner: Owner;
  /** Of the total. */
  readonly share: number;
  /** Places of one cause, put together. */
  readonly stacks: number;
  readonly fingerprint: string;
}

/** A frame, and what of the heap it allocated; values in the unit of the sample type. */
export interface HeapRow {
  readonly name: string;
  readonly file: string;
  readonly package: string;
  readonly module: string;
  readonly flat: Value;
  readonly flatLow: number | null;
  readonly flatHigh: number | null;
  readonly cum: Value;
  readonly cumLow: number | null;
  readonly cumHigh: number | null;
  /** Of the total. */
  readonly share: number;
  readonly shareCum: number;
  /** That the frame itself allocated; null where they are not counted. */
  readonly objects: Value | null;
  readonly samples: number | null;
}

/** A module, and what of the heap it allocated; bytes. */
export interface HeapOwner extends Omit<Amount, "samples"> {
  /** Path of the module, `std` of the standard library, "" where it is not known. */
  readonly module: string;
  readonly version: string;
  readonly owner: Owner;
  readonly share: number;
}

/** `allocated`: how much of it is still live. `growth`: whether it grows. `holder`: who keeps it. `outside`: memory that is not heap. `age`: it is as old as the last collection. */
export type HeapGap = "allocated" | "growth" | "holder" | "outside" | "age";
