/** A mangled name while it is read. Names are short and reading fails early, so all is done on a string, one byte a character. */

/** The text is no mangled name of the kind it was read as. */
export class NotMangled extends Error {}

export class Cursor {
  readonly text: string;
  at = 0;

  constructor(text: string) {
    this.text = text;
  }

  get isAtEnd(): boolean {
    return this.at >= this.text.length;
  }

  /** The character `ahead` of the next one; "" at the end. */
  peek(ahead = 0): string {
    return this.text[this.at + ahead] ?? "";
  }

  startsWith(prefix: string): boolean {
    return this.text.startsWith(prefix, this.at);
  }

  /** Whether the next character is one of `set`. */
  isOneOf(set: string): boolean {
    return !this.isAtEnd && set.includes(this.peek());
  }

  /** Moves over `prefix` if it comes next. */
  skip(prefix: string): boolean {
    if (!this.startsWith(prefix)) return false;
    this.at += prefix.length;
    return true;
  }

  expect(prefix: string): void {
    if (!this.skip(prefix)) throw new NotMangled(`expected ${prefix}`);
  }

  /** The next `count` characters. */
  take(count: number): string {
    if (this.at + count > this.text.length) throw new NotMangled("unexpected end");
    this.at += count;
    return this.text.slice(this.at - count, this.at);
  }

  /** All characters up to the first that is not one of `set`. */
  takeWhile(set: RegExp): string {
    const from = this.at;
    while (!this.isAtEnd && set.test(this.peek())) this.at++;
    return this.text.slice(from, this.at);
  }

  /** Decimal digits, at least one. */
  digits(): number {
    const digits = this.takeWhile(/[0-9]/);
    if (digits === "" || digits.length > 9) throw new NotMangled("expected a number");
    return Number(digits);
  }

  fail(expected: string): never {
    throw new NotMangled(`expected ${expected}`);
  }
}
