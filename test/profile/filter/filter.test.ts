/** Filters on stacks that can be checked by eye. What pprof makes of the same options is compared in test/cli and test/differential. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { UsageError } from "../../../src/errors.ts";
import { ProfileBuilder } from "../../../src/profile/builder.ts";
import { applyFilters, filterProfile } from "../../../src/profile/filter/filter.ts";
import { removeLabels } from "../../../src/profile/filter/labels.ts";
import type { FilterOptions } from "../../../src/profile/filter/options.ts";
import { compilePattern } from "../../../src/profile/filter/regexp.ts";
import { findNumericUnits } from "../../../src/profile/numeric-units.ts";
import { NONE, type Profile } from "../../../src/profile/tables.ts";
import { profileFromText } from "../profile-from-text.ts";
import { stacksOf } from "../stacks-of.ts";

const profile = profileFromText(`
  main.main;http.serve;json.Decode;~json.grow    1 10
  main.main;http.serve;cache.Put                 2 20
  main.main;main.init                            3 30
  -                                              4 40
`);

function filter(options: FilterOptions, on: Profile = profile): { stacks: string[]; notices: string[] } {
  const notices: string[] = [];
  const context = { numericUnits: findNumericUnits(on).units, compile: compilePattern, notices };
  return { stacks: stacksOf(filterProfile(on, options, context)), notices };
}

const cases: readonly (readonly [what: string, options: FilterOptions, stacks: readonly string[]])[] = [
  ["no filter keeps even samples without a stack", {}, stacksOf(profile)],
  [
    "focus keeps stacks with a matching frame",
    { focus: "http" },
    ["main.main;http.serve;json.Decode;~json.grow 1 10", "main.main;http.serve;cache.Put 2 20"],
  ],
  ["ignore drops them, and samples without a stack", { ignore: "http" }, ["main.main;main.init 3 30"]],
  ["ignore wins over focus", { focus: "serve", ignore: "json" }, ["main.main;http.serve;cache.Put 2 20"]],
  [
    "hide takes out lines, also of inlined frames",
    { hide: "grow|init|serve" },
    ["main.main;json.Decode 1 10", "main.main;cache.Put 2 20", "main.main 3 30"],
  ],
  [
    "hide drops samples that are left with nothing",
    { hide: "main|cache" },
    ["http.serve;json.Decode;~json.grow 1 10", "http.serve 2 20"],
  ],
  ["show keeps matching lines alone", { show: "json.Decode|Put" }, ["json.Decode 1 10", "cache.Put 2 20"]],
  [
    "show_from cuts off what is above the outermost match",
    { showFrom: "serve|Decode" },
    ["http.serve;json.Decode;~json.grow 1 10", "http.serve;cache.Put 2 20"],
  ],
  ["show_from cuts inside a location", { showFrom: "grow" }, ["json.grow 1 10"]],
  [
    "prune_from cuts off what the innermost match called",
    { pruneFrom: "serve" },
    ["main.main;http.serve 1 10", "main.main;http.serve 2 20", "main.main;main.init 3 30", "- 4 40"],
  ],
];

for (const [what, options, stacks] of cases) {
  test(what, () => assert.deepEqual(filter(options).stacks, stacks));
}

test("every filter that matches nothing says so, in the order of their work", () => {
  const { notices } = filter({
    pruneFrom: "zz",
    taghide: "zz",
    tagshow: "zz",
    tagignore: "zz",
    tagfocus: "zz",
    showFrom: "zz",
    show: "zz",
    hide: "zz",
    ignore: "zz",
    focus: "zz",
  });
  const names = ["Focus", "Ignore", "Hide", "Show", "ShowFrom", "TagFocus", "TagIgnore", "TagShow", "TagHide"];
  assert.deepEqual(
    notices,
    names.map((name) => `${name} expression matched no samples`),
  );
});

test("a bad tagshow is found after the other filters have spoken, and names itself", () => {
  const notices: string[] = [];
  const context = { numericUnits: new Map(), compile: compilePattern, notices };
  assert.throws(() => filterProfile(profile, { focus: "zz", tagshow: "(" }, context), {
    message: "parsing tagshow regexp: error parsing regexp: missing closing ): `(`",
  });
  assert.deepEqual(notices, ["Focus expression matched no samples"]);
});

test("filters leave the profile they work on as it was", () => {
  const before = stacksOf(profile);
  filter({ focus: "json", hide: "Decode", showFrom: "serve" });
  assert.deepEqual(stacksOf(profile), before);
});

test("focus and ignore with one pattern share out the samples that have a stack", () => {
  for (const pattern of ["http", "main", "json", "zz"]) {
    const both = [...filter({ focus: pattern }).stacks, ...filter({ ignore: pattern }).stacks];
    assert.deepEqual(both.sort(), stacksOf(profile).slice(0, 3).sort());
  }
});

test("each location is looked at, the first and the last as any other", () => {
  const names = ["a", "b", "c"];
  const rows = profileFromText(names.map((name, at) => `${name} ${at + 1} 1`).join("\n"));
  const only = (name: string) => [`${name} ${names.indexOf(name) + 1} 1`];
  const others = (name: string) => names.filter((other) => other !== name).flatMap(only);
  for (const name of names) {
    assert.deepEqual(filter({ focus: name }, rows), { stacks: only(name), notices: [] });
    assert.deepEqual(filter({ ignore: name }, rows), { stacks: others(name), notices: [] });
    assert.deepEqual(filter({ hide: name }, rows), { stacks: others(name), notices: [] });
    assert.deepEqual(filter({ show: name }, rows), { stacks: only(name), notices: [] });
    assert.deepEqual(filter({ showFrom: name }, rows), { stacks: only(name), notices: [] });
    assert.deepEqual(filter({ pruneFrom: name }, rows).stacks, names.flatMap(only));
  }
});

test("stacks that are cut end where the next begins, and the last at the end", () => {
  for (const options of [{ pruneFrom: "serve" }, { showFrom: "serve|Decode" }, { hide: "serve" }] as const) {
    const context = { numericUnits: new Map(), compile: compilePattern, notices: [] };
    const { samples } = filterProfile(profile, options, context);
    assert.equal(samples.start.length, samples.length + 1);
    assert.equal(samples.start.at(-1), samples.locations.length);
  }
});

test("focus on the file of a mapping keeps what ran there, and what is in no mapping is in none of that name", () => {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  const mappings = ["/bin/app", "/lib/libc.so"].map((file) => builder.addMapping({ file }));
  for (const [at, name] of ["main.main", "malloc", "jit"].entries()) {
    const lines = [{ function: builder.addFunction({ name }) }];
    const mapping = mappings[at];
    builder.addSample([builder.addLocation({ lines, ...(mapping === undefined ? {} : { mapping }) })], [at + 1]);
  }
  const mapped = builder.finish();
  assert.deepEqual(filter({ focus: "libc" }, mapped).stacks, ["malloc 2"]);
  assert.deepEqual(filter({ ignore: "libc" }, mapped).stacks, ["main.main 1", "jit 3"]);
});

test("filters that are ready to be applied give the profile and what they had to say", () => {
  const { profile: filtered, notices } = applyFilters(profile, {
    options: { focus: "http", hide: "nowhere" },
    compile: compilePattern,
    shown: [],
  });
  assert.deepEqual(stacksOf(filtered), filter({ focus: "http" }).stacks);
  assert.deepEqual(notices, filter({ focus: "http", hide: "nowhere" }).notices);
  assert.equal(notices.length, 1);
});

test("what is no fault of a regular expression is not said to be one", () => {
  const compile = () => {
    throw new UsageError("no-match", "another fault");
  };
  const profile = profileFromText("main.a 1 1");
  const filters = { options: { focus: "a.*b" }, compile, shown: [] };
  assert.throws(() => applyFilters(profile, filters), { message: "another fault" });
});

test("a set without a label left is none, the last one too", () => {
  const builder = new ProfileBuilder({ sampleTypes: [{ type: "space", unit: "bytes" }] });
  const row = builder.addLocation({ lines: [{ function: builder.addFunction({ name: "a" }) }] });
  for (const value of ["x", "y"]) builder.addSample([row], [1], [{ key: "zone", value }]);
  const { samples } = removeLabels(builder.finish(), () => true);
  assert.deepEqual([...samples.labelSet], [NONE, NONE]);
});
