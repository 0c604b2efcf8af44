/** Copies of what came from servers: their names are made of what the profile says, and lead nowhere else. */
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { saveProfile } from "../../../src/cli/pprof/saved-profile.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";

const folder = mkdtempSync(join(tmpdir(), "heapblame-saved-"));
after(() => rmSync(folder, { recursive: true }));

test("what a server calls its types never chooses a folder", async () => {
  const kept = join(folder, "a", "b");
  for (const type of ["x/../../..", "/etc/passwd", "..\\..\\x", "\u001b[2J\n", "x".repeat(5000), "C:x"]) {
    const profile = profileFromText("main.main 1", { sampleTypes: [{ type, unit: "bytes" }] });
    mkdirSync(kept, { recursive: true });
    const path = await saveProfile(profile, kept, { cwd: folder });
    assert.ok(path.startsWith(kept), path);
  }
  assert.deepEqual(readdirSync(folder), ["a"]);
  const names = readdirSync(kept);
  assert.equal(names.length, 6);
  for (const name of names) assert.match(name, /^pprof\.[ -~]*\.001\.pb\.gz$/);
});

test("ordinary types have pprof's name", async () => {
  const profile = profileFromText("main.main 1 2");
  assert.match(
    await saveProfile(profile, folder, { cwd: folder }),
    /\/pprof\.inuse_objects\.inuse_space\.001\.pb\.gz$/,
  );
});
