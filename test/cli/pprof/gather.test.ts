/** More sources than pprof fetches at once: it adds sums up, so that what cancels within a chunk is gone before the next one is read. */
import assert from "node:assert/strict";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { PROFILE, serve } from "../../fetch/servers.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";
import { pprofBinary, runPprof } from "../../report/pprof-oracle.ts";
import { runCli } from "../run-cli.ts";

const folder = mkdtempSync(join(tmpdir(), "gather-"));
after(() => rmSync(folder, { recursive: true }));
const skip = pprofBinary() === "" ? "no Go here" : false;

/** Files 0 and 1 cancel each other's `gone`, which comes back in the last file, behind everything else that was met. */
function write(count: number): string[] {
  return Array.from({ length: count }, (_, at) => {
    const values = new Map([
      [0, "1 16"],
      [1, "-1 -16"],
      [count - 1, "5 80"],
    ]).get(at);
    const gone = values === undefined ? "" : `main.main;gone ${values}`;
    const file = join(folder, `${at}.pb`);
    writeFileSync(file, encodeProfile(profileFromText(`${gone}\nmain.main;kept${at % 7} ${at} ${at * 8}`)));
    return file;
  });
}

for (const count of [127, 128, 129, 257]) {
  test(`${count} sources are added up in the order of pprof`, { skip, timeout: 120_000 }, async () => {
    const words = ["-raw", ...write(count)];
    const { stdout, code } = await runCli(words);
    assert.equal(code, 0);
    assert.equal(stdout, runPprof(words).toString());
  });
}

test("what could not be read is counted over all chunks", { skip, timeout: 120_000 }, async () => {
  const files = write(130);
  const words = ["-top", join(folder, "none"), ...files, join(folder, "nothing")];
  const { stdout, stderr } = await runCli(words);
  assert.equal(stdout, runPprof(words).toString());
  assert.match(stderr, /^.*none: .*\n.*nothing: .*\nFetched 130 source profiles out of 132\n/);
});

test("pprof's own command line asks for a URL as it stands, also for the index", async () => {
  const asked: (string | undefined)[] = [];
  const { port } = await serve((request, response) => {
    asked.push(request.url);
    response.end(PROFILE);
  });
  const index = `http://127.0.0.1:${port}/debug/pprof/`;
  for (const words of [
    ["-top", index],
    ["top", index],
  ]) {
    const { code, stderr } = await runCli(words, { env: { PPROF_TMPDIR: folder } });
    assert.equal(code, 0, stderr);
  }
  assert.deepEqual(asked, ["/debug/pprof/", "/debug/pprof/heap?gc=1"]);
});
