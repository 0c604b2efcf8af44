/** What tells the program's own module, where several things could. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findMainModule } from "../../../src/graph/go/main-module.ts";

/** `main.main /app/main.go`: a function and its file. */
function found(...functions: readonly string[]): string | undefined {
  const parsed = functions.map((text) => {
    const [name = "", file = ""] = text.split(" ");
    return { name, file };
  });
  return findMainModule(parsed)?.module;
}

test("where main.main is goes before where the rest of package main is, whichever comes first", () => {
  const [helper, main] = ["main.help example.com/tool/gen/x.go", "main.main example.com/app/cmd/app/main.go"];
  assert.equal(found(helper, main), "example.com/app");
  assert.equal(found(main, helper), "example.com/app");
  assert.equal(found(helper), "example.com/tool");
});

test("most neighbours say where main is imported from, of as many those in the deeper tree", () => {
  const main = "main.main /src/app/cmd/x/main.go";
  const [shallow, deep] = ["example.com/app/db.F /src/app/db/db.go", "corp.example/y/cmd.F /src/app/cmd/c.go"];
  assert.equal(found(main, shallow), "example.com/app");
  assert.equal(found(main, shallow, deep), "corp.example/y");
  assert.equal(found(main, deep, shallow), "corp.example/y");
  assert.equal(found(main, deep, shallow, "example.com/app/web.F /src/app/web/w.go"), "example.com/app");
});

test("what lies elsewhere makes no module longer or shorter", () => {
  const main = "main.main corp.example/team/app/cmd/x/main.go";
  const own = "corp.example/team/app/db.F corp.example/team/app/db/db.go";
  assert.equal(found(main, own, "other.example/team/lib.F other.example/team/lib/x.go"), "corp.example/team/app");
  assert.equal(found(main, "other.example/team/lib.F other.example/team/lib/x.go"), "corp.example/team/app");
});

test("the module is above all packages that are its own, though main lies deeper", () => {
  const main = "main.main corp.example/team/app/cmd/server/main.go";
  assert.equal(found(main), "corp.example/team/app");
  assert.equal(found(main, "corp.example/team/lib.F corp.example/team/lib/lib.go"), "corp.example/team");
  assert.equal(found(main, "corp.example/team/app/db.F corp.example/team/app/db/db.go"), "corp.example/team/app");
});

test("on a host that nobody knows a second package beside main's is a sign of where the module begins", () => {
  const main = "main.main corp.example/team/app/main.go";
  assert.equal(found(main), "corp.example/team");
  assert.equal(found(main, "corp.example/team/app/db.F corp.example/team/app/db/db.go"), "corp.example/team/app");
  assert.equal(found(main, "corp.example/team/app.F corp.example/team/app/x.go"), "corp.example/team");
});

test("sources that lie in the root of the disk have all of their path there", () => {
  assert.equal(
    found("main.main /example.com/app/main.go", "example.com/app/db.F /example.com/app/db/x.go"),
    "example.com/app",
  );
});
