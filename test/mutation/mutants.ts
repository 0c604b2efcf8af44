/** Small changes to a source text, each of which a test should notice. Found in TypeScript's own syntax tree; types and imports are left alone. */
import ts from "typescript-api";

/** Replaces `text.slice(start, end)`; `line` counts from 1. */
export interface Mutant {
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly replacement: string;
  /** The least expression or statement around it in whose place another one may stand. */
  readonly place: Place;
}

export interface Place {
  readonly start: number;
  readonly end: number;
  readonly isStatement: boolean;
}

const OPERATORS: ReadonlyMap<string, string> = new Map([
  ["+", "-"],
  ["-", "+"],
  ["*", "/"],
  ["/", "*"],
  ["%", "*"],
  ["<", "<="],
  ["<=", "<"],
  [">", ">="],
  [">=", ">"],
  ["===", "!=="],
  ["!==", "==="],
  ["&&", "||"],
  ["||", "&&"],
  ["<<", ">>"],
  [">>", "<<"],
  [">>>", "<<"],
  ["&", "|"],
  ["|", "&"],
  ["+=", "-="],
  ["-=", "+="],
  ["++", "--"],
  ["--", "++"],
]);

const TWINS: ReadonlyMap<string, string> = new Map([
  ["Math.max", "Math.min"],
  ["Math.min", "Math.max"],
  ["Math.floor", "Math.ceil"],
  ["Math.ceil", "Math.floor"],
]);

/** Functions that give the same whichever argument is the first: those of the language, and `add` of profile/int64. */
const WITHOUT_ORDER = /^(?:Math\.(?:max|min|hypot|imul)|add)$/;

/** The mutant's source. */
export function mutatedText(text: string, { start, end, replacement }: Mutant): string {
  return text.slice(0, start) + replacement + text.slice(end);
}

/** All mutants of a file, in the order of its text. */
export function computeMutants(file: string, text: string): Mutant[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  const found: Mutant[] = [];
  const replace = (node: ts.Node, replacement: string): void => {
    const start = node.getStart(source);
    const { line } = source.getLineAndCharacterOfPosition(start);
    found.push({ line: line + 1, start, end: node.getEnd(), replacement, place: placeOf(node, source) });
  };
  const visit = (node: ts.Node): void => {
    if (ts.isTypeNode(node) || ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return;
    if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node)) return;
    for (const replacement of replacementsOf(node, source)) replace(node, replacement);
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(source, visit);
  return found.sort((a, b) => a.start - b.start || a.end - b.end);
}

function placeOf(node: ts.Node, source: ts.SourceFile): Place {
  let whole = node;
  while (isPartOf(whole, whole.parent)) whole = whole.parent;
  return { start: whole.getStart(source), end: whole.getEnd(), isStatement: ts.isStatement(whole) };
}

/** Of `a.b(c)?.d`, of what is assigned to, of names: what means another thing, or nothing, when it stands in parentheses. */
function isPartOf(node: ts.Node, parent: ts.Node): boolean {
  if (ts.isPropertyAssignment(node)) return true;
  if (ts.isPropertyAssignment(parent)) return parent.name === node;
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) return parent.expression === node;
  if (ts.isCallExpression(parent) || ts.isNonNullExpression(parent)) return parent.expression === node;
  if (ts.isBinaryExpression(parent)) return parent.left === node && isAssignment(parent.operatorToken.kind);
  return ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent) || ts.isDeleteExpression(parent);
}

function isAssignment(kind: ts.SyntaxKind): boolean {
  return kind >= ts.SyntaxKind.FirstAssignment && kind <= ts.SyntaxKind.LastAssignment;
}

function replacementsOf(node: ts.Node, source: ts.SourceFile): readonly string[] {
  if (ts.isBinaryExpression(node)) return changedOperator(node, source);
  if (ts.isPrefixUnaryExpression(node)) return changedPrefix(node, source);
  if (ts.isPostfixUnaryExpression(node)) return [swapOperator(node, node.operand, source)];
  if (ts.isBindingElement(node.parent) && node.parent.propertyName === node) return [];
  if (ts.isNumericLiteral(node) || ts.isBigIntLiteral(node)) return neighbours(node.getText(source));
  if (node.kind === ts.SyntaxKind.TrueKeyword) return ["false"];
  if (node.kind === ts.SyntaxKind.FalseKeyword) return ["true"];
  if (ts.isConditionalExpression(node)) return [swappedBranches(node, source)];
  if (ts.isIfStatement(node)) return changedIf(node, source);
  if (ts.isExpressionStatement(node)) return ["{}"];
  if (ts.isReturnStatement(node)) return changedReturn(node);
  if (ts.isCallExpression(node)) return swappedArguments(node, source);
  if (ts.isPropertyAccessExpression(node)) return twin(node.getText(source));
  return [];
}

function changedOperator(node: ts.BinaryExpression, source: ts.SourceFile): readonly string[] {
  const operator = node.operatorToken.getText(source);
  const other = OPERATORS.get(operator);
  if (other === undefined || (operator === "+" && [node.left, node.right].some(isText))) return [];
  const [left, right] = [node.left.getText(source), node.right.getText(source)];
  return [`${left} ${other} ${right}`];
}

function isText(node: ts.Node): boolean {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
}

function changedPrefix(node: ts.PrefixUnaryExpression, source: ts.SourceFile): readonly string[] {
  const operand = node.operand.getText(source);
  if (node.operator === ts.SyntaxKind.ExclamationToken) return [`!!${operand}`];
  if (node.operator === ts.SyntaxKind.MinusToken) return [operand];
  return [swapOperator(node, node.operand, source)];
}

function swapOperator(node: ts.Node, operand: ts.Node, source: ts.SourceFile): string {
  const text = operand.getText(source);
  const all = node.getText(source);
  if (all.startsWith("~")) return text;
  return all.startsWith(text) ? `${text}${OPERATORS.get(all.slice(-2))}` : `${OPERATORS.get(all.slice(0, 2))}${text}`;
}

/** 0 has one: what is counted or indexed seldom comes to -1 by mistake. */
function neighbours(text: string): readonly string[] {
  const isBig = text.endsWith("n");
  const value = BigInt(isBig ? text.slice(0, -1).replaceAll("_", "") : Math.trunc(Number(text.replaceAll("_", ""))));
  const fraction = isBig ? "" : text.replaceAll("_", "").replace(/^\d+(?=\.|$)/, "");
  const write = (whole: bigint): string =>
    isBig ? `${whole}n` : `${whole}${fraction.startsWith(".") ? fraction : ""}`;
  return value === 0n ? [write(1n)] : [write(value + 1n), write(value - 1n)];
}

function swappedBranches(node: ts.ConditionalExpression, source: ts.SourceFile): string {
  const [test, yes, no] = [node.condition, node.whenTrue, node.whenFalse].map((part) => part.getText(source));
  return `(${test}) ? ${no} : ${yes}`;
}

function changedIf(node: ts.IfStatement, source: ts.SourceFile): readonly string[] {
  const [yes, no] = [node.thenStatement.getText(source), node.elseStatement?.getText(source)];
  return [no === undefined ? "{}" : no, yes];
}

/** What asks for false takes undefined for it. */
function changedReturn({ expression }: ts.ReturnStatement): readonly string[] {
  const isNothing = expression === undefined || /^(?:undefined|false)$/.test(expression.getText());
  return isNothing ? [] : ["return undefined;"];
}

function swappedArguments(node: ts.CallExpression, source: ts.SourceFile): readonly string[] {
  const [first, second, ...rest] = node.arguments.map((argument) => argument.getText(source));
  const callee = node.expression.getText(source);
  if (first === undefined || second === undefined || first === second || WITHOUT_ORDER.test(callee)) return [];
  return [`${callee}(${[second, first, ...rest].join(", ")})`];
}

function twin(text: string): readonly string[] {
  const other = TWINS.get(text);
  return other === undefined ? [] : [other];
}
