/** Which goroutines of gRPC are those of connections. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { isRpcConnection } from "../../../src/blame/findings/rpc-goroutines.ts";

const GRPC = "google.golang.org/grpc";

test("what reads, writes, keeps alive or serves a connection, and what serves a call", () => {
  for (const name of [
    "/internal/transport.(*http2Client).reader",
    "/internal/transport.(*http2Server).keepalive",
    "/internal/transport.NewHTTP2Client.func6",
    "/internal/transport.NewServerTransport.func3",
    "/internal/grpcsync.(*CallbackSerializer).run",
    ".(*Server).handleRawConn.func1",
  ])
    assert.ok(isRpcConnection(`${GRPC}${name}`), name);
  for (const name of [
    `${GRPC}.(*Server).serveStreams.func2.1`,
    `${GRPC}/health.(*Server).Watch`,
    `${GRPC}.newClientStreamWithParams.func4`,
    "example.com/grpc.(*Server).handleRawConn.func1",
  ])
    assert.ok(!isRpcConnection(name), name);
});
