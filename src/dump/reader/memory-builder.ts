/** The rows of memory and their pointers while the dump is read. A row is whole or not there: `cut` takes back what a shortage broke off. */

import { KIND, type MemoryTable, NONE, type PointerTable } from "../tables.ts";
import { float64Column, uint8Column, uint32Column } from "./number-column.ts";

export class MemoryBuilder {
  readonly #kind = uint8Column();
  readonly #address = float64Column();
  readonly #size = float64Column();
  readonly #head = float64Column();
  readonly #hasPointers = uint8Column();
  readonly #owner = uint32Column();
  readonly #firstPointer = uint32Column();
  readonly #offset = uint32Column();
  readonly #target = float64Column();
  readonly #before = uint32Column();
  readonly #next = uint32Column();
  readonly #second = uint32Column();
  #objects = 0;

  get rows(): number {
    return this.#kind.length;
  }

  /** Goes back to that many rows and pointers. */
  cut(rows: number, pointers: number): void {
    for (const column of [this.#offset, this.#target, this.#before, this.#next, this.#second]) column.cut(pointers);
    if (rows === this.#kind.length) return;
    const perRow = [
      this.#kind,
      this.#address,
      this.#size,
      this.#head,
      this.#hasPointers,
      this.#owner,
      this.#firstPointer,
    ];
    for (const column of perRow) column.cut(rows);
    this.#objects = Math.min(this.#objects, rows);
  }

  /** A pointer of the row that `endRow` will add. */
  pointer(offset: number, target: number, before: number, next: number, second: number): void {
    this.#offset.push(offset);
    this.#target.push(target);
    this.#before.push(before);
    this.#next.push(next);
    this.#second.push(second);
  }

  /** Moves the last pointer, read from a part of its memory that begins `by` bytes into it. */
  shiftLast(by: number): void {
    this.#offset.addToLast(by);
  }

  /** Adds the row of all pointers since `firstPointer`. */
  endRow(
    kind: number,
    address: number,
    size: number,
    head: number,
    hasPointers: boolean,
    owner: number,
    firstPointer: number,
  ): void {
    this.#kind.push(kind);
    this.#address.push(address);
    this.#size.push(size);
    this.#head.push(head);
    this.#hasPointers.push(hasPointers ? 1 : 0);
    this.#owner.push(owner);
    this.#firstPointer.push(firstPointer);
    if (kind === KIND.object) this.#objects = this.#kind.length;
  }

  /** A row that is no piece of memory: pointers named by their place among `targets`. */
  addRow(kind: number, address: number, owner: number, targets: readonly number[]): void {
    const first = this.#target.length;
    targets.forEach((target, index) => {
      if (target !== 0) this.pointer(index, target, 0, NONE, NONE);
    });
    this.endRow(kind, address, 0, Number.NaN, true, owner, first);
  }

  get pointers(): number {
    return this.#target.length;
  }

  get objects(): number {
    return this.#objects;
  }

  finish(): { memory: MemoryTable; pointers: PointerTable } {
    const length = this.rows;
    this.#firstPointer.push(this.#target.length);
    const memory: MemoryTable = {
      length,
      objectCount: this.#objects,
      kind: this.#kind.finish(),
      address: this.#address.finish(),
      size: this.#size.finish(),
      head: this.#head.finish(),
      hasPointers: this.#hasPointers.finish(),
      owner: this.#owner.finish(),
      firstPointer: this.#firstPointer.finish(),
    };
    return { memory, pointers: this.#finishPointers() };
  }

  #finishPointers(): PointerTable {
    return {
      length: this.#target.length,
      offset: this.#offset.finish(),
      target: this.#target.finish(),
      before: this.#before.finish(),
      next: this.#next.finish(),
      second: this.#second.finish(),
    };
  }
}
