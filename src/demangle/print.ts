/** C++ symbols as text. */

import { NotMangled } from "./cursor.ts";
import { appendWord, type Declarator, enclose, plain } from "./declarator.ts";
import { literalText } from "./literal.ts";
import { type FunctionNode, type Node, type Part, packSize, type SequenceNode } from "./nodes.ts";

interface PrintOptions {
  readonly hasTemplateArgs: boolean;
  /** Parameters of functions that something local is in. */
  readonly hasEnclosingParameters: boolean;
}

/** A short symbol can unfold to gigabytes. */
const MAX_STEPS = 200_000;

const MAX_DEPTH = 1000;

/** Throws NotMangled. */
export function printNode(node: Node, options: PrintOptions): string {
  return new Printer(options).text(node);
}

class Printer {
  readonly #options: PrintOptions;
  /** Which element of their packs parameters stand for, inside an expansion. */
  #packIndex: number | undefined;
  #steps = 0;
  #depth = 0;

  constructor(options: PrintOptions) {
    this.#options = options;
  }

  text(node: Node): string {
    const { before, after } = this.#declarator(node);
    return before + after;
  }

  #declarator(node: Node): Declarator {
    if (++this.#steps > MAX_STEPS || ++this.#depth > MAX_DEPTH) throw new NotMangled("too long");
    const result = this.#unguarded(this.#resolve(node));
    this.#depth--;
    return result;
  }

  /** What a parameter stands for. */
  #resolve(node: Node): Node {
    let found = node;
    for (let step = 0; found.kind === "parameter"; step++) {
      const argument = found.scope.args?.[found.index];
      if (argument === undefined || step > 100) throw new NotMangled("parameter without argument");
      const isElement = argument.kind === "pack" && this.#packIndex !== undefined;
      found = (isElement ? argument.items[this.#packIndex as number] : argument) ?? { kind: "list", items: [] };
    }
    return found;
  }

  #unguarded(node: Node): Declarator {
    switch (node.kind) {
      case "pointer":
        return this.#pointer(node);
      case "memberPointer":
        return this.#memberPointer(node);
      case "qualifiedType":
        return this.#qualified(node.base, node.words, "");
      case "suffixed":
        return appendWord(this.#declarator(node.base), this.text(node.suffix));
      case "function":
        return this.#function(node, "");
      case "array":
        return this.#array(node.dimension, node.element);
      case "encoding":
        return this.#encoding(node.name, node.type);
      default:
        return plain(this.#word(node));
    }
  }

  #pointer({ base, symbol }: Extract<Node, { kind: "pointer" }>): Declarator {
    const target = this.#resolve(base);
    // A reference to a reference is one: "&" wins over "&&".
    if (symbol !== "*" && target.kind === "pointer" && target.symbol !== "*") {
      return this.#declarator(symbol === "&" ? { ...target, symbol: "&" } : target);
    }
    const inner = this.#declarator(target);
    if (inner.core === "other") return { ...inner, before: inner.before + symbol };
    const space = inner.core === "array" || !/[(*]$/.test(inner.before) ? " " : "";
    return enclose(inner, space, symbol);
  }

  #memberPointer({ of, member }: Extract<Node, { kind: "memberPointer" }>): Declarator {
    const inner = this.#declarator(member);
    const symbol = `${this.text(of)}::*`;
    if (inner.core !== "other") return enclose(inner, " ", symbol);
    return appendWord(inner, symbol);
  }

  #qualified(base: Node, words: readonly Node[], reference: string): Declarator {
    const target = this.#resolve(base);
    if (target.kind === "qualifiedType")
      return this.#qualified(target.base, mergeWords(words, target.words), reference);
    if (target.kind === "function") {
      return this.#declarator({
        ...target,
        words: mergeWords(words, target.words),
        reference: target.reference || reference,
      });
    }
    return appendWord(this.#declarator(target), this.#words(words));
  }

  #words(words: readonly Node[]): string {
    return words.map((word) => this.text(word)).join(" ");
  }

  /** `declared` is the name with which the parameters go. */
  #function(node: FunctionNode, declared: string): Declarator {
    const hasParameters = !node.isEnclosing || this.#options.hasEnclosingParameters;
    const parameters = hasParameters ? this.#list(node.params) : "";
    const words = node.words.length === 0 ? "" : ` ${this.#words(node.words)}`;
    const reference = node.reference === "" ? "" : ` ${node.reference}`;
    const after = `${declared}(${parameters})${words}${reference}`;
    if (node.returns === undefined || node.isEnclosing) return { before: "", after, core: "function" };
    const result = this.#declarator(node.returns);
    const isOpen = result.after !== "";
    return { before: result.before + (isOpen ? "" : " "), after: after + result.after, core: "function" };
  }

  #array(dimension: Node, element: Node): Declarator {
    const inner = this.#declarator(element);
    const size = `[${this.text(dimension)}]`;
    if (inner.core === "array") return { ...inner, after: ` ${size}${inner.after.trimStart()}` };
    return { before: inner.before, after: ` ${size}${inner.after}`, core: "array" };
  }

  #encoding(name: Node, type: Node): Declarator {
    const declared = this.text(name);
    if (type.kind === "function") {
      const { before, after } = this.#function(type, declared);
      return plain(before + after);
    }
    return plain(`${this.text(type)} ${declared}`);
  }

  #word(node: Node): string {
    switch (node.kind) {
      case "name":
      case "builtin":
      case "module":
        return node.text;
      case "auto":
        return `auto:${node.index + 1}`;
      case "closure":
        return `{lambda(${this.#list(node.params)})#${node.number}}`;
      case "qualified":
        return `${this.text(node.scope)}::${this.text(node.name)}`;
      case "template":
        return this.#template(node.name, node.args);
      case "method": {
        const words = node.words.length === 0 ? "" : ` ${this.#words(node.words)}`;
        return `${this.text(node.name)}${words}${node.reference === "" ? "" : ` ${node.reference}`}`;
      }
      case "constructor":
        return this.text(node.name);
      case "destructor":
        return `~${this.text(node.name)}`;
      case "cast":
        return `operator ${this.text(node.to)}`;
      case "operator":
        return `operator${/^[a-z]/.test(node.text) ? " " : ""}${node.text.replace(/ $/, "")}`;
      case "tagged":
        return `${this.text(node.name)}[abi:${this.text(node.tag)}]`;
      case "defaultArgument":
        return `{default arg#${node.index + 1}}::${this.text(node.name)}`;
      case "initializer":
        return `${node.type === undefined ? "" : this.text(node.type)}{${this.#list(node.items)}}`;
      case "literal":
        return literalText(node, this.#resolve(node.type), (type) => this.text(type));
      case "count":
        return String(node.of.reduce((sum, item) => sum + this.#expand(item).length, 0));
      case "pack":
      case "list":
        return this.#list(node.items);
      case "expansion":
        return this.#expand(node).join(", ");
      case "sequence":
        return this.#sequence(node);
      default:
        throw new NotMangled(`no word: ${node.kind}`);
    }
  }

  #template(name: Node, args: readonly Node[]): string {
    const before = this.text(name);
    if (!this.#options.hasTemplateArgs) return before;
    const list = this.#list(args);
    return `${before}${before.endsWith("<") ? " " : ""}<${list}${list.endsWith(">") ? " " : ""}>`;
  }

  #list(nodes: readonly Node[]): string {
    return nodes.flatMap((node) => this.#expand(node)).join(", ");
  }

  /** One text for each of what an element of a list stands for: packs are many, or none. */
  #expand(node: Node): string[] {
    const target = this.#resolve(node);
    if (target.kind === "pack" || target.kind === "list") return target.items.flatMap((item) => this.#expand(item));
    if (target.kind !== "expansion") return [this.text(target)];
    const size = packSize(target.base);
    if (size === undefined) return [`${this.#inParentheses(target.base)}...`];
    const outer = this.#packIndex;
    const texts: string[] = [];
    for (let index = 0; index < size; index++) {
      this.#packIndex = index;
      texts.push(this.text(target.base));
    }
    this.#packIndex = outer;
    return texts;
  }

  #sequence({ parts }: SequenceNode): string {
    return parts.map((part) => this.#part(part)).join("");
  }

  #part(part: Part): string {
    if (typeof part === "string") return part;
    return "paren" in part ? this.#inParentheses(part.paren) : this.text(part);
  }

  #inParentheses(node: Node): string {
    const target = this.#resolve(node);
    const isBare =
      target.kind === "name" || target.kind === "initializer" || (target.kind === "qualified" && !target.isLocal);
    return isBare ? this.text(target) : `(${this.text(target)})`;
  }
}

function mergeWords(outer: readonly Node[], inner: readonly Node[]): Node[] {
  const known = new Set(outer.map((word) => (word.kind === "name" ? word.text : undefined)));
  return [...outer, ...inner.filter((word) => word.kind !== "name" || !known.has(word.text))];
}
