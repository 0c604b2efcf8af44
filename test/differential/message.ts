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
  line: number | bigint;
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

/** What a profile says, a line for each sample and its stack in words; ids and the order of the tables do not show. */
export function profileLines(bytes: Uint8Array): string[] {
  const message = profileType.toObject(profileType.decode(bytes), { longs: String }) as DecodedProfile;
  const text = (row: string | undefined): string =>
    Buffer.from(message.string_table?.[Number(row ?? 0)] ?? []).toString("latin1");
  const functions = new Map(message.function?.map((fn) => [fn.id, fn]));
  const locations = new Map(message.location?.map((location) => [location.id, location]));
  const mappings = new Map(message.mapping?.map((mapping) => [mapping.id, mapping]));
  const lineText = ({ function_id, line, column }: DecodedLine): string => {
    const fn = functions.get(function_id ?? "");
    return `${text(fn?.name)} (${text(fn?.system_name)}) ${text(fn?.filename)}:${line}:${column} s=${fn?.start_line}`;
  };
  const frameText = (id: string): string => {
    const location = locations.get(id);
    const file = text(mappings.get(location?.mapping_id ?? "")?.filename);
    return `${location?.address} [${file}] ${location?.is_folded} ${location?.line?.map(lineText).join(" | ")}`;
  };
  const samples = (message.sample ?? []).map(({ location_id, value, label }) => {
    const labels = label?.map((one) => `${text(one.key)}=${text(one.str)} ${one.num} ${text(one.num_unit)}`);
    return `sample ${value?.join(" ")} {${labels?.join(", ") ?? ""}} ${location_id?.map(frameText).join(" < ")}`;
  });
  const typeText = (type: DecodedType | undefined): string => `${text(type?.type)}/${text(type?.unit)}`;
  const { sample: _, mapping, location, function: all, string_table: __, ...header } = message;
  return [
    `types ${message.sample_type?.map(typeText).join(" ")} default ${text(header.default_sample_type)}`,
    `period ${typeText(header.period_type)} ${header.period} time ${header.time_nanos} ${header.duration_nanos}`,
    `drop ${text(header.drop_frames)} keep ${text(header.keep_frames)} doc ${text(header.doc_url)}`,
    `comments ${header.comment?.map(text).join(" | ")}`,
    `${mapping?.length} mappings, ${location?.length} locations, ${all?.length} functions`,
    ...samples,
  ];
}

interface DecodedType {
  readonly type?: string;
  readonly unit?: string;
}

interface DecodedLine {
  readonly function_id?: string;
  readonly line?: string;
  readonly column?: string;
}

/** As protobufjs gives it: 64-bit numbers as text, nothing where a field is absent. */
interface DecodedProfile {
  readonly sample_type?: readonly DecodedType[];
  readonly period_type?: DecodedType;
  readonly period?: string;
  readonly time_nanos?: string;
  readonly duration_nanos?: string;
  readonly drop_frames?: string;
  readonly keep_frames?: string;
  readonly default_sample_type?: string;
  readonly doc_url?: string;
  readonly comment?: readonly string[];
  readonly sample?: readonly {
    readonly location_id?: readonly string[];
    readonly value?: readonly string[];
    readonly label?: readonly {
      readonly key?: string;
      readonly str?: string;
      readonly num?: string;
      readonly num_unit?: string;
    }[];
  }[];
  readonly mapping?: readonly { readonly id: string; readonly filename?: string }[];
  readonly location?: readonly {
    readonly id: string;
    readonly mapping_id?: string;
    readonly address?: string;
    readonly is_folded?: boolean;
    readonly line?: readonly DecodedLine[];
  }[];
  readonly function?: readonly {
    readonly id: string;
    readonly name?: string;
    readonly system_name?: string;
    readonly filename?: string;
    readonly start_line?: string;
  }[];
  readonly string_table?: readonly Uint8Array[];
}
