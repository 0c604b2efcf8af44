/** Reference profiles as goref writes them, one path a line: `main.server > entries. (map[string]int) > $mapval. (int) 3 3000` has objects and bytes. */
import { ProfileBuilder } from "../../../src/profile/builder.ts";
import type { Profile } from "../../../src/profile/tables.ts";

export function referencesFromText(text: string): Profile {
  const sampleTypes = [
    { type: "inuse_objects", unit: "count" },
    { type: "inuse_space", unit: "bytes" },
  ];
  const builder = new ProfileBuilder({ sampleTypes });
  const locations = new Map<string, number>();
  const locationOf = (name: string): number => {
    const row = locations.get(name) ?? builder.addLocation({ lines: [{ function: builder.addFunction({ name }) }] });
    locations.set(name, row);
    return row;
  };
  for (const line of text.split("\n").filter((each) => each.trim() !== "")) {
    const [, path = "", objects = "", bytes = ""] = /^\s*(.*) (\d+) (\d+)$/.exec(line) ?? [];
    const steps = path === "-" ? [] : path.split(" > ");
    builder.addSample(steps.reverse().map(locationOf), [Number(objects), Number(bytes)]);
  }
  return builder.finish();
}
