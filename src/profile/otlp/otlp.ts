/**
 * Profiles of OTLP (opentelemetry.proto.profiles.v1development, alpha in 2026): one sample type a profile, tables in one dictionary. Those of one moment
 * become the columns of one profile again, joined by stack and attributes. Numbers of fields are those of release 0.4.0 of its Go module; 0.1 and 0.2,
 * which number the fields of samples otherwise, are told by them. In JSON it is the same message.
 */
import { ProfileError } from "../../errors.ts";
import { type NewLabel, ProfileBuilder } from "../builder.ts";
import { WireError } from "../codec/wire.ts";
import type { Profile, ValueType } from "../tables.ts";
import { Dictionary } from "./dictionary.ts";
import { type Fields, looksLikeOldOtlp, looksLikeOtlp, Message } from "./message.ts";

/** Fields of the messages that are read here. */
const DATA = { resources: 1, dictionary: 2 } as const;
const RESOURCE = { scopes: 2 } as const;
const SCOPE = { profiles: 2 } as const;
const PROFILE = { type: 1, samples: 2, time: 3, duration: 4, periodType: 5, period: 6 } as const;
/** Before 0.3 fields 2 to 4 were values, attributes and a link, now they are attributes, a link and values: lists are packed, a link is a number. */
const SAMPLE_NOW = { stack: 1, attributes: 2, values: 4, timestamps: 5 } as const;
const SAMPLE_BEFORE = { stack: 1, attributes: 3, values: 2, timestamps: 5 } as const;
const [SECOND, THIRD, FOURTH] = [2, 3, 4] as const;
type SampleFields = typeof SAMPLE_NOW | typeof SAMPLE_BEFORE;
const BYTES_OF_TIMESTAMP = 8;

/** undefined for what is none. Throws ProfileError for one that is broken, has no profile, or has several states of one measure. */
export function parseOtlp(bytes: Uint8Array): Profile | undefined {
  if (!looksLikeOtlp(bytes)) {
    if (!looksLikeOldOtlp(bytes)) return undefined;
    throw refusal(
      "invalid",
      "an OTLP message as of 2025, with tables in each profile: heapblame reads those with one dictionary (opentelemetry.proto.profiles.v1development of the Go module's 0.1 to 0.4)",
    );
  }
  try {
    const data = new Message(bytes);
    return profileOf(data, fieldsOfSamples(data));
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw refusal("invalid", `an OTLP message that is broken: ${error.message} at byte ${error.at}`, error);
  }
}

/** `samples`: by which numbers their fields are known. Throws ProfileError. */
export function profileOf(data: Fields, samples: SampleFields = SAMPLE_NOW): Profile {
  return joined(profilesOf(data), new Dictionary(data.message(DATA.dictionary)), samples);
}

function profilesOf<Kind extends Fields>(data: Kind): Kind[] {
  const inside = (all: readonly Kind[], field: number): Kind[] => all.flatMap((each) => each.messages(field) as Kind[]);
  return inside(inside(inside([data], DATA.resources), RESOURCE.scopes), SCOPE.profiles);
}

function joined(all: readonly Fields[], dictionary: Dictionary, fields: SampleFields): Profile {
  const typed = all.map((profile) => ({ profile, type: dictionary.valueType(profile.message(PROFILE.type)) }));
  const heaps = typed.filter(({ type }) => /^(?:inuse|alloc)_/.test(type.type));
  const chosen = heaps.length > 0 ? heaps : typed;
  const [first] = chosen;
  if (first === undefined) throw refusal("invalid", "an OTLP message without a profile");
  const types = chosen.map(({ type }) => type);
  const twice = types.find(({ type }, at) => types.findIndex((other) => other.type === type) !== at);
  if (twice !== undefined) {
    throw refusal(
      "archive",
      `several profiles of ${twice.type} in one OTLP message: levels of several times, or processes, are no one state: give one`,
    );
  }
  const builder = new ProfileBuilder({
    sampleTypes: inOrder(types),
    periodType: dictionary.valueType(first.profile.message(PROFILE.periodType)),
    period: first.profile.number(PROFILE.period),
    timeNanos: first.profile.number(PROFILE.time),
    durationNanos: first.profile.number(PROFILE.duration),
  });
  dictionary.addTables(builder);
  for (const { locations, values, labels } of rowsOf(chosen, dictionary, fields))
    builder.addSample(locations, values, labels);
  return { ...builder.finish(), notices: ["an OTLP message (alpha)"] };
}

/** As the runtime has them, where they are a heap's. */
const RUNTIME = ["alloc_objects", "alloc_space", "inuse_objects", "inuse_space"];

function inOrder(types: readonly ValueType[]): ValueType[] {
  return [...types].sort((a, b) => RUNTIME.indexOf(a.type) - RUNTIME.indexOf(b.type));
}

interface Row {
  readonly locations: readonly number[];
  readonly labels: readonly NewLabel[];
  readonly values: bigint[];
}

function rowsOf(
  chosen: readonly { readonly profile: Fields; readonly type: ValueType }[],
  dictionary: Dictionary,
  fields: SampleFields,
): Iterable<Row> {
  const types = inOrder(chosen.map(({ type }) => type));
  const rows = new Map<string, Row>();
  for (const { profile, type } of chosen) {
    const column = types.indexOf(type);
    for (const sample of profile.messages(PROFILE.samples)) {
      const [stack, attributes] = [sample.index(fields.stack), sample.indices(fields.attributes)];
      const key = `${stack} ${[...attributes].sort((a, b) => a - b).join(",")}`;
      const row = rows.get(key) ?? {
        locations: dictionary.stack(stack),
        labels: dictionary.labels(attributes),
        values: types.map(() => 0n),
      };
      rows.set(key, row);
      row.values[column] = (row.values[column] as bigint) + valueOfSample(sample, fields);
    }
  }
  return rows.values();
}

/** A sample that tells decides for all. One of which only the second field is there has values, or, where it has moments, may have none. */
function fieldsOfSamples(data: Message): SampleFields {
  let hasOnlySecond = false;
  for (const sample of profilesOf(data).flatMap((profile) => profile.messages(PROFILE.samples))) {
    if (sample.hasBytes(FOURTH) || sample.hasNumber(THIRD)) return SAMPLE_NOW;
    if (sample.hasBytes(THIRD) || sample.hasNumber(FOURTH)) return SAMPLE_BEFORE;
    hasOnlySecond ||= sample.has(SECOND) && !sample.has(SAMPLE_NOW.timestamps);
  }
  return hasOnlySecond ? SAMPLE_BEFORE : SAMPLE_NOW;
}

/** A sample of moments without values counts one for each. */
function valueOfSample(sample: Fields, fields: SampleFields): bigint {
  const values = sample.numbers(fields.values);
  if (values.length === 0) return BigInt(Math.floor(sample.lengthOf(fields.timestamps) / BYTES_OF_TIMESTAMP));
  return values.reduce((sum, value) => sum + value, 0n);
}

function refusal(code: "invalid" | "archive", fact: string, cause?: unknown): ProfileError {
  return new ProfileError(code, fact, "parsing profile: unrecognized profile format", { cause });
}
