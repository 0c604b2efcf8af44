import assert from "node:assert/strict";
import { test } from "node:test";
import { trimPath } from "../../src/graph/trim-path.ts";

const CASES: readonly (readonly [file: string, trimPath: string, sourcePath: string, expected: string])[] = [
  ["/home/build/project/a.go", "/home/build/project", "", "a.go"],
  ["/home/build/project/a.go", "/other:/home/build/", "", "project/a.go"],
  ["/home/build/projects/a.go", "/home/build/project", "", "/home/build/projects/a.go"],
  ["/proc/self/cwd/./a.go", "", "", "a.go"],
  ["/proc/self/cwd/a.go", "/x", "", "a.go"],
  ["/remote/my-project/foo/bar.c", "", "/local/my-project", "foo/bar.c"],
  ["/remote/other/foo/bar.c", "", "/x/none:/y/other", "foo/bar.c"],
  ["/remote/my-project/foo/bar.c", "/remote", "/local/my-project", "my-project/foo/bar.c"],
  ["/my-project/foo/bar.c", "", "/local/my-project", "foo/bar.c"],
  ["my-project/foo/bar.c", "", "/local/my-project", "my-project/foo/bar.c"],
  ["", "/x", "/y", ""],
];

for (const [file, trim, source, expected] of CASES) {
  test(`makes "${file}" with trim_path "${trim}" and source_path "${source}" "${expected}"`, () => {
    assert.equal(trimPath(file, trim, source), expected);
  });
}
