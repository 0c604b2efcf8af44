/** Damage, seeded: what discs, networks and editors do to files. */
import { random } from "../bench/generate.ts";

const TEXT = " 0:@[]x/-#=\n19af";

/** `count` damaged copies of `bytes`: cut, bits flipped, bytes replaced, removed, repeated, moved. */
export function mutations(bytes: Uint8Array, count: number, seed: number): Uint8Array[] {
  const next = random(seed);
  const pick = (bound: number): number => Math.floor(next() * bound);
  const isText = bytes.every((byte) => byte > 8 && byte < 128);
  const mutate = (input: Uint8Array): Uint8Array => {
    const at = pick(input.length);
    const output = input.slice();
    switch (pick(6)) {
      case 0:
        return output.subarray(0, at);
      case 1:
        output[at] = (output[at] ?? 0) ^ (1 << pick(8));
        return output;
      case 2:
        output[at] = isText ? TEXT.charCodeAt(pick(TEXT.length)) : pick(256);
        return output;
      case 3:
        return joined(input.subarray(0, at), input.subarray(at + 1 + pick(8)));
      case 4:
        return joined(input.subarray(0, at + 1 + pick(12)), input.subarray(at));
      default: {
        const from = pick(input.length);
        return joined(input.subarray(0, at), input.subarray(from, from + 1 + pick(20)), input.subarray(at));
      }
    }
  };
  return Array.from({ length: count }, () => {
    let output = bytes;
    for (let times = pick(2) === 0 ? 1 : 1 + pick(4); times > 0; times--) output = mutate(output);
    return output;
  });
}

function joined(...parts: readonly Uint8Array[]): Uint8Array {
  return new Uint8Array(Buffer.concat(parts));
}
