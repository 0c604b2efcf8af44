/** Names of functions as sentences have them. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { bareFrame, shortFrame } from "../../src/wording/frames.ts";

test("a package is told by its last element, by two where that is a version, without type arguments", () => {
  assert.equal(shortFrame("k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive"), "watch.(*StreamWatcher).receive");
  assert.equal(shortFrame("k8s.io/api/core/v1.(*Pod).Unmarshal"), "core/v1.(*Pod).Unmarshal");
  assert.equal(shortFrame("example.com/a/b.(*Store[go.shape.struct { x/y.Z int }]).Put"), "b.(*Store[...]).Put");
  assert.equal(shortFrame("main.main"), "main.main");
  assert.equal(bareFrame("example.com/a/b.(*Session).heartbeat"), "(*Session).heartbeat");
});

test("a dot in the last element of a path is read as one", () => {
  assert.equal(shortFrame("gopkg.in/yaml%2ev3.(*parser).node"), "yaml.v3.(*parser).node");
  assert.equal(bareFrame("gopkg.in/yaml%2ev3.(*parser).node"), "(*parser).node");
});

test("names that are not Go's stay as they are", () => {
  for (const name of ["malloc", "std::vector<a/b>::push_back", "0x4005a0"]) assert.equal(shortFrame(name), name);
});

test("code without names is called by its file", () => {
  assert.equal(shortFrame("[libc.so.6]"), "libc.so.6 (no names)");
  assert.equal(shortFrame("main.F[...]"), "main.F[...]");
});

test("a package at the root of its path that is a version has no other element to be told by", () => {
  assert.equal(shortFrame("a/v2.F"), "a/v2.F");
  assert.equal(shortFrame("v2.F"), "v2.F");
  assert.equal(shortFrame("/v2.F"), "v2.F");
});
