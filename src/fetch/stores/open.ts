/** The door to servers that keep profiles. */
import type { ReadOptions } from "../index.ts";
import { parseStore } from "./address.ts";
import { openAsker } from "./asker.ts";
import { parcaStore } from "./parca.ts";
import { pyroscopeStore } from "./pyroscope.ts";
import type { Store } from "./store.ts";

/** `text` as in address.ts. Throws UsageError, FetchError. */
export async function openStore(text: string, options: ReadOptions): Promise<Store> {
  const address = parseStore(text);
  const asker = await openAsker(address, options);
  return address.kind === "parca" ? parcaStore(asker) : pyroscopeStore(asker);
}
