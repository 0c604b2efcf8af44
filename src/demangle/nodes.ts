/**
 * What a C++ symbol is made of, once read. Types keep their structure, because a declarator is written around its name ("int (*)[3]"); the
 * rest is mostly text with nodes in it, a Sequence.
 */
export type Node =
  /** An identifier, or anything that is one word to whoever prints it. */
  | { readonly kind: "name"; readonly text: string }
  | { readonly kind: "builtin"; readonly text: string }
  /** `isLocal`: the scope is a function, the name something in it. */
  | { readonly kind: "qualified"; readonly scope: Node; readonly name: Node; readonly isLocal: boolean }
  | TemplateNode
  | ParameterNode
  /** Parameter of a generic lambda. */
  | { readonly kind: "auto"; readonly index: number }
  | { readonly kind: "closure"; readonly params: readonly Node[]; readonly number: number }
  | { readonly kind: "pack"; readonly items: readonly Node[] }
  | { readonly kind: "expansion"; readonly base: Node }
  | { readonly kind: "pointer"; readonly base: Node; readonly symbol: "*" | "&" | "&&" }
  /** A word behind a type: _Complex, a vector's size, what a vendor made up. */
  | { readonly kind: "suffixed"; readonly base: Node; readonly suffix: Node }
  | { readonly kind: "qualifiedType"; readonly base: Node; readonly words: readonly Node[] }
  | FunctionNode
  | { readonly kind: "array"; readonly dimension: Node; readonly element: Node }
  | { readonly kind: "memberPointer"; readonly of: Node; readonly member: Node }
  /** A method by its name alone, with the qualifiers of its `this`. */
  | { readonly kind: "method"; readonly name: Node; readonly words: readonly Node[]; readonly reference: string }
  /** A function with its signature. */
  | { readonly kind: "encoding"; readonly name: Node; readonly type: Node }
  | { readonly kind: "constructor"; readonly name: Node }
  | { readonly kind: "destructor"; readonly name: Node }
  | CastNode
  | { readonly kind: "operator"; readonly text: string }
  | { readonly kind: "tagged"; readonly name: Node; readonly tag: Node }
  | { readonly kind: "defaultArgument"; readonly index: number; readonly name: Node }
  | { readonly kind: "module"; readonly text: string }
  /** `{1, 2}`, after its type if it has one. */
  | { readonly kind: "initializer"; readonly type: Node | undefined; readonly items: readonly Node[] }
  | { readonly kind: "literal"; readonly type: Node; readonly text: string; readonly isNegative: boolean }
  | { readonly kind: "count"; readonly of: readonly Node[] }
  | { readonly kind: "list"; readonly items: readonly Node[] }
  | SequenceNode;

export interface TemplateNode {
  readonly kind: "template";
  readonly name: Node;
  readonly args: readonly Node[];
}

/** Template arguments in force; those of a conversion operator are known only after its type has been read. */
export interface Scope {
  args: readonly Node[] | undefined;
}

interface ParameterNode {
  readonly kind: "parameter";
  readonly scope: Scope;
  readonly index: number;
}

export interface FunctionNode {
  readonly kind: "function";
  readonly returns: Node | undefined;
  readonly params: readonly Node[];
  /** Of a function something local is in: its result is not shown, its parameters only on request. */
  readonly isEnclosing: boolean;
  readonly words: readonly Node[];
  readonly reference: string;
}

export interface CastNode {
  readonly kind: "cast";
  readonly to: Node;
  /** Whose parameters stand in `to` before it is known. */
  readonly scope: Scope | undefined;
}

/** `{ paren }` puts parentheses around what is more than a name. */
export type Part = string | Node | { readonly paren: Node };

export interface SequenceNode {
  readonly kind: "sequence";
  readonly parts: readonly Part[];
}

export function name(text: string): Node {
  return { kind: "name", text };
}

export function sequence(...parts: Part[]): SequenceNode {
  return { kind: "sequence", parts };
}

/** Length of the first pack that a parameter in `value` stands for. `seen`: parts are shared. */
export function packSize(value: unknown, seen: Set<unknown> = new Set()): number | undefined {
  if (typeof value !== "object" || value === null || seen.has(value)) return undefined;
  seen.add(value);
  const node = value as Node;
  if (node.kind === "parameter") {
    const argument = node.scope.args?.[node.index];
    return argument?.kind === "pack" ? argument.items.length : undefined;
  }
  for (const part of Object.values(value)) {
    const size = packSize(part, seen);
    if (size !== undefined) return size;
  }
  return undefined;
}
