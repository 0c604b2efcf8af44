/**
 * Profiles a reader can check by eye. One sample a line: frames from the root to the leaf, then one value a sample type.
 *
 *     main.main;main.serve;json.Unmarshal            2 4096
 *     main.main;main.serve@serve.go:12;~main.inlined 1 16
 *
 * `name@file:line` gives a place; `~` marks a frame that was inlined into the one before it.
 */
import { ProfileBuilder } from "../../src/profile/builder.ts";
import type { Header, Profile, ValueType } from "../../src/profile/tables.ts";

const HEAP_TYPES: readonly ValueType[] = [
  { type: "inuse_objects", unit: "count" },
  { type: "inuse_space", unit: "bytes" },
];

interface Frame {
  readonly name: string;
  readonly file: string;
  readonly line: number;
  readonly isInlined: boolean;
}

export function profileFromText(text: string, header: Partial<Header> = {}): Profile {
  const builder = new ProfileBuilder({ sampleTypes: HEAP_TYPES, ...header });
  const functions = new Map<string, number>();
  const locations = new Map<string, number>();
  const addFrames = (frames: readonly Frame[]): number => {
    const key = JSON.stringify(frames);
    const known = locations.get(key);
    if (known !== undefined) return known;
    const lines = [...frames].reverse().map(({ name, file, line }) => {
      const row = functions.get(`${name}@${file}`) ?? builder.addFunction({ name, file });
      functions.set(`${name}@${file}`, row);
      return { function: row, line };
    });
    const row = builder.addLocation({ address: BigInt(0x1000 + 16 * locations.size), lines });
    locations.set(key, row);
    return row;
  };
  for (const line of text.split("\n")) {
    if (line.trim() === "") continue;
    const [stack = "", ...values] = line.trim().split(/\s+/);
    const frames = stack === "-" ? [] : stack.split(";").map(parseFrame);
    const groups: Frame[][] = [];
    for (const frame of frames) {
      if (frame.isInlined) groups.at(-1)?.push(frame);
      else groups.push([frame]);
    }
    builder.addSample(groups.map(addFrames).reverse(), values.map(BigInt));
  }
  return builder.finish();
}

function parseFrame(text: string): Frame {
  const [, mark = "", name = "", file = "", line = "0"] = /^(~?)([^@]*)(?:@([^:]*):(\d+))?$/.exec(text) ?? [];
  return { name, file, line: Number(line), isInlined: mark === "~" };
}
