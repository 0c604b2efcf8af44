/** Whose code the growth is allocated by: each finding with an input that has it and a near miss, at the edge of each threshold. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findOrigin } from "../../../src/blame/findings/origin.ts";
import type { GrowthSigns } from "../../../src/blame/findings/signs.ts";
import { codesOf, signsOf } from "./signs-of.ts";

const found = (text: string, given: Partial<GrowthSigns> = {}) => codesOf(findOrigin(signsOf(text, given)));
const OWN = "main.main;example.com/app.keep";
const OTHER = "main.main;example.com/app.other";

test("an own function is named from 99.5% of the growth on, main.main never", () => {
  assert.deepEqual(found(`${OWN} 1 995\n${OTHER} 1 5`), ["own-on-all-stacks"]);
  assert.deepEqual(found(`${OWN} 1 994\n${OTHER} 1 6`), []);
  assert.deepEqual(found("main.main 1 1000"), []);
});

test("a dependency is named where it has half, and no own function more than 0.5%", () => {
  const pod = "k8s.io/api.F";
  assert.deepEqual(found(`${pod} 1 995\n${OWN} 1 5`), ["dependency-code"]);
  assert.deepEqual(found(`${pod} 1 994\n${OWN} 1 6`), []);
  assert.deepEqual(found(`${pod} 1 500\nfmt.F 1 500`), ["dependency-code"]);
  assert.deepEqual(found(`${pod} 1 499\nfmt.F 1 501`), []);
  const small = "golang.org/x/net.F 1 200\n";
  assert.deepEqual(found(`${small}${pod} 1 800`), ["dependency-code"], "the largest counts, whichever comes first");
  assert.deepEqual(found(`${pod} 1 800\n${small}`), ["dependency-code"]);
  assert.deepEqual(found(`${pod} 1 1000`, { ownModules: [] }), [], "whose it is not is not known");
});

test("decoded is what a decoder allocates, not what the program does when it is called by one; reading is no decoding", () => {
  const has = (text: string) => found(text).includes("decoder-not-holder");
  assert.ok(has("example.com/app.F;encoding/json.(*Decoder).Decode;encoding/json.(*decodeState).object 1 16"));
  assert.ok(!has("encoding/json.Unmarshal;example.com/app.(*T).fill 1 16"));
  assert.ok(!has(`${OWN};io.ReadAll 1 16`));
});

test("a pool's objects are given back, buffers of connections are not", () => {
  const has = (text: string) => found(text).includes("pool");
  assert.ok(has(`${OWN};sync.(*Pool).Get;example.com/app.make 1 16`));
  assert.ok(!has("net/http.(*conn).serve;sync.(*Pool).Get;bufio.NewReaderSize 1 16"));
  // A server calls the handler that takes them.
  assert.ok(has("net/http.(*conn).serve;main.(*server).handle;sync.(*Pool).Get;main.newBuffer 1 16"));
  assert.ok(!has("main.ask;net/http.(*Transport).dialConn;sync.(*Pool).Get;bufio.NewReaderSize 1 16"));
  assert.ok(has(`${OWN};sync.(*Pool).Get 1 50\n${OWN} 1 50`));
  assert.ok(!has(`${OWN};sync.(*Pool).Get 1 49\n${OWN} 1 51`));
});

test("Kubernetes is said of its clients alone, and nothing of other languages", () => {
  assert.ok(found("k8s.io/client-go/tools/cache.(*Reflector).list 1 16").includes("kubernetes"));
  assert.ok(!found("k8s.io/api/core/v1.(*Pod).Unmarshal 1 16").includes("kubernetes"));
  assert.deepEqual(found(`${OWN} 1 1000`, { isGo: false }), []);
});

test("what observes is told apart where one kind has half of it", () => {
  const by = (text: string): unknown => {
    const finding = findOrigin(signsOf(text)).find(({ code }) => code === "observability");
    return finding?.code === "observability" && finding.facts.by;
  };
  assert.equal(by("main.F;log/slog.(*Logger).With 1 16"), "logging");
  assert.equal(by("main.F;github.com/prometheus/client_golang/prometheus.(*MetricVec).With 1 16"), "metrics");
  for (const other of [
    "uber-go/tally/v4.(*scope).Tagged",
    "rcrowley/go-metrics.NewTimer",
    "VictoriaMetrics/metrics.NewSet",
  ])
    assert.equal(by(`main.F;github.com/${other} 1 16`), "metrics", other);
  assert.equal(by("main.F;go.opentelemetry.io/otel/sdk/trace.(*tracer).Start 1 16"), "tracing");
  assert.equal(by("main.F;runtime/pprof.(*Profile).WriteTo 1 16"), "profiling");
  assert.equal(by("main.F;go.opentelemetry.io/otel/baggage.New 1 16"), "several");
  assert.equal(by("main.F;example.com/app/logbook.Add 1 16"), false);
  const beside = (bytes: number) =>
    `main.F;log/slog.(*Logger).With 1 ${bytes}\nmain.F;go.opentelemetry.io/otel/baggage.New 1 16`;
  assert.deepEqual([by(beside(16)), by(beside(15))], ["logging", "several"]);
  // Middleware is on the stack of every request, and allocates none of what the handler does.
  for (const around of [
    "github.com/opentracing-contrib/go-stdlib/nethttp.MiddlewareFunc.func5;net/http.HandlerFunc.ServeHTTP",
    "github.com/prometheus/client_golang/prometheus/promhttp.InstrumentHandlerDuration.func1;net/http.HandlerFunc.ServeHTTP",
    "go.opentelemetry.io/contrib/instrumentation/google.golang.org/grpc/otelgrpc.UnaryServerInterceptor.func1",
    "runtime/pprof.Do",
  ]) {
    assert.equal(by(`${around};main.handle;bytes.growSlice 1 16`), false, around);
    assert.equal(by(`${around};github.com/golang/snappy.Decode 1 16`), false, around);
  }
  assert.equal(by("main.F;go.opentelemetry.io/otel/sdk/trace.(*tracer).Start;slices.Clone 1 16"), "tracing");
  // What takes from an observer is the program's own at times.
  assert.equal(by("main.F;log/slog.(*Logger).log;main.(*memoryHandler).Handle 1 16"), "logging");
  assert.equal(by("main.F;go.uber.org/zap/zapcore.(*ioCore).Write;main.(*ring).Write 1 16"), "logging");
  assert.equal(by("github.com/gin-contrib/zap.GinzapWithConfig.func1;main.handle 1 16"), false);
});

test("what decoders and observers call of the standard library is theirs", () => {
  assert.ok(found("main.F;encoding/json.(*decodeState).object;reflect.New 1 16").includes("decoder-not-holder"));
  assert.ok(found("main.F;encoding/gob.(*Decoder).Decode;other.com/x.New 1 16").includes("decoder-not-holder"));
  assert.ok(found("main.F;go.opentelemetry.io/otel/baggage.New;strings.Clone 1 16").includes("observability"));
  assert.ok(found("main.F;runtime/pprof.writeHeap;compress/flate.NewWriter 1 16").includes("observability"));
  assert.ok(!found("main.F;go.opentelemetry.io/otel/baggage.New;other.com/x.New 1 16").includes("observability"));
});

test("a function is on all stacks where those that shrank have it too", () => {
  const own = (text: string) => found(text).includes("own-on-all-stacks");
  const beside = (other: string) => `${OWN} 1 1000\n${other} 1 500\n${other};other.com/x.F 1 -500`;
  assert.ok(!own(beside(OTHER)));
  assert.ok(own(beside(OWN)));
});
