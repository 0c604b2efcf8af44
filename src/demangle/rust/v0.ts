/**
 * Rust's own mangling, `_R…` (RFC 2603). The text is written while the symbol is read; parts that are not to be seen are read with the pen
 * lifted.
 */
import { Cursor } from "../cursor.ts";
import { RustPen } from "./pen.ts";
import { readAbi, readBase62, readConstant, readDisambiguator, readIdentifier, readNumberedName } from "./tokens.ts";
import { BASIC_TYPES, memberText } from "./words.ts";

/** Throws NotMangled. */
export function demangleRust(symbol: string, hasGenericArguments: boolean): string {
  const [mangled = ""] = symbol.slice(2).split(".");
  return new RustReader(mangled, hasGenericArguments).read();
}

class RustReader {
  readonly #in: Cursor;
  readonly #hasGenericArguments: boolean;
  readonly #pen = new RustPen();
  #depth = 0;

  constructor(mangled: string, hasGenericArguments: boolean) {
    this.#in = new Cursor(mangled);
    this.#hasGenericArguments = hasGenericArguments;
  }

  read(): string {
    this.#path(true);
    // The crate it was instantiated in follows, and is not shown.
    if (!this.#in.isAtEnd) this.#pen.silently(() => this.#path(false));
    if (!this.#in.isAtEnd) this.#in.fail("the end");
    return this.#pen.text;
  }

  /** `isValue`: generic arguments are set off with "::". */
  #path(isValue: boolean): void {
    const kind = this.#in.take(1);
    switch (kind) {
      case "C":
        this.#pen.write(readNumberedName(this.#in).name);
        return;
      case "M":
      case "X":
      case "Y":
        if (kind !== "Y") {
          readDisambiguator(this.#in);
          this.#pen.silently(() => this.#path(false));
        }
        this.#implemented(kind !== "M");
        return;
      case "N":
        this.#nested(isValue);
        return;
      case "I":
        this.#path(isValue);
        this.#pen.write(isValue ? "::<" : "<");
        this.#genericArguments();
        this.#pen.write(">");
        this.#in.expect("E");
        return;
      case "B":
        this.#backReference(() => this.#path(isValue));
        return;
      default:
        this.#in.fail("a path");
    }
  }

  #implemented(hasTrait: boolean): void {
    this.#pen.write("<");
    this.#type();
    if (hasTrait) {
      this.#pen.write(" as ");
      this.#path(false);
    }
    this.#pen.write(">");
  }

  #nested(isValue: boolean): void {
    const space = this.#in.take(1);
    if (!/[A-Za-z]/.test(space)) this.#in.fail("a namespace");
    this.#path(isValue);
    this.#pen.write(memberText(space, readNumberedName(this.#in)));
  }

  #genericArguments(): void {
    const read = (): void => {
      this.#list(", ", () => {
        if (this.#in.skip("L")) this.#pen.lifetime(readBase62(this.#in));
        else if (this.#in.skip("K")) this.#constant();
        else this.#type();
      });
    };
    if (this.#hasGenericArguments) read();
    else this.#pen.silently(read);
  }

  /** Until "E", which stays. Returns how many there were. */
  #list(separator: string, readOne: () => void): number {
    let count = 0;
    while (!this.#in.isAtEnd && this.#in.peek() !== "E") {
      if (count++ > 0) this.#pen.write(separator);
      readOne();
    }
    return count;
  }

  #type(): void {
    if (++this.#depth > 500) this.#in.fail("less nesting");
    const kind = this.#in.peek();
    if ("CMXYNI".includes(kind) && kind !== "") this.#path(false);
    else this.#unnamedType(this.#in.take(1));
    this.#depth--;
  }

  #unnamedType(kind: string): void {
    const basic = BASIC_TYPES[kind];
    if (basic !== undefined) this.#pen.write(basic);
    else if (kind === "A" || kind === "S") this.#array(kind === "A");
    else if (kind === "T") this.#tuple();
    else if (kind === "R" || kind === "Q") this.#reference(kind === "Q");
    else if (kind === "P" || kind === "O") {
      this.#pen.write(kind === "P" ? "*const " : "*mut ");
      this.#type();
    } else if (kind === "F") this.#pen.bound(() => this.#signature());
    else if (kind === "D") this.#dynamic();
    else if (kind === "B") this.#backReference(() => this.#type());
    else this.#in.fail("a type");
  }

  #array(hasLength: boolean): void {
    this.#pen.write("[");
    this.#type();
    if (hasLength) {
      this.#pen.write("; ");
      this.#constant();
    }
    this.#pen.write("]");
  }

  #tuple(): void {
    this.#pen.write("(");
    const count = this.#list(", ", () => this.#type());
    this.#in.expect("E");
    this.#pen.write(count === 1 ? ",)" : ")");
  }

  #reference(isMutable: boolean): void {
    this.#pen.write("&");
    const lifetime = this.#in.skip("L") ? readBase62(this.#in) : 0;
    if (lifetime > 0) {
      this.#pen.lifetime(lifetime);
      this.#pen.write(" ");
    }
    if (isMutable) this.#pen.write("mut ");
    this.#type();
  }

  #binder(): void {
    if (!this.#in.skip("G")) return;
    const count = readBase62(this.#in) + 1;
    if (count >= this.#in.text.length - this.#in.at - this.#pen.lifetimes) this.#in.fail("fewer lifetimes");
    this.#pen.write("for<");
    for (let index = 0; index < count; index++) {
      if (index > 0) this.#pen.write(", ");
      this.#pen.bindLifetime();
    }
    this.#pen.write("> ");
  }

  #signature(): void {
    this.#binder();
    if (this.#in.skip("U")) this.#pen.write("unsafe ");
    if (this.#in.skip("K")) this.#pen.write(`extern "${readAbi(this.#in)}" `);
    this.#pen.write("fn(");
    this.#list(", ", () => this.#type());
    this.#in.expect("E");
    this.#pen.write(")");
    if (this.#in.skip("u")) return;
    this.#pen.write(" -> ");
    this.#type();
  }

  #dynamic(): void {
    this.#pen.bound(() => {
      this.#pen.write("dyn ");
      this.#binder();
      this.#list(" + ", () => this.#dynamicTrait());
      this.#in.expect("E");
    });
    this.#in.expect("L");
    const lifetime = readBase62(this.#in);
    if (lifetime === 0) return;
    this.#pen.write(this.#pen.text.endsWith(" ") ? "+ " : " + ");
    this.#pen.lifetime(lifetime);
  }

  #dynamicTrait(): void {
    let isOpen = this.#openPath();
    while (this.#in.skip("p")) {
      this.#pen.write(isOpen ? ", " : "<");
      isOpen = true;
      this.#pen.write(`${readIdentifier(this.#in).name} = `);
      this.#type();
    }
    if (isOpen) this.#pen.write(">");
  }

  /** A path; if it has generic arguments they are left open, and the answer is true. */
  #openPath(): boolean {
    if (this.#in.skip("I")) {
      this.#path(false);
      this.#pen.write("<");
      this.#genericArguments();
      this.#in.expect("E");
      return true;
    }
    let isOpen = false;
    if (this.#in.skip("B"))
      this.#backReference(() => {
        isOpen = this.#openPath();
      });
    else this.#path(false);
    return isOpen;
  }

  #constant(): void {
    const kind = this.#in.take(1);
    if (kind === "B") this.#backReference(() => this.#constant());
    else if (kind === "p") this.#pen.write("_");
    else if ("asxlnihtmyojbc".includes(kind)) this.#pen.write(readConstant(this.#in, kind));
    else this.#in.fail("a constant");
  }

  /** Reads again what was read at an earlier place. */
  #backReference(read: () => void): void {
    const place = this.#in.at - 1;
    const target = readBase62(this.#in);
    if (this.#pen.isSilent) return;
    if (target >= place || ++this.#depth > 500) this.#in.fail("an earlier place");
    const after = this.#in.at;
    this.#in.at = target;
    read();
    this.#in.at = after;
    this.#depth--;
  }
}
