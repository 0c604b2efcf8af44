/** Stacks of legacy profiles whose leaf is there twice. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { ProfileBuilder } from "../../../src/profile/builder.ts";
import { cutDuplicateLeaves } from "../../../src/profile/legacy/builder.ts";

function cut(...stacks: readonly (readonly bigint[])[]): bigint[][] {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "samples", unit: "count" }] });
  for (const stack of stacks)
    builder.addSample(
      stack.map((address) => builder.addLocation({ address })),
      [1],
    );
  const { samples, locations } = cutDuplicateLeaves(builder.finish());
  return Array.from({ length: samples.length }, (_, row) => {
    const rows = samples.locations.subarray(samples.start[row], samples.start[row + 1]);
    return Array.from(rows, (at) => locations.address[at] as bigint);
  });
}

test("the second frame goes where it is the first, moved back onto its call", () => {
  assert.deepEqual(cut([0x11n, 0x10n, 0x20n], [0x11n, 0x11n], [0x11n], []), [
    [0x11n, 0x20n],
    [0x11n, 0x11n],
    [0x11n],
    [],
  ]);
});
