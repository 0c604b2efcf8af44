/**
 * Rust's own mangling, `_R…` (RFC 2603). The text is written while the symbol is read; parts that are not to be seen are read with the pen
 * lifted.
 */
import { Cursor, NotMangled } from "./cursor.ts";
import { decodePunycode } from "./punycode.ts";
import { BASIC_TYPES, booleanText, characterText } from "./rust-words.ts";

/** A name of a few hundred characters may unfold to gigabytes. */
const MAX_LENGTH = 1 << 20;

/** Throws NotMangled. */
export function demangleRust(symbol: string, hasGenericArguments: boolean): string {
  const [mangled = ""] = symbol.slice(2).split(".");
  return new RustReader(mangled, hasGenericArguments).read();
}

class RustReader {
  readonly #in: Cursor;
  readonly #hasGenericArguments: boolean;
  #out = "";
  #isSilent = false;
  #lifetimes = 0;
  #depth = 0;

  constructor(mangled: string, hasGenericArguments: boolean) {
    this.#in = new Cursor(mangled);
    this.#hasGenericArguments = hasGenericArguments;
  }

  read(): string {
    this.#path(true);
    // The crate it was instantiated in follows, and is not shown.
    if (!this.#in.isAtEnd) this.#silently(() => this.#path(false));
    if (!this.#in.isAtEnd) this.#in.fail("the end");
    return this.#out;
  }

  #write(text: string): void {
    if (this.#isSilent) return;
    this.#out += text;
    if (this.#out.length > MAX_LENGTH) throw new NotMangled("too long");
  }

  #silently(read: () => void): void {
    const before = this.#isSilent;
    this.#isSilent = true;
    read();
    this.#isSilent = before;
  }

  /** `isValue`: generic arguments are set off with "::". */
  #path(isValue: boolean): void {
    const kind = this.#in.take(1);
    switch (kind) {
      case "C":
        this.#write(this.#identifier().name);
        return;
      case "M":
      case "X":
      case "Y":
        if (kind !== "Y") this.#silently(() => this.#implPath());
        this.#write("<");
        this.#type();
        if (kind !== "M") {
          this.#write(" as ");
          this.#path(false);
        }
        this.#write(">");
        return;
      case "N":
        this.#nested(isValue);
        return;
      case "I":
        this.#path(isValue);
        this.#write(isValue ? "::<" : "<");
        this.#genericArguments();
        this.#write(">");
        this.#in.expect("E");
        return;
      case "B":
        this.#backReference(() => this.#path(isValue));
        return;
      default:
        this.#in.fail("a path");
    }
  }

  #implPath(): void {
    this.#disambiguator();
    this.#path(false);
  }

  #nested(isValue: boolean): void {
    const space = this.#in.take(1);
    if (!/[A-Za-z]/.test(space)) this.#in.fail("a namespace");
    this.#path(isValue);
    const { disambiguator, name } = this.#identifier();
    if (space >= "a") {
      this.#write(`::${name}`);
      return;
    }
    const kind = space === "C" ? "closure" : space === "S" ? "shim" : space;
    this.#write(`::{${kind}${name === "" ? "" : `:${name}`}#${disambiguator}}`);
  }

  #identifier(): { disambiguator: number; name: string } {
    const disambiguator = this.#disambiguator();
    return { disambiguator, name: this.#plainIdentifier().name };
  }

  #disambiguator(): number {
    return this.#in.skip("s") ? this.#base62() + 1 : 0;
  }

  #plainIdentifier(): { name: string; isPunycode: boolean } {
    const isPunycode = this.#in.skip("u");
    if (this.#in.isAtEnd) this.#in.fail("an identifier");
    // An identifier may have no length at all: that of a closure.
    const length = /[0-9]/.test(this.#in.peek()) ? this.#in.digits() : 0;
    this.#in.skip("_");
    const name = this.#in.take(length);
    if (/\W/.test(name)) this.#in.fail("an identifier");
    return { name: isPunycode ? decodePunycode(name) : name, isPunycode };
  }

  #genericArguments(): void {
    const read = (): void => {
      this.#list(", ", () => {
        if (this.#in.skip("L")) this.#lifetime(this.#base62());
        else if (this.#in.skip("K")) this.#constant();
        else this.#type();
      });
    };
    if (this.#hasGenericArguments) read();
    else this.#silently(read);
  }

  /** Until "E", which stays. Returns how many there were. */
  #list(separator: string, readOne: () => void): number {
    let count = 0;
    while (!this.#in.isAtEnd && this.#in.peek() !== "E") {
      if (count++ > 0) this.#write(separator);
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
    if (basic !== undefined) this.#write(basic);
    else if (kind === "A" || kind === "S") this.#array(kind === "A");
    else if (kind === "T") this.#tuple();
    else if (kind === "R" || kind === "Q") this.#reference(kind === "Q");
    else if (kind === "P" || kind === "O") {
      this.#write(kind === "P" ? "*const " : "*mut ");
      this.#type();
    } else if (kind === "F") this.#bound(() => this.#signature());
    else if (kind === "D") this.#dynamic();
    else if (kind === "B") this.#backReference(() => this.#type());
    else this.#in.fail("a type");
  }

  #array(hasLength: boolean): void {
    this.#write("[");
    this.#type();
    if (hasLength) {
      this.#write("; ");
      this.#constant();
    }
    this.#write("]");
  }

  #tuple(): void {
    this.#write("(");
    const count = this.#list(", ", () => this.#type());
    this.#in.expect("E");
    this.#write(count === 1 ? ",)" : ")");
  }

  #reference(isMutable: boolean): void {
    this.#write("&");
    const lifetime = this.#in.skip("L") ? this.#base62() : 0;
    if (lifetime > 0) {
      this.#lifetime(lifetime);
      this.#write(" ");
    }
    if (isMutable) this.#write("mut ");
    this.#type();
  }

  /** Lifetimes that `read` binds end with it. */
  #bound(read: () => void): void {
    const before = this.#lifetimes;
    read();
    this.#lifetimes = before;
  }

  #binder(): void {
    if (!this.#in.skip("G")) return;
    const count = this.#base62() + 1;
    if (count >= this.#in.text.length - this.#in.at - this.#lifetimes) this.#in.fail("fewer lifetimes");
    this.#write("for<");
    for (let index = 0; index < count; index++) {
      if (index > 0) this.#write(", ");
      this.#lifetimes++;
      this.#lifetime(1);
    }
    this.#write("> ");
  }

  #signature(): void {
    this.#binder();
    if (this.#in.skip("U")) this.#write("unsafe ");
    if (this.#in.skip("K")) this.#write(`extern "${this.#abi()}" `);
    this.#write("fn(");
    this.#list(", ", () => this.#type());
    this.#in.expect("E");
    this.#write(")");
    if (this.#in.skip("u")) return;
    this.#write(" -> ");
    this.#type();
  }

  #abi(): string {
    if (this.#in.skip("C")) return "C";
    const { name, isPunycode } = this.#plainIdentifier();
    if (isPunycode) this.#in.fail("an ABI");
    return name.replaceAll("_", "-");
  }

  #dynamic(): void {
    this.#bound(() => {
      this.#write("dyn ");
      this.#binder();
      this.#list(" + ", () => this.#dynamicTrait());
      this.#in.expect("E");
    });
    this.#in.expect("L");
    const lifetime = this.#base62();
    if (lifetime === 0) return;
    this.#write(this.#out.endsWith(" ") ? "+ " : " + ");
    this.#lifetime(lifetime);
  }

  #dynamicTrait(): void {
    let isOpen = this.#openPath();
    while (this.#in.skip("p")) {
      this.#write(isOpen ? ", " : "<");
      isOpen = true;
      this.#write(`${this.#plainIdentifier().name} = `);
      this.#type();
    }
    if (isOpen) this.#write(">");
  }

  /** A path; if it has generic arguments they are left open, and the answer is true. */
  #openPath(): boolean {
    if (this.#in.skip("I")) {
      this.#path(false);
      this.#write("<");
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

  #lifetime(index: number): void {
    const depth = this.#lifetimes - index;
    if (index !== 0 && depth < 0) this.#in.fail("a bound lifetime");
    if (index === 0) this.#write("'_");
    else this.#write(depth < 26 ? `'${String.fromCharCode(97 + depth)}` : `'z${depth - 25}`);
  }

  #constant(): void {
    const kind = this.#in.take(1);
    if (kind === "B") this.#backReference(() => this.#constant());
    else if (kind === "p") this.#write("_");
    else if ("asxlnihtmyojbc".includes(kind)) this.#write(this.#constantText(kind));
    else this.#in.fail("a constant");
  }

  #constantText(kind: string): string {
    const sign = "aslxni".includes(kind) && this.#in.skip("n") ? "-" : "";
    const digits = this.#in.takeWhile(/[0-9a-f]/);
    this.#in.expect("_");
    if (digits === "" || /^0./.test(digits)) this.#in.fail("a constant");
    if (kind === "b") return booleanText(digits);
    if (kind === "c") return characterText(digits);
    return sign + (digits.length > 16 ? `0x${digits}` : BigInt(`0x${digits}`).toString());
  }

  #base62(): number {
    const digits = this.#in.takeWhile(/[0-9a-zA-Z]/);
    this.#in.expect("_");
    if (digits === "") return 0;
    let value = 0;
    for (const digit of digits) value = value * 62 + BASE_62.indexOf(digit);
    return value + 1;
  }

  /** Reads again what was read at an earlier place. */
  #backReference(read: () => void): void {
    const place = this.#in.at - 1;
    const target = this.#base62();
    if (this.#isSilent) return;
    if (target >= place || ++this.#depth > 500) this.#in.fail("an earlier place");
    const after = this.#in.at;
    this.#in.at = target;
    read();
    this.#in.at = after;
    this.#depth--;
  }
}

const BASE_62 = "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
