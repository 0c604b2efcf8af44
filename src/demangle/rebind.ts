/**
 * A substitution repeats what was written before, and with it the words "first template parameter"; which template that is depends on where it
 * stands now. So the parameters in it are bound anew.
 */
import type { Node, Scope } from "./nodes.ts";
import type { Parser } from "./parser.ts";

interface Place {
  readonly scope: Scope | undefined;
  /** In the parameters of a lambda they count as the lambda's own. */
  readonly isInLambda: boolean;
}

export function rebindParameters(p: Parser, node: Node): Node {
  const own = node.kind === "template" ? { args: node.args } : undefined;
  const place = { scope: p.scopes.at(-1) ?? own, isInLambda: p.lambdaLevel > 0 };
  return rebind(p, node, place, new Map()) as Node;
}

/** The same object if there is no parameter in it. */
function rebind(p: Parser, value: unknown, place: Place, done: Map<unknown, unknown>): unknown {
  if (typeof value !== "object" || value === null) return value;
  const known = done.get(value);
  if (known !== undefined) return known;
  const result = Array.isArray(value) ? rebindItems(p, value, place, done) : rebindNode(p, value as Node, place, done);
  done.set(value, result);
  return result;
}

function rebindItems(p: Parser, items: readonly unknown[], place: Place, done: Map<unknown, unknown>): unknown {
  const fresh = items.map((item) => rebind(p, item, place, done));
  return fresh.every((item, index) => item === items[index]) ? items : fresh;
}

function rebindNode(p: Parser, node: Node, place: Place, done: Map<unknown, unknown>): unknown {
  if (node.kind === "parameter" || node.kind === "auto") return rebindParameter(p, node, place);
  if (node.kind === "closure" && !place.isInLambda)
    return rebindFields(p, node, { ...place, isInLambda: true }, new Map());
  if (node.kind === "encoding" && node.name.kind === "template") {
    return rebindFields(p, node, { scope: { args: node.name.args }, isInLambda: false }, new Map());
  }
  return rebindFields(p, node, place, done);
}

function rebindFields(p: Parser, node: Node, place: Place, done: Map<unknown, unknown>): unknown {
  const fields = Object.entries(node);
  const fresh = fields.map(([key, value]) => [
    key,
    key === "scope" && !isNode(value) ? value : rebind(p, value, place, done),
  ]);
  return fresh.every(([, value], index) => value === fields[index]?.[1]) ? node : Object.fromEntries(fresh);
}

function isNode(value: unknown): boolean {
  return typeof value === "object" && value !== null && "kind" in value;
}

function rebindParameter(
  p: Parser,
  node: Extract<Node, { readonly kind: "parameter" | "auto" }>,
  { scope, isInLambda }: Place,
): Node {
  const { index } = node;
  if (isInLambda) return node.kind === "auto" ? node : { kind: "auto", index };
  if (scope === undefined) return p.fail("a template around a parameter");
  if (scope.args !== undefined && index >= scope.args.length) return p.fail("a template parameter in scope");
  return node.kind === "parameter" && node.scope === scope ? node : { kind: "parameter", scope, index };
}
