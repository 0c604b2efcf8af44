/** Which sample types are of what is live, and which only look so. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isLiveBytes, isLiveObjects } from "../../src/profile/live-bytes.ts";

test("live bytes by the names of many writers", () => {
  for (const type of ["inuse_space", "space", "heap-space", "Unreleased malloc size", "live", "inuse", "live_bytes"]) {
    assert.ok(isLiveBytes({ type, unit: "bytes" }), type);
  }
  for (const type of ["alloc_space", "Total malloc size", "delivered", "livelock", "cpu"]) {
    assert.ok(!isLiveBytes({ type, unit: "bytes" }), type);
  }
  assert.ok(!isLiveBytes({ type: "live", unit: "count" }));
});

test("live objects likewise", () => {
  for (const type of ["inuse_objects", "objects", "Unreleased malloc count", "live"]) {
    assert.ok(isLiveObjects({ type, unit: "count" }), type);
  }
  for (const type of ["alloc_objects", "Total malloc count"]) assert.ok(!isLiveObjects({ type, unit: "count" }), type);
});
