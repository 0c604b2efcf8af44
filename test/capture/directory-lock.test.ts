/** Who holds a directory, with several that want it at once. */
import assert from "node:assert/strict";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setImmediate } from "node:timers/promises";
import { LOCK_FILE, lockDirectory } from "../../src/capture/directory-lock.ts";
import { randomOf } from "../fuzz/mutate.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-lock-"));
after(() => rmSync(folder, { recursive: true }));
/** No process has that number. */
const NOBODY = "4194305\n";

function directory(name: string, left: Readonly<Record<string, string>>): string {
  const path = join(folder, name);
  mkdirSync(path);
  for (const [file, owner] of Object.entries(left)) writeFileSync(join(path, file), owner);
  return path;
}

test("a lock that was left is taken over by one of those who come at once, and by no other", async () => {
  const random = randomOf(3);
  for (let turn = 0; turn < 40; turn++) {
    const place = directory(`left-${turn}`, { [LOCK_FILE]: NOBODY });
    const tries = Array.from({ length: 8 }, async () => {
      for (let wait = random.whole(30); wait > 0; wait--) await setImmediate();
      return await lockDirectory(place);
    });
    const ended = await Promise.allSettled(tries);
    assert.equal(ended.filter(({ status }) => status === "fulfilled").length, 1);
    assert.equal(readFileSync(join(place, LOCK_FILE), "utf8"), `${process.pid}\n`);
    assert.deepEqual(readdirSync(place), [LOCK_FILE]);
  }
});

test("what was left by one who was killed while taking over is no hindrance", async () => {
  for (const [at, left] of [{ [`${LOCK_FILE}.turn`]: NOBODY, [LOCK_FILE]: NOBODY }, { [LOCK_FILE]: "" }].entries()) {
    const place = directory(`killed-${at}`, left);
    const release = await lockDirectory(place);
    assert.deepEqual(readdirSync(place), [LOCK_FILE]);
    await release();
    assert.ok(!existsSync(join(place, LOCK_FILE)));
  }
});

test("one who is running holds it, and is named", async () => {
  const place = directory("held", { [LOCK_FILE]: `${process.pid}\n` });
  await assert.rejects(lockDirectory(place), new RegExp(`process ${process.pid} captures into .* already`));
});
