/** Goroutines of gRPC that there are as many of as connections, by the functions they start in. */

const TRANSPORT =
  /^google\.golang\.org\/grpc\/internal\/transport\.(?:\(\*http2(?:Client|Server)\)\.(?:reader|keepalive)|(?:NewHTTP2Client|NewServerTransport|newHTTP2Client|newHTTP2Server)\.(?:func|gowrap)[\d.]+)$/;
const SERVES = /^google\.golang\.org\/grpc\.\(\*Server\)\.handleRawConn(?:\.(?:func|gowrap)[\d.]+)?$/;
const SERIALIZES = /^google\.golang\.org\/grpc\/internal\/grpcsync\.\(\*CallbackSerializer\)\.run$/;

/** One for each connection of a client. */
export const RPC_CLIENT = /^google\.golang\.org\/grpc\/internal\/transport\.\(\*http2Client\)\.reader$/;
/** One for each connection to a server. */
export const RPC_SERVER = SERVES;

/** Of a client, of its name resolution and balancing, or of a server; not what serves a call. */
export function isRpcConnection(name: string): boolean {
  return TRANSPORT.test(name) || SERVES.test(name) || SERIALIZES.test(name);
}
