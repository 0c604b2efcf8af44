/**
 * profile.proto messages as plain objects, and their bytes through protobufjs over proto/profile.proto: no line of heapblame's own
 * codec takes part. Strings are bytes on the wire, so that a profile can hold text that is no UTF-8.
 */
import { readFileSync } from "node:fs";
import { gzipSync } from "node:zlib";
import protobuf from "protobufjs";

export interface ValueTypeMessage {
  type: number;
  unit: number;
}

export interface LabelMessage {
  key: number;
  str?: number;
  num?: bigint;
  num_unit?: number;
}

export interface SampleMessage {
  location_id: bigint[];
  value: bigint[];
  label: LabelMessage[];
}

export interface MappingMessage {
  id: bigint;
  memory_start: bigint;
  memory_limit: bigint;
  file_offset: bigint;
  filename: number;
  build_id: number;
  has_functions: boolean;
  has_filenames: boolean;
  has_line_numbers: boolean;
  has_inline_frames: boolean;
}

export interface LineMessage {
  function_id: bigint;
  line: number;
  column: number;
}

export interface LocationMessage {
  id: bigint;
  mapping_id: bigint;
  address: bigint;
  line: LineMessage[];
  is_folded: boolean;
}

export interface FunctionMessage {
  id: bigint;
  name: number;
  system_name: number;
  filename: number;
  start_line: number;
}

export interface ProfileMessage {
  sample_type: ValueTypeMessage[];
  sample: SampleMessage[];
  mapping: MappingMessage[];
  location: LocationMessage[];
  function: FunctionMessage[];
  string_table: Uint8Array[];
  drop_frames: number;
  keep_frames: number;
  time_nanos: bigint;
  duration_nanos: bigint;
  period_type?: ValueTypeMessage;
  period: bigint;
  comment: number[];
  default_sample_type: number;
  doc_url: number;
}

/** Strings of one profile in the order of their first use; "" comes first, as the format wants it. */
export class Strings {
  readonly table: Uint8Array[] = [new Uint8Array(0)];
  readonly #rows = new Map<string, number>([["", 0]]);

  row(text: string | Uint8Array): number {
    const bytes = typeof text === "string" ? Buffer.from(text, "utf8") : Buffer.from(text);
    const key = bytes.toString("latin1");
    const known = this.#rows.get(key);
    if (known !== undefined) return known;
    this.#rows.set(key, this.table.length);
    return this.table.push(bytes) - 1;
  }
}

const schema = readFileSync(new URL("../../proto/profile.proto", import.meta.url), "utf8");
const { root } = protobuf.parse(schema.replace("repeated string string_table", "repeated bytes string_table"), {
  keepCase: true,
});
const profileType = root.lookupType("perftools.profiles.Profile");

export function profileBytes(message: ProfileMessage): Uint8Array {
  return profileType.encode(profileType.fromObject(withLongs(message) as object)).finish();
}

export function gzippedProfile(message: ProfileMessage): Uint8Array {
  return gzipSync(profileBytes(message), { level: 1 });
}

/** protobufjs takes 64-bit numbers as halves. */
function withLongs(value: unknown): unknown {
  if (typeof value === "bigint") {
    const bits = BigInt.asUintN(64, value);
    return new protobuf.util.Long(Number(bits & 0xffffffffn) | 0, Number(bits >> 32n) | 0, false);
  }
  if (value instanceof Uint8Array || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(withLongs);
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, withLongs(inner)]));
}
