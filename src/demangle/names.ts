/** Names of C++ symbols: where something is declared, what it is called, which template arguments it has. */
import { fixedSubstitution } from "./fixed-substitutions.ts";
import { type CastNode, type Node, name, type Scope, sequence, type TemplateNode } from "./nodes.ts";
import { OPERATORS } from "./operators.ts";
import type { Parser } from "./parser.ts";
import { rebindParameters } from "./rebind.ts";
import { castIn, readTemplateArg, readTemplateArgs, readTemplateParameter, settleCast } from "./templates.ts";

/** Any name; "std::" and substitutions, nested and local ones included. */
export function readName(p: Parser): Node {
  return p.nest(() => {
    if (p.peek() === "N") return readNestedName(p);
    if (p.peek() === "Z") return readLocalName(p);
    let found: Node;
    let isSubstitution = false;
    if (p.skip("St")) found = { kind: "qualified", scope: name("std"), name: readUnqualifiedName(p), isLocal: false };
    else if (p.peek() === "S") {
      found = readSubstitution(p, false);
      isSubstitution = found.kind !== "module";
      if (!isSubstitution) found = readUnqualifiedName(p, found);
    } else found = readUnqualifiedName(p);
    const cast = castIn(found);
    if (p.peek() !== "I") {
      settleCast(p, cast, undefined);
      return found;
    }
    if (!isSubstitution) p.remember(found);
    const template: TemplateNode = { kind: "template", name: found, args: readTemplateArgs(p) };
    settleCast(p, cast, template.args);
    return template;
  });
}

function readNestedName(p: Parser): Node {
  p.expect("N");
  const hasObjectParameter = p.skip("H");
  const words = hasObjectParameter ? [] : p.rules.qualifierWords(p);
  const reference = hasObjectParameter ? "" : p.rules.referenceQualifier(p);
  const found = readPrefix(p);
  return words.length > 0 || reference !== "" ? { kind: "method", name: found, words, reference } : found;
}

/** The parts of a nested name up to its "E"; all but the last become substitutions. */
function readPrefix(p: Parser): Node {
  let whole: Node | undefined;
  let last: Node | undefined;
  let module: Node | undefined;
  let cast: CastNode | undefined;
  for (;;) {
    const start = p.peek();
    if (start === "E") {
      if (whole === undefined) p.fail("a prefix");
      settleCast(p, cast, cast?.to.kind === "template" ? cast.to.args : undefined);
      p.skip("E");
      return whole as Node;
    }
    // Where the initializer of a member is: says nothing about its name.
    if (p.skip("M")) continue;
    let next: Node;
    if (start === "I" || start === "J") {
      if (whole === undefined) p.fail("a template");
      const args = start === "I" ? readTemplateArgs(p) : p.until("E", () => readTemplateArg(p));
      next = { kind: "template", name: whole as Node, args };
      settleCast(p, cast, args);
      cast = undefined;
      whole = undefined;
    } else {
      next = readPrefixPart(p, start, last, module);
      module = undefined;
      cast = castIn(next) ?? cast;
      if (next.kind === "module") {
        module = next;
        continue;
      }
    }
    last = next;
    whole = whole === undefined ? next : { kind: "qualified", scope: whole, name: next, isLocal: false };
    if (start !== "S" && p.peek() !== "E") p.remember(whole);
  }
}

function readPrefixPart(p: Parser, start: string, last: Node | undefined, module: Node | undefined): Node {
  if (start === "S") return readSubstitution(p, true);
  if (start === "T") return readTemplateParameter(p);
  if (start === "D" && (p.peek(1) === "T" || p.peek(1) === "t")) return p.rules.type(p);
  if (start === "C" || (start === "D" && p.peek(1) !== "C")) {
    if (last === undefined) p.fail("a class");
    const className = ownName(last as Node);
    p.take(1);
    if (start === "D") {
      p.take(1);
      return readTags(p, { kind: "destructor", name: className });
    }
    const inherits = p.skip("I");
    p.take(1);
    if (inherits) p.rules.type(p);
    return readTags(p, { kind: "constructor", name: className });
  }
  return readUnqualifiedName(p, module);
}

/** The last identifier, bare: what constructors are called. */
function ownName(node: Node): Node {
  if (node.kind === "template" || node.kind === "tagged" || node.kind === "qualified") return ownName(node.name);
  return node;
}

export function readUnqualifiedName(p: Parser, outer?: Node): Node {
  const module = readModules(p, outer);
  const isFriend = p.skip("F");
  const start = p.peek();
  let found: Node;
  if (/[0-9]/.test(start)) found = readSourceName(p);
  else if (/[a-z]/.test(start)) {
    found = readOperatorName(p, false).node;
    if (found.kind === "operator" && found.text === LITERAL_OPERATOR)
      found = sequence(LITERAL_OPERATOR, { paren: readSourceName(p) });
  } else if (p.skip("DC")) found = sequence("[", { kind: "list", items: p.until("E", () => readSourceName(p)) }, "]");
  else if (p.skip("L")) {
    found = readSourceName(p);
    skipDiscriminator(p);
  } else if (p.skip("Ub")) {
    p.compactNumber();
    found = name("'block-literal'");
  } else if (p.startsWith("Ul")) found = p.rules.closure(p);
  else if (p.startsWith("Ut")) found = p.rules.unnamedType(p);
  else p.fail("a name");
  if (module !== undefined) found = sequence(found as Node, "@", module);
  const tagged = readTags(p, found as Node);
  return isFriend ? sequence("friend ", tagged) : tagged;
}

const LITERAL_OPERATOR = 'operator"" ';

function readModules(p: Parser, outer: Node | undefined): Node | undefined {
  let module = outer;
  while (p.skip("W")) {
    const isPartition = p.skip("P");
    const own = readSourceName(p);
    const before = module?.kind === "module" ? `${module.text}${isPartition ? "" : "."}` : "";
    module = p.remember({ kind: "module", text: `${before}${isPartition ? ":" : ""}${own.text}` });
  }
  return module;
}

function readTags(p: Parser, found: Node): Node {
  let tagged = found;
  while (p.skip("B")) tagged = { kind: "tagged", name: tagged, tag: readSourceName(p) };
  return tagged;
}

export function readSourceName(p: Parser): Extract<Node, { readonly kind: "name" }> {
  const length = p.digits();
  if (length === 0) p.fail("an identifier");
  const text = p.take(length);
  return { kind: "name", text: /^_GLOBAL_[._$]N./s.test(text) ? "(anonymous namespace)" : text };
}

/** `vN` and a name is a vendor's, `cv` a conversion; the rest are in the table. */
export function readOperatorName(p: Parser, inExpression: boolean): { node: Node; operands: number } {
  const code = p.take(2);
  if (/^v[0-9]$/.test(code))
    return { node: { kind: "operator", text: readSourceName(p).text }, operands: Number(code[1]) };
  if (code === "cv") {
    if (inExpression) return { node: { kind: "cast", to: p.rules.type(p), scope: undefined }, operands: 1 };
    // The arguments of the template come after the type in which their parameters stand.
    const scope: Scope = { args: undefined };
    p.scopes.push(scope);
    const to = p.rules.type(p, true);
    p.scopes.pop();
    return { node: { kind: "cast", to, scope }, operands: 1 };
  }
  const known = OPERATORS[code];
  if (known === undefined) return p.fail("an operator");
  return { node: { kind: "operator", text: known[0] }, operands: known[1] };
}

function readLocalName(p: Parser): Node {
  p.expect("Z");
  const scope = p.rules.encoding(p, true);
  p.expect("E");
  if (p.skip("s")) {
    skipDiscriminator(p);
    return { kind: "qualified", scope, name: name("string literal"), isLocal: true };
  }
  const index = p.skip("d") ? p.compactNumber() : undefined;
  const own = readName(p);
  skipDiscriminator(p);
  const inner: Node = index === undefined ? own : { kind: "defaultArgument", index, name: own };
  return { kind: "qualified", scope, name: inner, isLocal: true };
}

/** `_3`, `__12_`: which of several local entities of one name; also bare digits at the very end. */
function skipDiscriminator(p: Parser): void {
  if (p.peek() !== "_") {
    if (/^[0-9]+$/.test(p.text.slice(p.at))) p.at = p.text.length;
    return;
  }
  p.expect("_");
  const isLong = p.skip("_");
  if (p.digits() >= 10 && isLong) p.expect("_");
}

/** `S_`, `S1A_`: what was read before; `Sa` and the like: names of the standard library. */
export function readSubstitution(p: Parser, isPrefix: boolean): Node {
  p.expect("S");
  if (/[_0-9A-Z]/.test(p.peek())) {
    const digits = p.takeWhile(/[0-9A-Z]/);
    p.expect("_");
    const index = digits === "" ? 0 : Number.parseInt(digits, 36) + 1;
    return rebindParameters(p, p.substitutions[index] ?? p.fail("an earlier substitution"));
  }
  const code = p.take(1);
  // Constructors are called by the full name of the class.
  const found = fixedSubstitution(code, isPrefix && (p.peek() === "C" || p.peek() === "D")) ?? p.fail("a substitution");
  return p.peek() === "B" ? p.remember(readTags(p, found)) : found;
}
