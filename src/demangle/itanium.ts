/** The rules of the C++ ABI's grammar, put together. */
import { readEncodedName, readEncoding } from "./encoding.ts";
import { readExpression, readLiteral } from "./expressions.ts";
import { readName, readOperatorName, readSourceName, readSubstitution, readUnqualifiedName } from "./names.ts";
import type { Node } from "./nodes.ts";
import { Parser, type Rules } from "./parser.ts";
import { readTemplateArg, readTemplateArgs, readTemplateParameter } from "./templates.ts";
import {
  readClosure,
  readParameters,
  readQualifierWords,
  readReferenceQualifier,
  readType,
  readUnnamedType,
} from "./type-grammar.ts";

const RULES: Rules = {
  encoding: readEncoding,
  name: readName,
  unqualifiedName: readUnqualifiedName,
  sourceName: readSourceName,
  operatorName: readOperatorName,
  substitution: readSubstitution,
  templateParameter: readTemplateParameter,
  templateArgs: readTemplateArgs,
  templateArg: readTemplateArg,
  type: readType,
  parameters: readParameters,
  closure: readClosure,
  unnamedType: readUnnamedType,
  qualifierWords: readQualifierWords,
  referenceQualifier: readReferenceQualifier,
  expression: readExpression,
  literal: readLiteral,
};

/** The symbol after its `_Z`; what follows it, such as the suffix of a clone, is not looked at. Throws NotMangled. */
export function parseItanium(mangled: string, hasParameters: boolean): Node {
  const parser = new Parser(mangled, RULES);
  return hasParameters ? readEncoding(parser, false) : readEncodedName(parser);
}
