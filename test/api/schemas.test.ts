/** The schemas that ship say of reports, their words and the manifest what the types say. */
import assert from "node:assert/strict";
import { basename } from "node:path";
import { test } from "node:test";
import ts from "typescript-api";
import { schemaFiles, schemaOf } from "../cli/json-schemas.ts";
import { exportOf, programOf } from "./compiler.ts";
import { type JsonSchema, schemaDifferences } from "./schema-differences.ts";

const program = programOf(["render/index.ts", "fetch/manifest/manifest.ts"]);
const checker = program.getTypeChecker();
const schemas = schemaFiles.map((file) => schemaOf(basename(file, ".schema.json")) as JsonSchema);

/** By kind: the types of the report and of its words. */
const worded = checker
  .getPropertiesOfType(checker.getDeclaredTypeOfSymbol(exportOf(program, "render/index.ts", "Worded")))
  .map((kind) => {
    const pair = checker.getTypeArguments(checker.getTypeOfSymbol(kind) as ts.TypeReference);
    return { kind: kind.name, pair: pair as readonly [ts.Type, ts.Type] };
  });

/** The part of a document that describes reports of the kind. */
function partOf(kind: string): { readonly root: JsonSchema; readonly schema: JsonSchema } {
  for (const root of schemas) {
    const schema = [root, ...Object.values(root.definitions ?? {})].find(
      (part) => part.properties?.["kind"]?.const === kind,
    );
    if (schema !== undefined) return { root, schema };
  }
  throw new Error(`no schema has reports of kind ${kind}`);
}

test("there are types to compare", () => {
  assert.ok(worded.length > 7, `${worded.length}`);
});

for (const { kind, pair } of worded) {
  test(`${kind}: type and schema agree`, () => {
    const [report, words] = pair;
    const { root, schema } = partOf(kind);
    assert.deepEqual(schemaDifferences(checker, report, schema, { root, schemas }), []);
    const wording = schema.properties?.["words"];
    assert.equal(wording === undefined, (words.flags & ts.TypeFlags.Null) !== 0, "words");
    if (wording !== undefined) assert.deepEqual(schemaDifferences(checker, words, wording, { root, schemas }), []);
  });
}

test("manifest: type and schema agree", () => {
  const type = checker.getDeclaredTypeOfSymbol(exportOf(program, "fetch/manifest/manifest.ts", "Manifest"));
  assert.deepEqual(schemaDifferences(checker, type, schemaOf("manifest") as JsonSchema), []);
});

/** A copy of the manifest's schema in which the place is changed. */
function changed(change: (schema: { properties: Record<string, object>; required: string[] }) => void): JsonSchema {
  const schema = structuredClone(schemaOf("manifest"));
  change(schema as unknown as Parameters<typeof change>[0]);
  return schema as JsonSchema;
}

test("whatever drifts is named", () => {
  const type = checker.getDeclaredTypeOfSymbol(exportOf(program, "fetch/manifest/manifest.ts", "Manifest"));
  const drifts: readonly (readonly [JsonSchema, readonly string[]])[] = [
    [changed(({ properties }) => delete properties["source"]), [": source only in the type"]],
    [changed(({ properties }) => Object.assign(properties, { extra: {} })), [": extra only in the schema"]],
    [
      changed(({ required }) => required.splice(required.indexOf("during"), 1)),
      [".during: optional only in the schema"],
    ],
    [
      changed((schema) => Object.assign(schema, { additionalProperties: true })),
      [": the schema takes other properties"],
    ],
    [
      changed(({ properties }) => Object.assign(properties["workload"] as object, { type: "string" })),
      [".workload: null only in the type"],
    ],
    [
      changed(({ properties }) => Object.assign(properties["kind"] as object, { const: "other" })),
      [".kind: heapblame-capture only in the type", ".kind: other only in the schema"],
    ],
    [
      changed(({ properties }) => Object.assign(properties["events"] as object, { items: { type: "number" } })),
      [".events[]: number only in the schema", ".events[]: object only in the type"],
    ],
  ];
  for (const [schema, differences] of drifts) assert.deepEqual(schemaDifferences(checker, type, schema), differences);
});
