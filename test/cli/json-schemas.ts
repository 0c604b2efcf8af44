/** The schemas that ship, as validators that know one another. */
import { readdirSync, readFileSync } from "node:fs";
import { basename } from "node:path";
import { fileURLToPath } from "node:url";
import { Ajv, type ValidateFunction } from "ajv";

const src = fileURLToPath(new URL("../../src/", import.meta.url));

/** Below src/. */
export const schemaFiles = readdirSync(src, { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".schema.json"))
  .sort();

export interface Schema {
  readonly $id: string;
  readonly definitions: Record<string, unknown>;
}

/** `name`: `growth`, `manifest`, as in its file's name. */
export function schemaOf(name: string): Schema {
  const file = schemaFiles.find((path) => basename(path) === `${name}.schema.json`);
  return JSON.parse(readFileSync(`${src}${file}`, "utf8"));
}

export function validatorOf(name: string): ValidateFunction {
  const schemas = schemaFiles.map((path) => schemaOf(basename(path, ".schema.json")));
  const validate = new Ajv({ allErrors: true, allowUnionTypes: true, schemas }).getSchema(schemaOf(name).$id);
  if (validate === undefined) throw new Error(`no schema ${name}`);
  return validate;
}
