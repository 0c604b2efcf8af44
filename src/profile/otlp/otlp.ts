/**
 * Profiles of OTLP (opentelemetry.proto.profiles.v1development, alpha in 2026): one sample type a profile, tables in one dictionary. Those of one moment
 * become the columns of one profile again, joined by stack and attributes. Numbers of fields are those of release 0.4.0 of its Go module.
 */
import { ProfileError } from "../../errors.ts";
import { type NewLabel, ProfileBuilder } from "../builder.ts";
import { WireError } from "../codec/wire.ts";
import type { Profile, ValueType } from "../tables.ts";
import { Dictionary } from "./dictionary.ts";
import { looksLikeOtlp, Message } from "./message.ts";

/** Fields of the messages that are read here. */
const DATA = { resources: 1, dictionary: 2 } as const;
const RESOURCE = { scopes: 2 } as const;
const SCOPE = { profiles: 2 } as const;
const PROFILE = { type: 1, samples: 2, time: 3, duration: 4, periodType: 5, period: 6 } as const;
const SAMPLE = { stack: 1, attributes: 2, values: 4, timestamps: 5 } as const;
const BYTES_OF_TIMESTAMP = 8;

/** undefined for what is none. Throws ProfileError for one that is broken, has no profile, or has several states of one measure. */
export function parseOtlp(bytes: Uint8Array): Profile | undefined {
  if (!looksLikeOtlp(bytes)) return undefined;
  try {
    const data = new Message(bytes);
    const dictionary = new Dictionary(data.message(DATA.dictionary));
    const profiles = data
      .messages(DATA.resources)
      .flatMap((resource) => resource.messages(RESOURCE.scopes))
      .flatMap((scope) => scope.messages(SCOPE.profiles));
    return joined(profiles, dictionary);
  } catch (error) {
    if (!(error instanceof WireError)) throw error;
    throw refusal("invalid", `an OTLP message that is broken: ${error.message} at byte ${error.at}`, error);
  }
}

function joined(all: readonly Message[], dictionary: Dictionary): Profile {
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
  for (const { locations, values, labels } of rowsOf(chosen, dictionary)) builder.addSample(locations, values, labels);
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
  chosen: readonly { readonly profile: Message; readonly type: ValueType }[],
  dictionary: Dictionary,
): Iterable<Row> {
  const types = inOrder(chosen.map(({ type }) => type));
  const rows = new Map<string, Row>();
  for (const { profile, type } of chosen) {
    const column = types.indexOf(type);
    for (const sample of profile.messages(PROFILE.samples)) {
      const [stack, attributes] = [sample.index(SAMPLE.stack), sample.indices(SAMPLE.attributes)];
      const key = `${stack} ${[...attributes].sort((a, b) => a - b).join(",")}`;
      const row = rows.get(key) ?? {
        locations: dictionary.stack(stack),
        labels: dictionary.labels(attributes),
        values: types.map(() => 0n),
      };
      rows.set(key, row);
      row.values[column] = (row.values[column] as bigint) + valueOfSample(sample);
    }
  }
  return rows.values();
}

/** A sample of moments without values counts one for each. */
function valueOfSample(sample: Message): bigint {
  const values = sample.numbers(SAMPLE.values);
  if (values.length === 0) return BigInt(Math.floor(sample.lengthOf(SAMPLE.timestamps) / BYTES_OF_TIMESTAMP));
  return values.reduce((sum, value) => sum + value, 0n);
}

function refusal(code: "invalid" | "archive", fact: string, cause?: unknown): ProfileError {
  return new ProfileError(code, fact, "parsing profile: unrecognized profile format", { cause });
}
