/** Template parameters and arguments; and the conversion operators, whose type refers to arguments that follow it. */
import type { CastNode, Node, Scope } from "./nodes.ts";
import type { Parser } from "./parser.ts";

export function readTemplateParameter(p: Parser): Node {
  p.expect("T");
  const level = p.skip("L") ? p.compactNumber() : 0;
  const index = p.compactNumber();
  const scope = p.scopes[level];
  const isOpen = scope !== undefined && (scope.args === undefined || index < scope.args.length);
  if (isOpen) return { kind: "parameter", scope: scope as Scope, index };
  if (p.lambdaLevel > 0 && level === p.lambdaLevel - 1) return { kind: "auto", index };
  return p.fail("a template parameter in scope");
}

export function readTemplateArgs(p: Parser): Node[] {
  p.take(1);
  return p.until("E", () => readTemplateArg(p));
}

export function readTemplateArg(p: Parser): Node {
  return p.nest(() => {
    if (p.skip("X")) {
      const found = p.rules.expression(p);
      p.expect("E");
      return found;
    }
    if (p.peek() === "L") return p.rules.literal(p);
    if (p.peek() === "I" || p.peek() === "J") return { kind: "pack", items: readTemplateArgs(p) };
    return p.rules.type(p);
  });
}

/** The conversion operator that `node` names, if it does. */
export function castIn(node: Node): CastNode | undefined {
  if (node.kind === "cast") return node;
  if (node.kind === "qualified" || node.kind === "tagged") return castIn(node.name);
  return undefined;
}

export function settleCast(p: Parser, cast: CastNode | undefined, args: readonly Node[] | undefined): void {
  if (cast?.scope === undefined || cast.scope.args !== undefined) return;
  if (args !== undefined) cast.scope.args = args;
  else if (hasOpenParameter(cast.to, cast.scope)) p.fail("template arguments of a conversion");
}

/** `seen`: parts are shared, and a symbol can share them often enough to never end. */
function hasOpenParameter(value: unknown, scope: Scope, seen: Set<unknown> = new Set()): boolean {
  if (typeof value !== "object" || value === null || seen.has(value)) return false;
  if (value === scope) return true;
  seen.add(value);
  return Object.values(value).some((part) => hasOpenParameter(part, scope, seen));
}
