/** Whoever uses the library can name every type that its functions take and give, and reads what each export is. */
import assert from "node:assert/strict";
import { test } from "node:test";
import ts from "typescript-api";
import { programOf, src } from "./compiler.ts";

const names = ["index.ts", "load.ts"];
const entries = names.map((name) => src + name);
const program = programOf(names);
const checker = program.getTypeChecker();

function target(symbol: ts.Symbol): ts.Symbol {
  return symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol;
}

const exported = new Map<ts.Symbol, string>(
  entries.flatMap((entry) => {
    const module = checker.getSymbolAtLocation(program.getSourceFile(entry) as ts.SourceFile) as ts.Symbol;
    return checker.getExportsOfModule(module).map((symbol): [ts.Symbol, string] => [target(symbol), symbol.name]);
  }),
);

/** What a declaration says to its users: neither bodies and initial values nor what is private. */
function visitSignature(node: ts.Node, found: (name: ts.EntityName | ts.Expression) => void): void {
  if (ts.isBlock(node)) return;
  const isPrivate = ts.isClassElement(node) && node.name !== undefined && ts.isPrivateIdentifier(node.name);
  if (isPrivate) return;
  if (ts.isTypeReferenceNode(node)) found(node.typeName);
  if (ts.isExpressionWithTypeArguments(node)) found(node.expression);
  ts.forEachChild(node, (child) => {
    const isValue = "initializer" in node && node.initializer === child;
    if (!isValue) visitSignature(child, found);
  });
}

function missingTypes(): string[] {
  const missing = new Set<string>();
  for (const [symbol, name] of exported) {
    for (const declaration of symbol.declarations ?? []) {
      visitSignature(declaration, (reference) => {
        const named = checker.getSymbolAtLocation(reference);
        const used = named && target(named);
        const file = used?.declarations?.[0]?.getSourceFile().fileName ?? "";
        const isTypeOfOurs = file.startsWith(src) && !(used && used.flags & ts.SymbolFlags.TypeParameter);
        if (used !== undefined && isTypeOfOurs && !exported.has(used)) missing.add(`${used.name}, of ${name}`);
      });
    }
  }
  return [...missing].sort();
}

test("every type that a public signature uses is exported", () => {
  assert.ok(exported.size > 60, `${exported.size}`);
  assert.deepEqual(missingTypes(), []);
});

test("every export says what it is", () => {
  const silent = [...exported].filter(([symbol]) => symbol.getDocumentationComment(checker).length === 0);
  assert.deepEqual(silent.map(([, name]) => name).sort(), []);
});
