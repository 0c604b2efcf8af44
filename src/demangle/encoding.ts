/** A whole C++ symbol: a function with its signature, a piece of data, or one of the tables and helpers compilers make. */
import { type FunctionNode, type Node, name, type Scope, sequence, type TemplateNode } from "./nodes.ts";
import type { Parser } from "./parser.ts";

export function readEncoding(p: Parser, isEnclosing: boolean): Node {
  return p.nest(() => {
    if (p.peek() === "G" || p.peek() === "T") return readSpecialName(p);
    const own = p.rules.name(p);
    if (p.isAtEnd || p.peek() === "E") return own;
    return withSignature(p, own, isEnclosing);
  });
}

/** The name alone: parameters are not even read. Qualifiers of methods go with them. */
export function readEncodedName(p: Parser): Node {
  if (p.peek() === "G" || p.peek() === "T") return readSpecialName(p);
  return splitMethod(p.rules.name(p)).name;
}

function withSignature(p: Parser, own: Node, isEnclosing: boolean): Node {
  const template = findTemplate(own);
  const scope: Scope | undefined = template && { args: template.args };
  const outerLevel = p.lambdaLevel;
  if (scope !== undefined) {
    p.scopes.push(scope);
    p.lambdaLevel = 0;
  }
  const hasResult = p.skip("J") || hasReturnType(own);
  const returns = hasResult ? p.rules.type(p) : undefined;
  const params = p.rules.parameters(p);
  if (scope !== undefined) {
    p.scopes.pop();
    p.lambdaLevel = outerLevel;
  }
  const { name, words, reference } = splitMethod(own);
  const type: FunctionNode = { kind: "function", returns, params, isEnclosing, words, reference };
  return { kind: "encoding", name, type };
}

/** The template whose arguments the signature refers to. */
function findTemplate(node: Node): TemplateNode | undefined {
  if (node.kind === "template") return node;
  if (node.kind === "method") return findTemplate(node.name);
  if (node.kind === "qualified" && (node.isLocal || node.name.kind === "constructor")) return findTemplate(node.name);
  return undefined;
}

/** Only instances of function templates have their result mangled, and of those not all. */
function hasReturnType(node: Node): boolean {
  if (node.kind === "template") return !isNameless(node.name);
  if (node.kind === "method") return hasReturnType(node.name);
  return node.kind === "qualified" && node.isLocal && hasReturnType(node.name);
}

function isNameless(node: Node): boolean {
  if (node.kind === "qualified") return isNameless(node.name);
  return node.kind === "constructor" || node.kind === "destructor" || node.kind === "cast";
}

interface SplitMethod {
  readonly name: Node;
  readonly words: readonly Node[];
  readonly reference: string;
}

/** Takes the qualifiers of `this` off a name, also where the method is local to a function. */
function splitMethod(node: Node): SplitMethod {
  if (node.kind === "method") return node;
  if (node.kind === "qualified" && node.isLocal) {
    const inner = splitMethod(node.name);
    return { ...inner, name: { ...node, name: inner.name } };
  }
  if (node.kind === "defaultArgument") {
    const inner = splitMethod(node.name);
    return { ...inner, name: { ...node, name: inner.name } };
  }
  return { name: node, words: [], reference: "" };
}

/** What a table or a helper is for, by its code: a type, a name or a whole symbol. */
const OF_TYPE: Readonly<Record<string, string>> = {
  TV: "vtable for ",
  TT: "VTT for ",
  TI: "typeinfo for ",
  TS: "typeinfo name for ",
  TF: "typeinfo fn for ",
  TJ: "java Class for ",
};

const OF_NAME: Readonly<Record<string, string>> = {
  TH: "TLS init function for ",
  TW: "TLS wrapper function for ",
  GV: "guard variable for ",
  GR: "reference temporary for ",
};

const OF_SYMBOL: Readonly<Record<string, string>> = {
  Th: "non-virtual thunk to ",
  Tv: "virtual thunk to ",
  Tc: "covariant return thunk to ",
  GA: "hidden alias for ",
  GTt: "transaction clone for ",
  GTn: "non-transaction clone for ",
};

function readSpecialName(p: Parser): Node {
  const two = p.take(2);
  const ofType = OF_TYPE[two];
  if (ofType !== undefined) return sequence(ofType, p.rules.type(p));
  const ofName = OF_NAME[two];
  if (ofName !== undefined) {
    const found = p.rules.name(p);
    // Which of several temporaries it is is not shown.
    if (two === "GR" && p.takeWhile(/[0-9A-Z]/) + p.peek() !== "") p.expect("_");
    return sequence(ofName, found);
  }
  if (two === "TA") return sequence("template parameter object for ", p.rules.templateArg(p));
  if (two === "TC") return readConstructionTable(p);
  if (two === "Gr") return readJavaResource(p);
  if (two === "Th" || two === "Tv") readCallOffset(p, two[1] as string);
  if (two === "Tc") for (let count = 0; count < 2; count++) readCallOffset(p, p.take(1));
  const ofSymbol = OF_SYMBOL[two === "GT" ? `GT${p.take(1) === "n" ? "n" : "t"}` : two] ?? p.fail("a special name");
  return sequence(ofSymbol, readEncoding(p, false));
}

function readConstructionTable(p: Parser): Node {
  const derived = p.rules.type(p);
  p.digits();
  p.expect("_");
  return sequence("construction vtable for ", p.rules.type(p), "-in-", derived);
}

function readCallOffset(p: Parser, kind: string): void {
  if (kind !== "h" && kind !== "v") p.fail("an offset");
  p.signedNumber();
  p.expect("_");
  if (kind === "h") return;
  p.signedNumber();
  p.expect("_");
}

const JAVA_ESCAPES: Readonly<Record<string, string>> = { S: "/", _: ".", $: "$" };

function readJavaResource(p: Parser): Node {
  const length = p.digits();
  p.expect("_");
  const text = p.take(length - 1).replace(/\$(.?)/gs, (_, code: string) => JAVA_ESCAPES[code] ?? p.fail("an escape"));
  return sequence("java resource ", name(text));
}
