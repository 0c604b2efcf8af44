/**
 * Whether what a manifest says can be gone by, as its schema has it. It may have come with an issue from anybody: a file that it names lies in its
 * snapshot's folder, nowhere else. Fields that the schema does not know are of a later heapblame and do no harm.
 */
import schema from "./manifest.schema.json" with { type: "json" };

/** The keywords of JSON Schema that the manifest's needs, and are checked here. */
interface Part {
  readonly $ref?: string | undefined;
  readonly oneOf?: readonly Part[] | undefined;
  readonly type?: string | readonly string[] | undefined;
  readonly const?: unknown;
  readonly enum?: readonly unknown[] | undefined;
  readonly pattern?: string | undefined;
  readonly minimum?: number | undefined;
  readonly maximum?: number | undefined;
  readonly minItems?: number | undefined;
  readonly items?: Part | undefined;
  readonly required?: readonly string[] | undefined;
  readonly properties?: Readonly<Record<string, Part>> | undefined;
}

const definitions: Readonly<Record<string, Part>> = schema.definitions;

/** The first place of a manifest that is missing or not what it must be: `snapshots[2].time`; undefined if there is none. */
export function wrongPlaceOf(manifest: unknown): string | undefined {
  return wrongPlaceIn(manifest, schema)?.replace(/^\./, "");
}

/** `.snapshots[2].time`; "" for the value itself, undefined if it is right. */
function wrongPlaceIn(value: unknown, part: Part): string | undefined {
  if (part.$ref !== undefined) return wrongPlaceIn(value, definitionOf(part.$ref));
  if (part.oneOf !== undefined) return wrongPlaceInAll(value, part.oneOf);
  if (!isOfType(value, part) || !isOneOf(value, part)) return "";
  if (typeof value === "string") return new RegExp(part.pattern ?? "", "u").test(value) ? undefined : "";
  if (typeof value === "number") return isWithin(value, part) ? undefined : "";
  if (Array.isArray(value)) return wrongPlaceInList(value, part);
  return value === null ? undefined : wrongPlaceInRecord(value as Readonly<Record<string, unknown>>, part);
}

function definitionOf(reference: string): Part {
  return definitions[reference.slice("#/definitions/".length)] as Part;
}

/** Of none of them: the last is the one that says most. */
function wrongPlaceInAll(value: unknown, options: readonly Part[]): string | undefined {
  const wrong = options.map((option) => wrongPlaceIn(value, option));
  return wrong.includes(undefined) ? undefined : wrong.at(-1);
}

function isOfType(value: unknown, { type }: Part): boolean {
  return type === undefined || [type].flat().some((name) => IS_OF_TYPE[name]?.(value) === true);
}

const IS_OF_TYPE: Readonly<Record<string, (value: unknown) => boolean>> = {
  null: (value) => value === null,
  string: (value) => typeof value === "string",
  integer: Number.isInteger,
  array: Array.isArray,
  object: (value) => typeof value === "object" && value !== null && !Array.isArray(value),
};

function isOneOf(value: unknown, part: Part): boolean {
  return (!("const" in part) || part.const === value) && part.enum?.includes(value) !== false;
}

function isWithin(value: number, { minimum = Number.NEGATIVE_INFINITY, maximum = Number.POSITIVE_INFINITY }: Part) {
  return value >= minimum && value <= maximum;
}

function wrongPlaceInList(list: readonly unknown[], { items, minItems = 0 }: Part): string | undefined {
  if (list.length < minItems || items === undefined) return "";
  for (const [index, element] of list.entries()) {
    const wrong = wrongPlaceIn(element, items);
    if (wrong !== undefined) return `[${index}]${wrong}`;
  }
  return undefined;
}

function wrongPlaceInRecord(
  record: Readonly<Record<string, unknown>>,
  { properties = {}, required = [] }: Part,
): string | undefined {
  for (const [key, part] of Object.entries(properties)) {
    if (!Object.hasOwn(record, key)) {
      if (required.includes(key)) return `.${key}`;
      continue;
    }
    const wrong = wrongPlaceIn(record[key], part);
    if (wrong !== undefined) return `.${key}${wrong}`;
  }
  return undefined;
}
