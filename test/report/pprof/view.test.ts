/** The value that a view shows, and what it is called. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { sampleTypeOf, valuesOf } from "../../../src/report/pprof/view.ts";
import { profileFromText } from "../../profile/profile-from-text.ts";
import { viewOf } from "../view-of.ts";

const profile = profileFromText("main.main 2 4096");

test("the column that was chosen is shown, a mean by its own name", () => {
  const objects = viewOf(profile, { sampleIndex: "inuse_objects" });
  assert.deepEqual([sampleTypeOf(objects), [...valuesOf(objects)]], [{ type: "inuse_objects", unit: "count" }, [2]]);
  const mean = viewOf(profile, { sampleIndex: "inuse_space", isMean: true });
  assert.deepEqual([sampleTypeOf(mean), [...valuesOf(mean)]], [{ type: "mean_inuse_space", unit: "bytes" }, [4096]]);
});
