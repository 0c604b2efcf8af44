/** What the rules of the C++ grammar share while a symbol is read: the place, the substitutions, the template arguments in force. */
import { Cursor } from "./cursor.ts";
import type { Node, Scope } from "./nodes.ts";

/** The rules call each other through this table, since names, types and expressions all contain each other. */
export interface Rules {
  readonly encoding: (parser: Parser, isEnclosing: boolean) => Node;
  readonly name: (parser: Parser) => Node;
  readonly unqualifiedName: (parser: Parser, module?: Node) => Node;
  readonly sourceName: (parser: Parser) => Node;
  readonly operatorName: (parser: Parser, inExpression: boolean) => { readonly node: Node; readonly operands: number };
  readonly substitution: (parser: Parser, isPrefix: boolean) => Node;
  readonly templateParameter: (parser: Parser) => Node;
  readonly templateArgs: (parser: Parser) => Node[];
  readonly templateArg: (parser: Parser) => Node;
  readonly type: (parser: Parser, isCast?: boolean) => Node;
  /** Types up to the end of a parameter list; none for a lone `void`. */
  readonly parameters: (parser: Parser) => Node[];
  readonly closure: (parser: Parser) => Node;
  readonly unnamedType: (parser: Parser) => Node;
  readonly qualifierWords: (parser: Parser) => Node[];
  readonly referenceQualifier: (parser: Parser) => string;
  readonly expression: (parser: Parser) => Node;
  readonly literal: (parser: Parser) => Node;
}

/** Deeper nesting is no symbol of this world, and would exhaust the stack. */
const MAX_DEPTH = 400;

export class Parser extends Cursor {
  readonly rules: Rules;
  readonly substitutions: Node[] = [];
  /** Outermost first. */
  scopes: Scope[] = [];
  /** Number of scopes around the lambda whose parameters are being read, plus one; 0 outside. */
  lambdaLevel = 0;
  #depth = 0;

  constructor(text: string, rules: Rules) {
    super(text);
    this.rules = rules;
  }

  remember<T extends Node>(node: T): T {
    this.substitutions.push(node);
    return node;
  }

  /** `read`, unless it is nested too deep. */
  nest<T>(read: () => T): T {
    if (++this.#depth > MAX_DEPTH) this.fail("less nesting");
    const result = read();
    this.#depth--;
    return result;
  }

  /** `_` is 0, `0_` is 1 and so on. */
  compactNumber(): number {
    if (this.skip("_")) return 0;
    const number = this.digits();
    this.expect("_");
    return number + 1;
  }

  /** Digits after an "n" if it is negative. */
  signedNumber(): number {
    const sign = this.skip("n") ? -1 : 1;
    return sign * this.digits();
  }

  /** Items until "E", which is read, too. */
  until(end: string, readOne: () => Node): Node[] {
    const items: Node[] = [];
    while (!this.skip(end)) items.push(readOne());
    return items;
  }
}
