/** The door to servers that keep profiles: who asks the same one at the same time asks it through one gate, and through one forward. */
import type { ReadOptions } from "../index.ts";
import { parseStore, type StoreAddress } from "./address.ts";
import { type Asker, openAsker } from "./asker.ts";
import { keptStore } from "./kept.ts";
import { parcaStore } from "./parca.ts";
import { pyroscopeStore } from "./pyroscope.ts";
import type { Store } from "./store.ts";

interface Shared {
  readonly asker: Promise<Asker>;
  users: number;
}

/** By the settings that they are asked with, which may hold a secret, and by address. */
const inUse: WeakMap<object, Map<string, Shared>> = new WeakMap();
const NO_SETTINGS = {};

/** `text` as in address.ts. Throws UsageError, FetchError. */
export async function openStore(text: string, options: ReadOptions): Promise<Store> {
  const address = parseStore(text);
  const asker = await share(address, options);
  const store = address.kind === "parca" ? parcaStore(asker) : pyroscopeStore(asker);
  return options.keptIn === undefined ? store : keptStore(store, options.keptIn);
}

async function share(address: StoreAddress, options: ReadOptions): Promise<Asker> {
  const settings = options.http ?? NO_SETTINGS;
  const open = inUse.get(settings) ?? new Map<string, Shared>();
  inUse.set(settings, open);
  const key = `${address.origin ?? address.tunnel} ${address.prefix}`;
  const shared = open.get(key) ?? { asker: openAsker(address, options), users: 0 };
  open.set(key, shared);
  shared.users++;
  const leave = (): boolean => {
    shared.users--;
    if (shared.users > 0) return false;
    return open.get(key) === shared ? open.delete(key) : true;
  };
  try {
    const asker = await shared.asker;
    return { ...asker, close: async () => void (leave() && (await asker.close())) };
  } catch (error) {
    leave();
    throw error;
  }
}
