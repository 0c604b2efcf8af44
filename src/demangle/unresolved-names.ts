/** Names in expressions that are looked up only once the template is used. */
import { type Node, sequence } from "./nodes.ts";
import type { Parser } from "./parser.ts";

/** `gs` for the global scope, `sr` and a scope, then the name. */
export function readUnresolvedName(p: Parser): Node {
  if (p.skip("gs")) return sequence("::", readUnresolvedName(p));
  if (!p.skip("sr")) return readBaseName(p);
  if (p.isOneOf("TDS")) {
    const scope = p.rules.type(p);
    const found: Node = { kind: "qualified", scope, name: readBaseName(p), isLocal: false };
    if (p.peek() !== "I") return found;
    return p.remember({ kind: "template", name: found, args: p.rules.templateArgs(p) });
  }
  let scope: Node | undefined = p.skip("N") ? p.rules.type(p) : undefined;
  while (!p.skip("E")) {
    let part: Node = p.rules.sourceName(p);
    if (p.peek() === "I") part = { kind: "template", name: p.remember(part), args: p.rules.templateArgs(p) };
    scope = scope === undefined ? part : { kind: "qualified", scope, name: part, isLocal: false };
  }
  if (scope === undefined) return p.fail("a scope");
  return { kind: "qualified", scope, name: readBaseName(p), isLocal: false };
}

function readBaseName(p: Parser): Node {
  let found: Node;
  if (p.skip("on")) found = p.rules.operatorName(p, true).node;
  else if (p.skip("dn"))
    found = { kind: "destructor", name: /[0-9]/.test(p.peek()) ? p.rules.sourceName(p) : p.rules.type(p) };
  else if (/[0-9]/.test(p.peek())) found = p.rules.sourceName(p);
  else found = p.rules.operatorName(p, true).node;
  return withTemplateArgs(p, found);
}

export function withTemplateArgs(p: Parser, own: Node): Node {
  return p.peek() === "I" ? { kind: "template", name: own, args: p.rules.templateArgs(p) } : own;
}
