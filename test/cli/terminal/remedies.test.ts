/** What is advised where nothing listens: a program may lack pprof, a server of profiles does not. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { closedPort } from "../../fetch/servers.ts";
import { runCli } from "../run-cli.ts";

test("a program that does not listen may have no pprof; a server of profiles has none of its own to turn on", async () => {
  const place = `127.0.0.1:${await closedPort()}`;
  const program = await runCli([place], { cwd: "/" });
  assert.match(program.stderr, /connection refused; check host and port; pprof must be enabled: .*\n$/);
  const query = ["--query", "{}", "--from", "1h"];
  for (const scheme of ["pyroscope", "parca", "pyroscope+https"]) {
    const { code, stderr } = await runCli(["trend", `${scheme}://${place}`, ...query], {
      cwd: "/",
      env: { HOME: "/nowhere" },
    });
    assert.equal(code, 2);
    assert.match(stderr, /; check host and port\n$/, scheme);
  }
});
