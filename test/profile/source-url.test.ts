/** Which names of mappings are URLs. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { urlScheme } from "../../src/profile/source-url.ts";

test("an absolute URL has a scheme, in lower case; a path has none", () => {
  const schemes = ["http://host/x", "HTTPS://host:80/x?q#f", "mailto:a", "C:\\x", "file:///x", "a+b.c-1:x"].map(
    urlScheme,
  );
  assert.deepEqual(schemes, ["http", "https", "mailto", "c", "file", "a+b.c-1"]);
  assert.deepEqual(["/bin/app", "", "1a:x", ":x", "app"].map(urlScheme), Array(5).fill(undefined));
});

test("a host, a port or an escape that is none makes no URL", () => {
  const bad = ["http://a b/", "http://host:x/", "http://h/%zz", "http://h/x#%1", "ht\x01tp://h/", "http://h/\x7f"];
  assert.deepEqual(bad.map(urlScheme), Array(bad.length).fill(undefined));
  assert.deepEqual(["http://host:/", "http://u:p@host/", "http://[::1]:80/", "http://h/%20"].map(urlScheme), [
    ...["http", "http", "http", "http"],
  ]);
});
