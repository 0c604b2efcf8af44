/** What is written while a Rust symbol is read: its text so far, and the lifetimes that are bound at this place. All may throw NotMangled. */

import { NotMangled } from "../cursor.ts";

/** A name of a few hundred characters may unfold to gigabytes. */
const MAX_LENGTH = 1 << 20;

export class RustPen {
  #text = "";
  #isSilent = false;
  #lifetimes = 0;

  get text(): string {
    return this.#text;
  }

  /** It is lifted: what is read leaves no text. */
  get isSilent(): boolean {
    return this.#isSilent;
  }

  /** How many are bound here. */
  get lifetimes(): number {
    return this.#lifetimes;
  }

  write(text: string): void {
    if (this.#isSilent) return;
    this.#text += text;
    if (this.#text.length > MAX_LENGTH) throw new NotMangled("too long");
  }

  silently(read: () => void): void {
    const before = this.#isSilent;
    this.#isSilent = true;
    read();
    this.#isSilent = before;
  }

  /** Lifetimes that `read` binds end with it. */
  bound(read: () => void): void {
    const before = this.#lifetimes;
    read();
    this.#lifetimes = before;
  }

  /** Binds one more, and writes its name. */
  bindLifetime(): void {
    this.#lifetimes++;
    this.lifetime(1);
  }

  /** Counted from the innermost, 1; 0 is one without a name. */
  lifetime(index: number): void {
    const depth = this.#lifetimes - index;
    if (index !== 0 && depth < 0) throw new NotMangled("expected a bound lifetime");
    if (index === 0) this.write("'_");
    else this.write(depth < 26 ? `'${String.fromCharCode(97 + depth)}` : `'z${depth - 25}`);
  }
}
