/**
 * Inputs that threads take one by one until there are none: this thread from the front, workers from the back. So nobody waits for a share
 * that turned out too large, and neighbours, which are often alike, are mostly parsed by the same thread.
 */
export interface SharedInputs {
  /** In memory that all threads see, but for the first, which is this thread's in any case. */
  readonly inputs: readonly Uint8Array[];
  /** How many were taken, and how many of them from the back. */
  readonly taken: Int32Array;
}

const ALL = 0;
const BACK = 1;

export function shareInputs(inputs: readonly Uint8Array[]): SharedInputs {
  const taken = new Int32Array(new SharedArrayBuffer(8));
  taken[ALL] = Math.min(1, inputs.length);
  return { inputs: inputs.map((bytes, index) => (index === 0 ? new Uint8Array() : toShared(bytes))), taken };
}

function toShared(bytes: Uint8Array): Uint8Array {
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  return shared;
}

/** Numbers of the inputs that fall to this thread, each taken when it is asked for; the first is taken already. */
export function* fromFront({ inputs, taken }: SharedInputs): Generator<number> {
  if (inputs.length > 0) yield 0;
  for (let next = 1; Atomics.add(taken, ALL, 1) < inputs.length; next++) yield next;
}

/** The same for a worker. */
export function* fromBack({ inputs, taken }: SharedInputs): Generator<number> {
  while (Atomics.add(taken, ALL, 1) < inputs.length) yield inputs.length - 1 - Atomics.add(taken, BACK, 1);
}
