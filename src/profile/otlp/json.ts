/**
 * OTLP profiles in JSON, as protobuf and OTLP write it and a collector's file exporter keeps it: the same message by the names of its fields, which are
 * told apart by themselves in all of its releases. Ids, in hexadecimal or not, are not read.
 */
import { ProfileError } from "../../errors.ts";
import { UNRECOGNIZED } from "../codec/foreign.ts";
import type { Profile } from "../tables.ts";
import type { Fields } from "./message.ts";
import { profileOf } from "./otlp.ts";

/** Names of a field, and the fields of the message in it. */
interface Field {
  readonly names: readonly string[];
  readonly inside?: Schema;
}
type Schema = Readonly<Record<number, Field>>;

const named = (...names: readonly string[]): Field => ({ names });
const holds = (inside: Schema, ...names: readonly string[]): Field => ({ names, inside });

const VALUE_TYPE: Schema = { 1: named("typeStrindex"), 2: named("unitStrindex") };
const SAMPLE: Schema = {
  ...{ 1: named("stackIndex"), 2: named("attributeIndices"), 4: named("values"), 5: named("timestampsUnixNano") },
};
const PROFILE: Schema = {
  ...{ 1: holds(VALUE_TYPE, "sampleType"), 2: holds(SAMPLE, "samples", "sample"), 3: named("timeUnixNano") },
  ...{ 4: named("durationNano"), 5: holds(VALUE_TYPE, "periodType"), 6: named("period") },
};
const MAPPING: Schema = {
  ...{ 1: named("memoryStart"), 2: named("memoryLimit"), 3: named("fileOffset"), 4: named("filenameStrindex") },
  5: named("attributeIndices"),
};
const LINE: Schema = { 1: named("functionIndex"), 2: named("line"), 3: named("column") };
const LOCATION: Schema = { 1: named("mappingIndex"), 2: named("address"), 3: holds(LINE, "lines", "line") };
const FUNCTION: Schema = {
  ...{ 1: named("nameStrindex"), 2: named("systemNameStrindex"), 3: named("filenameStrindex"), 4: named("startLine") },
};
const VALUE: Schema = { 1: named("stringValue"), 3: named("intValue") };
const ATTRIBUTE: Schema = { 1: named("keyStrindex"), 2: holds(VALUE, "value"), 3: named("unitStrindex") };
const DICTIONARY: Schema = {
  ...{ 1: holds(MAPPING, "mappingTable"), 2: holds(LOCATION, "locationTable"), 3: holds(FUNCTION, "functionTable") },
  ...{
    5: named("stringTable"),
    6: holds(ATTRIBUTE, "attributeTable"),
    7: holds({ 1: named("locationIndices") }, "stackTable"),
  },
};
const SCOPES: Schema = { 2: holds(PROFILE, "profiles") };
const DATA: Schema = {
  1: holds({ 2: holds(SCOPES, "scopeProfiles") }, "resourceProfiles"),
  2: holds(DICTIONARY, "dictionary"),
};

const BYTES_OF_FIXED64 = 8;

class JsonFields implements Fields {
  readonly #json: Readonly<Record<string, unknown>>;
  readonly #schema: Schema;

  constructor(json: unknown, schema: Schema) {
    if (typeof json !== "object" || json === null)
      throw refusal("json", "an OTLP message in JSON with something else in a message's place");
    this.#json = json as Readonly<Record<string, unknown>>;
    this.#schema = schema;
  }

  number(field: number): bigint {
    return this.numbers(field).at(-1) ?? 0n;
  }

  index(field: number): number {
    return Number(this.number(field));
  }

  numbers(field: number): bigint[] {
    return this.#listOf(field).map((value) => wholeOf(value, this.#schema[field]?.names[0] ?? ""));
  }

  indices(field: number): number[] {
    return this.numbers(field).map(Number);
  }

  has(field: number): boolean {
    return this.#listOf(field).length > 0;
  }

  lengthOf(field: number): number {
    return BYTES_OF_FIXED64 * this.#listOf(field).length;
  }

  messages(field: number): JsonFields[] {
    return this.#listOf(field).map((value) => new JsonFields(value, this.#schema[field]?.inside ?? {}));
  }

  message(field: number): JsonFields {
    return this.messages(field).at(-1) ?? new JsonFields({}, this.#schema[field]?.inside ?? {});
  }

  texts(field: number): string[] {
    return this.#listOf(field).map((value) => {
      if (typeof value === "string") return value;
      throw refusal(
        "json",
        `an OTLP message in JSON in which ${this.#schema[field]?.names[0] ?? ""} holds what is no text`,
      );
    });
  }

  /** By any of its names, in lower case with lines too. */
  #listOf(field: number): readonly unknown[] {
    for (const name of this.#schema[field]?.names ?? []) {
      const value = this.#json[name] ?? this.#json[name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)];
      if (value !== undefined && value !== null) return Array.isArray(value) ? (value as readonly unknown[]) : [value];
    }
    return [];
  }
}

/** 64-bit numbers are texts. */
function wholeOf(value: unknown, name: string): bigint {
  if (Number.isSafeInteger(value)) return BigInt(value as number);
  if (typeof value === "string" && /^-?\d{1,20}$/.test(value)) return BigInt.asIntN(64, BigInt(value));
  throw refusal("json", `an OTLP message in JSON in which ${name} is no whole number`);
}

const BRACE = 0x7b;
const BEGINNING = /^\s*\{\s*"(?:resourceProfiles|resource_profiles|dictionary)"\s*:/;
const LONGEST_BEGINNING = 256;

/** undefined for what is none. Throws as parseOtlp, and "json" for JSON that is broken. */
export function parseOtlpJson(bytes: Uint8Array): Profile | undefined {
  const start = bytes.subarray(0, LONGEST_BEGINNING);
  if (!start.includes(BRACE) || !BEGINNING.test(new TextDecoder().decode(start))) return undefined;
  const json = parseText(new TextDecoder().decode(bytes));
  if (!("dictionary" in json)) throw refusal("invalid", "an OTLP message in JSON without its dictionary of tables");
  return profileOf(new JsonFields(json, DATA));
}

/** One message; a file of lines has several, each a state of its own. */
function parseText(text: string): object {
  try {
    return JSON.parse(text) as object;
  } catch (error) {
    const lines = text.split("\n").filter((line) => line.trim() !== "");
    if (lines.length > 1 && lines.every((line) => /^\s*\{.*\}\s*$/s.test(line))) {
      throw refusal(
        "archive",
        `${lines.length} OTLP messages, one a line: states of several times, or processes, are no one state: give one`,
      );
    }
    throw refusal("json", "an OTLP message in JSON that is broken", error);
  }
}

function refusal(code: "invalid" | "archive" | "json", fact: string, cause?: unknown): ProfileError {
  return new ProfileError(code, fact, UNRECOGNIZED, { cause });
}
