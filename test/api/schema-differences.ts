/** Where a TypeScript type and a JSON schema disagree: names and optionality of properties, kinds of values, literals. */
import ts from "typescript-api";

export interface JsonSchema {
  readonly $ref?: string;
  readonly $id?: string;
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly oneOf?: readonly JsonSchema[];
  readonly anyOf?: readonly JsonSchema[];
  readonly required?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly additionalProperties?: boolean | JsonSchema;
  readonly items?: JsonSchema;
  readonly definitions?: Readonly<Record<string, JsonSchema>>;
}

/** A part of a schema, and the document that its own references are of. */
type Placed = readonly [JsonSchema, JsonSchema];

/** What a value may be: literals, kinds of scalars, lists and records. */
interface Shape {
  readonly scalars: ReadonlySet<string>;
  readonly literals: ReadonlySet<unknown>;
}

/** Codes that a new finding adds to: the schemas leave them open, so that a finding is one entry. */
const OPEN = /\.(code|cause)$/;

/**
 * None where the two agree. `root` has the definitions that the schema refers to, `schemas` those of other documents. Words lie beside a report in
 * its JSON: of a record with a `kind` the schema may have them, and the type has not.
 */
export function schemaDifferences(
  checker: ts.TypeChecker,
  type: ts.Type,
  schema: JsonSchema,
  { root = schema, schemas = [root] }: { readonly root?: JsonSchema; readonly schemas?: readonly JsonSchema[] } = {},
): readonly string[] {
  const found = new Set<string>();
  const seen = new Map<ts.Type, Set<JsonSchema>>();

  function compare(types: readonly ts.Type[], options: readonly Placed[], at: string): void {
    const [ours, theirs] = [shapeOfTypes(types), shapeOfSchemas(options.map(([option]) => option))];
    const isOpen = OPEN.test(at) && theirs.scalars.has("string");
    compareSets(
      ours.scalars,
      isOpen ? new Set([...theirs.scalars].filter((name) => name !== "string")) : theirs.scalars,
      at,
    );
    if (!isOpen) compareSets(ours.literals, theirs.literals, at);
    const [lists, records] = [
      types.filter((one) => isList(checker, one)),
      types.filter((one) => isRecord(checker, one)),
    ];
    const listOptions = options.filter(([option]) => kindsOf(option).includes("array"));
    const recordOptions = options.filter(([option]) => kindsOf(option).includes("object"));
    if (lists.length > 0 && listOptions.length > 0) compareItems(lists, listOptions, at);
    if (records.length > 0 && recordOptions.length > 0) compareRecords(records, recordOptions, at);
  }

  function compareSets(ours: ReadonlySet<unknown>, theirs: ReadonlySet<unknown>, at: string): void {
    for (const one of ours) if (!theirs.has(one)) found.add(`${at}: ${String(one)} only in the type`);
    for (const one of theirs) if (!ours.has(one)) found.add(`${at}: ${String(one)} only in the schema`);
  }

  function compareItems(lists: readonly ts.Type[], options: readonly Placed[], at: string): void {
    const items = lists.flatMap((list) => checker.getTypeArguments(list as ts.TypeReference));
    compare(
      items.flatMap(partsOf),
      options.flatMap(([{ items: item }, root]) => (item ? resolve(item, root) : [])),
      `${at}[]`,
    );
  }

  function compareRecords(records: readonly ts.Type[], options: readonly Placed[], at: string): void {
    const [first] = options as readonly [Placed];
    if (first[0].properties === undefined) compareFree(records, first, at);
    else compareKnown(records, options, first, at);
  }

  function compareKnown(records: readonly ts.Type[], options: readonly Placed[], first: Placed, at: string): void {
    for (const record of records) {
      const known = seen.get(record) ?? new Set();
      seen.set(record, known);
      const option = options.find((candidate) => isOf(checker, record, candidate[0])) ?? first;
      if (known.has(option[0])) continue;
      known.add(option[0]);
      compareProperties(record, option, at);
    }
  }

  /** Records of any properties: what they hold is compared. */
  function compareFree(records: readonly ts.Type[], [{ additionalProperties }, root]: Placed, at: string): void {
    if (typeof additionalProperties !== "object") return;
    const theirs = shapeOfSchemas(resolve(additionalProperties, root).map(([option]) => option)).scalars;
    for (const record of records) {
      const values = checker.getPropertiesOfType(record).map((property) => checker.getTypeOfSymbol(property));
      const ours = shapeOfTypes(values.flatMap(partsOf));
      for (const one of ours.scalars) if (!theirs.has(one)) found.add(`${at}.*: ${one} only in the type`);
    }
  }

  function compareProperties(
    record: ts.Type,
    [{ properties = {}, required = [], additionalProperties }, root]: Placed,
    at: string,
  ): void {
    const ours = new Map(checker.getPropertiesOfType(record).map((property) => [property.name, property]));
    const isWorded = ours.has("kind") && !ours.has("words");
    const names = Object.keys(properties).filter((name) => !(isWorded && name === "words"));
    compareSets(new Set(ours.keys()), new Set(names), at);
    if (additionalProperties !== false) found.add(`${at}: the schema takes other properties`);
    for (const [name, property] of ours) {
      const wanted = properties[name];
      if (wanted === undefined) continue;
      const parts = partsOf(checker.getTypeOfSymbol(property));
      const isOptional =
        (property.flags & ts.SymbolFlags.Optional) !== 0 || parts.some(({ flags }) => flags & ts.TypeFlags.Undefined);
      if (isOptional === required.includes(name)) {
        found.add(`${at}.${name}: ${isOptional ? "required" : "optional"} only in the schema`);
      }
      compare(
        parts.filter(({ flags }) => !(flags & ts.TypeFlags.Undefined)),
        resolve(wanted, root),
        `${at}.${name}`,
      );
    }
  }

  function shapeOfTypes(types: readonly ts.Type[]): Shape {
    const [scalars, literals] = [new Set<string>(), new Set<unknown>()];
    for (const type of types) {
      if (type.flags & ts.TypeFlags.Null) scalars.add("null");
      else if (type.flags & ts.TypeFlags.BooleanLike) scalars.add("boolean");
      else if (type.isStringLiteral() || type.isNumberLiteral()) literals.add(type.value);
      else if (type.flags & ts.TypeFlags.StringLike) scalars.add("string");
      else if (type.flags & (ts.TypeFlags.NumberLike | ts.TypeFlags.BigIntLike)) scalars.add("number");
      else scalars.add(isList(checker, type) ? "array" : "object");
    }
    return { scalars, literals };
  }

  /** The schema without references and alternatives: each part with the document that its own references are of. */
  function resolve(part: JsonSchema, root: JsonSchema): readonly Placed[] {
    if (part.$ref !== undefined) {
      const [id, pointer = ""] = part.$ref.split("#") as [string, string?];
      const document = id === "" ? root : schemas.find(({ $id }) => $id === id);
      const keys = pointer.split("/").slice(1);
      const target = keys.reduce<unknown>(
        (value, key) => (value as Record<string, unknown> | undefined)?.[key],
        document,
      );
      if (document === undefined || target === undefined) throw new Error(`${part.$ref} leads nowhere`);
      return resolve(target as JsonSchema, document);
    }
    const options = part.oneOf ?? part.anyOf;
    return options === undefined ? [[part, root]] : options.flatMap((option) => resolve(option, root));
  }

  compare(partsOf(type), resolve(schema, root), "");
  return [...found].sort();
}

function partsOf(type: ts.Type): readonly ts.Type[] {
  return type.isUnion() ? type.types : [type];
}

function isList(checker: ts.TypeChecker, type: ts.Type): boolean {
  return checker.isArrayType(type) || checker.isTupleType(type);
}

function isRecord(checker: ts.TypeChecker, type: ts.Type): boolean {
  return (type.flags & (ts.TypeFlags.Object | ts.TypeFlags.Intersection)) !== 0 && !isList(checker, type);
}

/** Whether the schema's constants are those of the record: which of several it is. */
function isOf(checker: ts.TypeChecker, record: ts.Type, { properties = {} }: JsonSchema): boolean {
  return Object.entries(properties).every(([name, { const: constant }]) => {
    if (constant === undefined) return true;
    const property = checker.getPropertyOfType(record, name);
    const type = property && checker.getTypeOfSymbol(property);
    return type !== undefined && "value" in type && type.value === constant;
  });
}

function kindsOf({ type = [] }: JsonSchema): readonly string[] {
  return typeof type === "string" ? [type] : type;
}

function shapeOfSchemas(options: readonly JsonSchema[]): Shape {
  const [scalars, literals] = [new Set<string>(), new Set<unknown>()];
  for (const option of options) {
    const values = option.const === undefined ? option.enum : [option.const];
    for (const value of values ?? []) {
      if (value === null) scalars.add("null");
      else literals.add(value);
    }
    if (values !== undefined) continue;
    for (const kind of kindsOf(option)) scalars.add(kind === "integer" ? "number" : kind);
  }
  return { scalars, literals };
}
