/** Both kinds of server, as far as they are told apart: what is listed, what is read, what is refused and what is tried again. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { FetchError } from "../../../src/errors.ts";
import { parseStore } from "../../../src/fetch/stores/address.ts";
import { openAsker, parseAnswer } from "../../../src/fetch/stores/asker.ts";
import { openStore } from "../../../src/fetch/stores/open.ts";
import { encodeProfile } from "../../../src/profile/codec/encode.ts";
import { heapProfile } from "../../blame/heap-buckets.ts";
import { failureOf } from "../failure-of.ts";
import { serve } from "../servers.ts";
import { type Manners, type StandIn, serveProfiles } from "./stand-in.ts";

const START = BigInt(Date.UTC(2026, 7, 21)) * 1_000_000n;
const SECOND = 1_000_000_000n;
const WHOLE = { from: START, to: START + 3600n * SECOND };
const KINDS = ["parca", "pyroscope"] as const;

/** Two pods, two seconds apart. */
async function filled(manners?: Manners): Promise<StandIn> {
  const server = await serveProfiles(manners);
  for (const [at, pod, inuse] of [
    [0n, "a", 3],
    [2n, "a", 7],
    [0n, "b", 5],
  ] as const) {
    const bucket = { stack: "main.main;main.keep", size: 2 ** 20, inuse, alloc: 9 };
    server.push({ pod, job: "shop" }, encodeProfile(heapProfile([bucket], { timeNanos: START + at * SECOND })));
  }
  return server;
}

for (const kind of KINDS) {
  test(`${kind}: single profiles are listed by labels, with their own times and levels`, async () => {
    const server = await filled();
    const store = await openStore(`${kind}://${server.host}`, {});
    const { series, missing } = await store.list("inuse_space", '{job="shop"}', WHOLE);
    assert.deepEqual(missing, []);
    assert.deepEqual(
      series.map(({ labels, points }) => [labels["pod"], points.map(({ atNanos }) => (atNanos - START) / SECOND)]),
      [
        ["a", [0n, 2n]],
        ["b", [0n]],
      ],
    );
    const [first, second] = series[0]?.points ?? [];
    assert.ok((second?.value ?? 0) > 2 * (first?.value ?? 0) && (first?.value ?? 0) > 3 * 2 ** 20);
    assert.deepEqual((await store.list("inuse_space", '{job="other"}', WHOLE)).series, []);
  });

  test(`${kind}: a server that is busy is asked again`, async () => {
    const server = await filled({ busy: 2 });
    const asker = await openAsker(parseStore(`${kind}://${server.host}`), {}, [1, 1]);
    const path =
      kind === "parca"
        ? "/api/profiles/query_range?query={}&start=2026-08-21T00:00:00Z&end=2026-08-21T00:00:00Z"
        : "/querier.v1.QuerierService/LabelNames";
    await asker.ask(path, kind === "parca" ? undefined : {});
    assert.equal(server.requests.length, 3);
    const always = await filled({ busy: 9 });
    const gaveUp = await failureOf((await openAsker(parseStore(`${kind}://${always.host}`), {}, [1])).ask(path, {}));
    assert.deepEqual([gaveUp.code, gaveUp.status], ["http", 503]);
  });

  test(`${kind}: a server that says when to ask again is left alone until then, if that is soon`, async () => {
    const path = "/querier.v1.QuerierService/LabelNames";
    const wanted = { matchers: ["{}"], start: 0, end: 1 };
    const soon = await filled({ busy: 1, busyStatus: 429, retryAfter: "1" });
    const began = performance.now();
    await (await openAsker(parseStore(`${kind}://${soon.host}`), {}, [1])).ask(path, wanted);
    assert.ok(performance.now() - began >= 990);
    assert.equal(soon.requests.length, 2);
    const later = await filled({ busy: 1, busyStatus: 503, retryAfter: "61" });
    const gaveUp = await failureOf((await openAsker(parseStore(`${kind}://${later.host}`), {}, [1])).ask(path, wanted));
    assert.deepEqual([gaveUp.status, gaveUp.retryAfter, later.requests.length], [503, 61_000, 1]);
  });

  test(`${kind}: a server that says nothing is given up after the time that was given, whatever is asked of it`, async () => {
    const server = await serve(() => undefined);
    const http = { timeout: 0.5 };
    const asker = await openAsker(parseStore(`${kind}://127.0.0.1:${server.port}`), { http }, [1, 1]);
    const asked = Array.from({ length: 20 }, (_, at) => asker.ask(`/${at}`));
    for (const fault of await Promise.all(asked.map(failureOf))) assert.equal(fault.code, "timeout");
    assert.equal(server.requests.length, 8);
    const signal = AbortSignal.timeout(20);
    const patient = await openAsker(parseStore(`${kind}://127.0.0.1:${server.port}`), {}, [1]);
    assert.equal((await failureOf(patient.ask("/x", undefined, signal))).code, "aborted");
  });

  test(`${kind}: both ends of a stretch are in it, to the nanosecond, and nothing beside them`, async () => {
    const server = await filled();
    const store = await openStore(`${kind}://${server.host}`, {});
    const timesOf = async (from: bigint, to: bigint): Promise<bigint[]> => {
      const { series } = await store.list("inuse_space", '{pod="a"}', { from, to });
      return series.flatMap(({ points }) => points.map(({ atNanos }) => (atNanos - START) / SECOND));
    };
    assert.deepEqual(await timesOf(START, START + 2n * SECOND), [0n, 2n]);
    assert.deepEqual(await timesOf(START + 1n, START + 2n * SECOND), [2n]);
    assert.deepEqual(await timesOf(START, START + 2n * SECOND - 1n), [0n]);
    assert.deepEqual(await timesOf(START + 2n * SECOND, START + 2n * SECOND), [2n]);
    assert.deepEqual(await timesOf(START - 1n, START - 1n), []);
  });

  test(`${kind}: something else at the address is said`, async () => {
    const other = await serve((_, response) => void response.end("<html>"));
    const store = await openStore(`${kind}://127.0.0.1:${other.port}`, {});
    assert.equal((await failureOf(store.list("inuse_space", "{}", WHOLE))).code, "not-a-store");
    const json = await serve((_, response) => void response.end("[1]"));
    const second = await openStore(`${kind}://127.0.0.1:${json.port}`, {});
    assert.equal((await failureOf(second.list("inuse_space", "{}", WHOLE))).code, "not-a-store");
  });

  test(`${kind}: headers and tokens are sent, and no error shows them`, async () => {
    const server = await serve(
      (_, response) => void response.writeHead(401, { "content-type": "text/plain" }).end("no: geheim-77"),
    );
    const http = {
      headers: [
        ["X-Scope-OrgID", "team-4"],
        ["Authorization", "Bearer geheim-77"],
      ] as const,
    };
    const error = await failureOf(
      (await openStore(`${kind}://127.0.0.1:${server.port}`, { http })).list("inuse_space", "{}", WHOLE),
    );
    assert.equal(error.status, 401);
    assert.doesNotMatch(error.message, /geheim/);
    assert.equal(server.requests[0]?.headers["x-scope-orgid"], "team-4");
    assert.equal(server.requests[0]?.headers.authorization, "Bearer geheim-77");
  });
}

test("no more than eight requests run at once", async () => {
  let [running, most, asked] = [0, 0, 0];
  let waiting: (() => void)[] = [];
  const server = await serve((_, response) => {
    most = Math.max(most, ++running);
    waiting.push(() => {
      running--;
      response.end("{}");
    });
    // However slow this machine is: none is answered before eight have come, and then late enough for a ninth.
    if (++asked % 8 !== 0 && asked !== 30) return;
    for (const answer of waiting) setTimeout(answer, 20);
    waiting = [];
  });
  const { ask } = await openAsker(parseStore(`parca://127.0.0.1:${server.port}`), {});
  await Promise.all(Array.from({ length: 30 }, () => ask("/x")));
  assert.equal(server.requests.length, 30);
  assert.equal(most, 8);
});

test("a Pyroscope that lists no single profiles is refused with the reason", async () => {
  const server = await filled({ isOld: true });
  const store = await openStore(`pyroscope://${server.host}`, {});
  const error = await failureOf(store.list("inuse_space", "{}", WHOLE));
  assert.equal(error.code, "sum-only");
  assert.match(error.message, /adds up what is live.*a sum of levels is no level.*#3587/);
});

for (const formats of ["flamegraph", "refused"] as const) {
  test(`a Pyroscope that knows no pprof format (${formats}) gives the same profile by the older call`, async () => {
    const [server, newer] = [await filled({ formats }), await filled()];
    const read = async ({ host }: StandIn) => {
      const store = await openStore(`pyroscope://${host}`, {});
      const [series] = (await store.list("inuse_space", '{pod="a"}', WHOLE)).series;
      const points = series?.points ?? [];
      return await Promise.all(points.map((point) => store.read("inuse_space", '{pod="a"}', point)));
    };
    const profiles = await read(server);
    assert.equal(profiles.length, 2);
    assert.deepEqual(profiles, await read(newer));
    const { url } = server.requests.at(-1) ?? {};
    assert.match(url ?? "", /SelectMergeProfile$/);
  });
}

test("what a Pyroscope does not have is an empty profile, and no fault of the server", async () => {
  const server = await filled();
  const store = await openStore(`pyroscope://${server.host}`, {});
  const point = { atNanos: START, value: 1, id: "00000000-0000-4000-8000-999999999999" };
  assert.deepEqual(await store.read("inuse_space", "{}", point), { json: { stringTable: [""] } });
});

test("a Pyroscope is asked for no more than a day at once, for labels too", async () => {
  const server = await filled();
  const store = await openStore(`pyroscope://${server.host}`, {});
  const { series, missing } = await store.list("inuse_space", "{}", {
    from: START - 9n * 86_400n * SECOND,
    to: WHOLE.to,
  });
  assert.deepEqual([series.map(({ labels }) => labels["pod"]), missing], [["a", "b"], []]);
});

test("a day that is not answered is said, and the others are there", async () => {
  const server = await filled({ lostBefore: Number(START / 1_000_000n) - 1 });
  const store = await openStore(`pyroscope://${server.host}`, {});
  const { series, missing } = await store.list("inuse_space", "{}", { from: START - 86_400n * SECOND, to: WHOLE.to });
  assert.equal(series.length, 2);
  assert.equal(missing.length, 1);
  assert.match(missing[0] ?? "", /^2026-08-20T00:00 to 2026-08-20T23:59: the server answered 500/);
});

test("a redirect of a posted question to another origin is not followed", async () => {
  const target = await serve((_, response) => void response.end("{}"));
  const server = await serve((_, response) => void response.writeHead(307, { location: target.url }).end());
  const store = await openStore(`pyroscope://127.0.0.1:${server.port}`, {});
  const error = await failureOf(store.list("inuse_space", "{}", WHOLE));
  assert.ok(error instanceof FetchError && error.code === "redirect");
  assert.equal(target.requests.length, 0);
});

test("an answer that grows without an end is refused, and one that no text can hold is said to be that", async () => {
  const packed = gzipSync(Buffer.alloc(2 ** 27 + 1, " "), { level: 1 });
  const server = await serve((_, response) => void response.writeHead(200, { "content-encoding": "gzip" }).end(packed));
  const store = await openStore(`parca://127.0.0.1:${server.port}`, {});
  const error = await failureOf(store.list("inuse_space", "{}", WHOLE));
  assert.ok(error instanceof FetchError && error.code === "oversized", error.message);
  assert.match(error.message, /larger than 128/);
  const long = Object.defineProperty(new Uint8Array(1), "length", { value: 2 ** 30 });
  assert.throws(() => parseAnswer(long), /^FetchError: the answer is of 1 GiB, and no JSON so long can be read/);
});

test("an answer of more lists and objects than its size has room for is refused before it is made", () => {
  const most = 3_200;
  const listed = (count: number): Uint8Array => Buffer.from(`[${"{},".repeat(count - 2)}[]]`);
  assert.throws(() => parseAnswer(listed(101), most), /^FetchError: the answer has more than 100 lists and objects/);
  assert.equal((parseAnswer(listed(100), most) as unknown[]).length, 99);
});

/** What JSON.parse makes, and no conversion to a text or a number survives. */
const NO_TEXTS = [`${"[".repeat(50_000)}${"]".repeat(50_000)}`, '{"toString":1,"valueOf":2}'];

test("names and numbers that are none end as a listing or as an error of ours", async () => {
  for (const strange of NO_TEXTS) {
    const points = `[{"value":${strange},"exemplars":[{"timestamp":${strange},"profileId":${strange}}]}]`;
    const series = `{"series":[{"labels":[{"name":${strange},"value":${strange}}],"points":${points}}],"names":[${strange}]}`;
    const server = await serve((_, response) => void response.end(series));
    const store = await openStore(`pyroscope://127.0.0.1:${server.port}`, {});
    assert.deepEqual((await store.list("inuse_space", "{}", WHOLE)).series, []);
  }
});
