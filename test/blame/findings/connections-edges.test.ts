/** Open HTTP connections: each finding with an input that has it and a near miss. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { findConnections } from "../../../src/blame/findings/connections.ts";
import { goroutineSigns } from "../../../src/blame/findings/goroutine-signs.ts";
import { codesOf, signsOf } from "./signs-of.ts";

const group = (count: number, ...frames: string[]) => ({
  count,
  frames,
  state: undefined,
  waitMinutes: undefined,
  createdBy: undefined,
});
const goroutines = (before: number, after: number, ...frames: string[]) =>
  goroutineSigns({ base: [group(before, ...frames)], current: [group(after, ...frames)] });
const DIAL = "net/http.(*Transport).dialConnFor;net/http.(*Transport).dialConn";
const CONN = "net/http.(*conn).serve;bufio.NewReaderSize";

test("client connections by half of the growth in dialling, without goroutines or with more that read", () => {
  const found = (text: string, beside = {}) => codesOf(findConnections(signsOf(text, beside)));
  assert.deepEqual(found(`${DIAL} 1 500\nmain.F 1 500`), ["http-client-connections"]);
  assert.deepEqual(found(`${DIAL} 1 499\nmain.F 1 501`), []);
  const read = "net/http.(*persistConn).readLoop";
  assert.deepEqual(found(`${DIAL} 1 500`, { goroutines: goroutines(5, 500, read) }), ["http-client-connections"]);
  assert.deepEqual(found(`${DIAL} 1 500`, { goroutines: goroutines(500, 500, read) }), []);
});

test("server connections are idle where most have no handler, else requests are open", () => {
  const found = (...frames: string[]) =>
    codesOf(
      findConnections(
        signsOf(`${CONN} 1 500`, { goroutines: goroutines(5, 500, ...frames, "net/http.(*conn).serve") }),
      ),
    );
  assert.deepEqual(found("net/http.(*connReader).Read"), ["http-server-connections"]);
  assert.deepEqual(found("example.com/app.slow", "example.com/app.(*H).ServeHTTP"), ["requests-open"]);
});

test("a handler is named where more than half of the requests are in it, with what they wait for", () => {
  const handled = (count: number, ...frames: string[]) => {
    const stack = [...frames, "example.com/app.(*H).ServeHTTP", "net/http.(*conn).serve"];
    return { count, frames: stack, state: undefined, waitMinutes: undefined, createdBy: undefined };
  };
  const facts = (pay: number, ship: number, heap = CONN) => {
    const current = [
      handled(pay, "sync.(*Mutex).Lock", "example.com/app.pay"),
      handled(ship, "runtime.chanrecv1", "example.com/app.ship"),
    ];
    const [found] = findConnections(signsOf(`${heap} 1 500`, { goroutines: goroutineSigns({ base: [], current }) }));
    return found?.facts;
  };
  const pay = { function: "example.com/app.pay", there: 201, isMost: true, waits: "lock" };
  assert.deepEqual(facts(201, 199), { count: 400, ...pay });
  assert.deepEqual(facts(200, 200), { count: 400, function: null, there: 0, isMost: false, waits: null });
  // Where none has most, the one that the growth is allocated in.
  const growing = "net/http.(*conn).serve;example.com/app.ship;io.ReadAll";
  const ship = { function: "example.com/app.ship", there: 200, isMost: false, waits: "receive" };
  assert.deepEqual(facts(200, 200, growing), { count: 400, ...ship });
});

test("growth that no single place surely has is of connections where most of the samples are", () => {
  const spread = (text: string) => {
    const { stacks, sure } = signsOf(text);
    const signs = signsOf("", { stacks: [], spread: stacks, sure: 0, net: sure });
    return codesOf(findConnections(signs));
  };
  assert.deepEqual(spread(`${CONN} 1 500\nmain.F 1 500`), ["http-server-connections"]);
  assert.deepEqual(spread(`${DIAL} 1 500\nmain.F 1 500`), ["http-client-connections"]);
  assert.deepEqual(spread(`${CONN} 1 499\nmain.F 1 501`), []);
});

test("what a handler allocates is not of the connection", () => {
  assert.deepEqual(codesOf(findConnections(signsOf(`${CONN} 1 16`))), ["http-server-connections"]);
  const handled = "net/http.(*conn).serve;example.com/app.(*H).ServeHTTP;example.com/app.keep";
  assert.deepEqual(codesOf(findConnections(signsOf(`${handled} 1 16`))), []);
});

test("without goroutines each side is said that has a fifth, where both together have half", () => {
  const found = (text: string) => codesOf(findConnections(signsOf(text)));
  const both = ["http-client-connections", "http-server-connections"];
  assert.deepEqual(found(`${DIAL} 1 300\n${CONN} 1 200\nmain.F 1 500`), both);
  const shares = findConnections(signsOf(`${DIAL} 1 300\n${CONN} 1 200\nmain.F 1 500`)).map(({ facts }) => facts);
  assert.deepEqual(shares, [
    { count: null, share: 0.3, state: null },
    { count: null, share: 0.2 },
  ]);
  assert.deepEqual(found(`${DIAL} 1 301\n${CONN} 1 199\nmain.F 1 500`), ["http-client-connections"]);
  assert.deepEqual(found(`${DIAL} 1 299\n${CONN} 1 200\nmain.F 1 501`), []);
});

test("with goroutines a tenth is enough, or no place that surely grew, or very many", () => {
  const found = (text: string, after: number, given = {}) => {
    const frames = ["net/http.(*connReader).Read", "net/http.(*conn).serve"];
    return codesOf(findConnections(signsOf(text, { goroutines: goroutines(5, after, ...frames), ...given })));
  };
  const idle = ["http-server-connections"];
  assert.deepEqual(found(`${CONN} 1 100\nmain.F 1 900`, 50), idle);
  assert.deepEqual(found(`${CONN} 1 99\nmain.F 1 901`, 50), []);
  assert.deepEqual(found(`${CONN} 1 99\nmain.F 1 901`, 105), idle);
  assert.deepEqual(found(`${CONN} 1 99\nmain.F 1 901`, 104), []);
  assert.deepEqual(found("main.F 1 901", 50, { stacks: [] }), idle);
  assert.deepEqual(found("main.F 1 901", 50, { stacks: [], verdict: "did-not-change" }), []);
});

test("opening a database connection is told from what a query returns", () => {
  const found = (text: string) => codesOf(findConnections(signsOf(text)));
  assert.deepEqual(found("database/sql.(*DB).conn;example.com/pq.Open 1 50\nmain.F 1 50"), ["database-connections"]);
  assert.deepEqual(found("database/sql.(*DB).conn;example.com/pq.Open 1 49\nmain.F 1 51"), []);
  assert.deepEqual(found("database/sql.(*DB).queryDC;example.com/pq.(*conn).Query 1 50"), []);
});

test("what a request is made of is not of its connection: somebody keeps it, unless more are being answered", () => {
  const read = "net/http.(*conn).serve;net/http.(*conn).readRequest;net/http.readRequest;net/textproto.readMIMEHeader";
  assert.deepEqual(codesOf(findConnections(signsOf(`${read} 1 50\nmain.F 1 50`))), ["requests-kept"]);
  assert.deepEqual(codesOf(findConnections(signsOf(`${read} 1 49\nmain.F 1 51`))), []);
  const frames = ["example.com/app.slow", "example.com/app.(*H).ServeHTTP", "net/http.(*conn).serve"];
  const answering = { goroutines: goroutines(5, 500, ...frames) };
  assert.deepEqual(codesOf(findConnections(signsOf(`${read} 1 50`, answering))), ["requests-open"]);
});

test("of connections half may be idle while requests are open; one more, and they are idle", () => {
  const found = (idle: number, slow: number) => {
    const current = [
      group(idle, "net/http.(*connReader).Read", "net/http.(*conn).serve"),
      group(slow, "example.com/app.slow", "example.com/app.(*H).ServeHTTP", "net/http.(*conn).serve"),
    ];
    return codesOf(findConnections(signsOf(`${CONN} 1 500`, { goroutines: goroutineSigns({ base: [], current }) })));
  };
  assert.deepEqual([found(200, 200), found(201, 199)], [["requests-open"], ["http-server-connections"]]);
});

test("database connections are said of growth that no single place surely has, too", () => {
  const { stacks, sure } = signsOf("database/sql.(*DB).openNewConnection;example.com/pq.Open 1 50\nmain.F 1 50");
  const spread = { stacks: [], spread: stacks, sure: 0, net: sure };
  assert.deepEqual(codesOf(findConnections(signsOf("", spread))), ["database-connections"]);
  assert.deepEqual(findConnections(signsOf("", { ...spread, verdict: "did-not-change" })), []);
});

test("responses are kept where no more connections are read from; what a body was read into is none", () => {
  const read = "net/http.(*persistConn).readLoop";
  const heap = `${read};net/http.ReadResponse;net/textproto.readMIMEHeader 1 16`;
  const found = (text: string, after: number) =>
    codesOf(findConnections(signsOf(text, { goroutines: goroutines(5, after, read) })));
  assert.deepEqual(found(heap, 5), ["responses-kept"]);
  assert.deepEqual(found(heap, 500), ["http-client-connections"]);
  assert.deepEqual(found(`main.fetch;io.ReadAll 1 16`, 5), []);
  const second = "golang.org/x/net/http2.(*clientConnReadLoop).handleResponse 1 16";
  assert.deepEqual(found(second, 5), ["responses-kept"]);
});
