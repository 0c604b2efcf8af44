/** Small profiles for pprof's views: one value of bytes, stacks from the root, labels where they matter; and what the views are asked. */
import { type NewLabel, ProfileBuilder } from "../../../src/profile/builder.ts";
import type { Header, Profile } from "../../../src/profile/tables.ts";
import type { GraphQuery } from "../../../src/report/pictures/graph-report.ts";

/** `key=text`, or `key:12unit` for a number. */
export type Sample = readonly [stack: string, value: number | bigint, ...labels: readonly string[]];

const TYPES = [{ type: "space", unit: "bytes" }];

export function profileOf(samples: readonly Sample[], header: Partial<Header> = {}): Profile {
  const builder = new ProfileBuilder({ sampleTypes: TYPES, ...header });
  const mapping = builder.addMapping({ file: "/bin/app", buildId: "b1", memoryLimit: 0x100000n });
  const places = new Map<string, number>();
  const placeOf = (name: string): number => {
    const [first = "", ...inlined] = name.split("~");
    const functions = [...inlined.reverse(), first].map((each) =>
      builder.addFunction({ name: each, file: `/src/${each}.go` }),
    );
    const lines = functions.map((row, at) => ({ function: row, line: at + 1 }));
    const row = places.get(name) ?? builder.addLocation({ mapping, address: BigInt(0x10 * (places.size + 1)), lines });
    places.set(name, row);
    return row;
  };
  for (const [stack, value, ...labels] of samples) {
    const frames = stack === "" ? [] : stack.split(";").reverse();
    builder.addSample(frames.map(placeOf), [BigInt(value)], labels.map(labelOf));
  }
  return builder.finish();
}

function labelOf(text: string): NewLabel {
  const [, key = "", number = "", unit = ""] = /^(\w+):(-?\d+)(\w*)$/.exec(text) ?? [];
  if (key !== "") return { key, value: BigInt(number), unit };
  const [name = "", value = ""] = text.split("=");
  return { key: name, value };
}

export const WHOLE: GraphQuery = {
  ...{ nodeCount: 0, nodeFraction: 0, edgeFraction: 0, sort: "flat", dropNegative: false, callTree: false },
};
