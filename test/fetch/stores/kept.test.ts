/** What a run that was stopped has fetched: not asked for again, and no harm where it cannot be kept. */
import assert from "node:assert/strict";
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { forgetKept, keptStore } from "../../../src/fetch/stores/kept.ts";
import type { Store, StoredProfile } from "../../../src/fetch/stores/store.ts";

const root = mkdtempSync(join(tmpdir(), "heapblame-kept-"));
after(() => rmSync(root, { recursive: true, force: true }));
const POINT = { atNanos: 5n, value: 7, id: "one" };

function counting(answer: StoredProfile): { store: Store; asked: () => number } {
  let asked = 0;
  const read = async (): Promise<StoredProfile> => {
    asked++;
    return answer;
  };
  const list = async () => ({ series: [], missing: [] });
  return { store: { name: "x", list, read, close: async () => {} }, asked: () => asked };
}

for (const [form, answer] of Object.entries({
  pprof: { pprof: new Uint8Array([1, 2, 3]) },
  json: { json: { sample: [{ value: ["9007199254740993"] }] } },
})) {
  test(`an answer as ${form} is had twice and asked for once, by type, selector and moment`, async () => {
    const { store, asked } = counting(answer);
    const kept = keptStore(store, join(root, form));
    for (let time = 0; time < 2; time++) assert.deepEqual(await kept.read("inuse_space", "{}", POINT), answer);
    assert.equal(asked(), 1);
    await kept.read("alloc_space", "{}", POINT);
    await kept.read("inuse_space", '{pod="a"}', POINT);
    await kept.read("inuse_space", "{}", { ...POINT, atNanos: 6n });
    assert.equal(asked(), 4);
    const files = readdirSync(join(root, form));
    assert.equal(files.length, 4);
    if (process.platform !== "win32") {
      assert.equal(statSync(join(root, form)).mode & 0o077, 0, "for nobody else");
    }
    await forgetKept(join(root, form));
    await kept.read("inuse_space", "{}", POINT);
    assert.equal(asked(), 5);
  });
}

/** Node 26 writes lists of any depth; those before it overflow their stack. */
function isWritable(value: unknown): boolean {
  try {
    JSON.stringify(value);
    return true;
  } catch {
    return false;
  }
}

test("an answer of lists too deep to be written is handed on and not kept", async () => {
  const depth = 200_000;
  const json = JSON.parse(`${"[".repeat(depth)}${"]".repeat(depth)}`);
  const { store, asked } = counting({ json });
  const kept = keptStore(store, join(root, "deep"));
  for (let time = 0; time < 2; time++) await kept.read("inuse_space", "{}", POINT);
  assert.equal(asked(), isWritable(json) ? 1 : 2);
});

test("what is broken is asked for anew, and where nothing can be kept all goes on", async () => {
  const { store, asked } = counting({ pprof: new Uint8Array([1]) });
  const kept = keptStore(store, join(root, "broken"));
  await kept.read("inuse_space", "{}", POINT);
  const [file] = readdirSync(join(root, "broken"));
  writeFileSync(join(root, "broken", file as string), "nothing");
  assert.deepEqual(await kept.read("inuse_space", "{}", POINT), { pprof: new Uint8Array([1]) });
  assert.equal(asked(), 2);
  writeFileSync(join(root, "a-file"), "");
  await keptStore(store, join(root, "a-file")).read("inuse_space", "{}", POINT);
  assert.equal(asked(), 3);
});
