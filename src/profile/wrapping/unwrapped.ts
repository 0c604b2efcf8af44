/** What every layer gives: the bytes inside, and what was around them. */

export interface Unwrapped {
  readonly bytes: Uint8Array;
  /** What was around them, to follow "read": a clause. */
  readonly notice: string;
}
