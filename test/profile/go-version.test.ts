import assert from "node:assert/strict";
import { test } from "node:test";
import { goVersionOf } from "../../src/profile/go-version.ts";
import type { Profile } from "../../src/profile/tables.ts";
import { profileFromText } from "./profile-from-text.ts";

const withFile = (file: string): Profile => profileFromText(`runtime.main@${file}:283;main.main@/app/main.go:3 1 1`);

const paths: readonly (readonly [file: string, version: string | undefined])[] = [
  ["/home/ci/go/pkg/mod/golang.org/toolchain@v0.0.1-go1.25.3.linux-amd64/src/runtime/proc.go", "go1.25.3"],
  ["/opt/hostedtoolcache/go/1.22.1/x64/src/runtime/proc.go", "go1.22.1"],
  ["/nix/store/abc-go-1.24.2/share/go/src/runtime/proc.go", "go1.24.2"],
  ["/usr/local/go1.26rc1/src/runtime/proc.go", "go1.26rc1"],
  ["/opt/homebrew/Cellar/go/1.26.0/libexec/src/runtime/proc.go", "go1.26.0"],
  ["/usr/local/go/src/runtime/proc.go", undefined],
  ["runtime/proc.go", undefined],
];

for (const [file, version] of paths) {
  test(`${file} shows ${version ?? "no version"}`, () => assert.equal(goVersionOf(withFile(file)), version));
}

test("only the standard library's own files are asked", () => {
  assert.equal(goVersionOf(profileFromText("main.main@/home/go1.20/src/app/main.go:3 1 1")), undefined);
});
