/** What frames are for, by names as Go writes them, and by names that only look like these. */
import assert from "node:assert/strict";
import { test } from "node:test";
import {
  isPervasive,
  isPlumbing,
  isRelayFrame,
  isTrunk,
  type Role,
  roleOfFunction,
} from "../../../src/blame/suspects/roles.ts";

const roles: Readonly<Record<Role | "none", readonly string[]>> = {
  decoder: [
    "k8s.io/apimachinery/pkg/watch.(*StreamWatcher).receive",
    "k8s.io/client-go/tools/cache.(*Reflector).list.func1",
    "k8s.io/client-go/tools/cache.(*Reflector).ListAndWatchWithContext",
    "k8s.io/api/core/v1.(*Pod).Unmarshal",
    "encoding/json.(*decodeState).object",
    "encoding/json.Unmarshal",
    "encoding/json.(*Decoder).Decode",
    "encoding/json/v2.unmarshalDecode",
    "encoding/json/jsontext.(*Decoder).ReadValue",
    "encoding/csv.(*Reader).readRecord",
    "encoding/hex.DecodeString",
    "encoding/base64.(*Encoding).DecodeString",
    "github.com/json-iterator/go.(*Iterator).ReadString",
    "github.com/vmihailenco/msgpack/v5.(*Decoder).DecodeMap",
    "go.yaml.in/yaml/v3.(*decoder).mapping",
    "gopkg.in/yaml.v3.(*parser).scalar",
    "github.com/golang/snappy.Decode",
    "k8s.io/apimachinery/pkg/runtime/serializer/protobuf.(*Serializer).Decode",
  ],
  container: [
    "runtime.growslice",
    "runtime.mapassign_faststr",
    "internal/runtime/maps.(*Map).Insert",
    "sync.(*Map).Store",
    "slices.Grow[go.shape.[]int,go.shape.int]",
    "github.com/hashicorp/golang-lru/v2.(*Cache[go.shape.string,go.shape.int]).Add",
    "k8s.io/client-go/tools/cache.(*threadSafeMap).Update",
  ],
  pool: [
    "sync.(*Pool).Get",
    "bytes.growSlice",
    "bytes.(*Buffer).Grow",
    "bufio.NewReaderSize",
    "compress/gzip.NewWriter",
  ],
  goroutine: ["runtime.malg", "runtime.newproc1", "runtime.allocm"],
  init: ["main.init", "main.init.0", "regexp.MustCompile", "regexp.compile", "unicode.init"],
  observability: [
    "runtime/pprof.(*profileBuilder).build",
    "runtime/trace.Start",
    "net/http/pprof.Index",
    "github.com/prometheus/client_golang/prometheus.(*Registry).Gather",
    "expvar.Do",
  ],
  none: [
    "encoding/json.Marshal",
    "encoding/json.(*encodeState).marshal",
    "encoding/json.(*Encoder).Encode",
    "encoding/json.Indent",
    "encoding/gob.(*Encoder).Encode",
    "encoding/csv.(*Writer).Write",
    "encoding/hex.EncodeToString",
    "encoding/base64.(*Encoding).EncodeToString",
    "github.com/json-iterator/go.(*frozenConfig).Marshal",
    "github.com/vmihailenco/msgpack/v5.(*Encoder).EncodeMap",
    "gopkg.in/yaml.v3.(*encoder).marshal",
    "main.main",
    "main.(*Pool).Get",
    "main.UnmarshalAll",
    "runtime/pprof.Do",
    "runtime/pprof.SetGoroutineLabels",
    "main.initialize",
    "main.init2.run",
    "runtime.newobject",
    "example.com/app.(*Store).Add",
  ],
};
for (const [role, names] of Object.entries(roles)) {
  for (const name of names) {
    test(`${name} is ${role}`, () => assert.equal(roleOfFunction(name) ?? "none", role));
  }
}

test("profiling and init lend their role to all that they call", () => {
  const all = Object.keys(roles).filter((role) => role !== "none") as Role[];
  assert.deepEqual(all.filter(isPervasive), ["init", "observability"]);
});

test("the standard library carries growth, and the trunk is that and main.main", () => {
  for (const name of ["net/http.(*conn).serve", "runtime.goexit", "go:itab", "malloc", "internal/poll.(*FD).Read"]) {
    assert.ok(isPlumbing(name) && isTrunk(name), name);
  }
  for (const name of ["main.main", "main.run", "example.com/a.F", "github.com/x/y.(*T).Z"]) {
    assert.ok(!isPlumbing(name), name);
    assert.equal(isTrunk(name), name === "main.main");
  }
});

test("middleware hands on, handlers do not", () => {
  for (const name of ["a.b/mw.(*recovery).ServeHTTP", "net/http.HandlerFunc.ServeHTTP"]) assert.ok(isRelayFrame(name));
  for (const name of ["main.ServeHTTPS", "main.ServeHTTP.func1", "main.handle"]) assert.ok(!isRelayFrame(name), name);
});
