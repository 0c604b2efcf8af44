/** An API server that a real kubectl speaks to: it answers as Kubernetes does, but for what it is told to do otherwise. */
import { writeFileSync } from "node:fs";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSecureServer, type ServerOptions } from "node:https";
import type { AddressInfo } from "node:net";
import { after } from "node:test";
import { podObject } from "../stub-kubectl.ts";
import { type ApiBehaviour, sayJson, serviceObject } from "./api-behaviours.ts";

/** What no output may have. */
export const TOKEN = "geheim-token-of-the-user";

const KINDS = ["pods", "services"].map((name) => ({
  name,
  singularName: name.slice(0, -1),
  namespaced: true,
  kind: name === "pods" ? "Pod" : "Service",
  verbs: ["get", "list"],
}));

function usualAnswer(path: string): unknown {
  if (path === "/version") return { major: "1", minor: "32", gitVersion: "v1.32.0" };
  if (path === "/api") return { kind: "APIVersions", versions: ["v1"] };
  if (path === "/apis") return { kind: "APIGroupList", apiVersion: "v1", groups: [] };
  if (path === "/api/v1") return { kind: "APIResourceList", groupVersion: "v1", resources: KINDS };
  if (path.includes("/services/")) return serviceObject({ app: "web" });
  if (path.endsWith("/pods")) return { kind: "PodList", apiVersion: "v1", metadata: {}, items: [podObject()] };
  return podObject();
}

const usual = (request: IncomingMessage, response: ServerResponse): void =>
  sayJson(usualAnswer((request.url ?? "").split("?")[0] ?? ""))(request, response);

/** Its address. */
export async function serveApi(behaviour: ApiBehaviour, tls?: ServerOptions): Promise<string> {
  const listener = (request: IncomingMessage, response: ServerResponse): void => {
    const path = request.url ?? "";
    const own = /\/services\//.test(path)
      ? behaviour.service
      : /\/pods\/[^/]/.test(path)
        ? behaviour.get
        : /\/pods/.test(path)
          ? behaviour.list
          : undefined;
    const isKinds = /^\/apis?(?:\/v1)?(?:\?|$)/.test(path);
    (own ?? (isKinds ? behaviour.discover : undefined) ?? usual)(request, response);
  };
  const server = tls === undefined ? createServer(listener) : createSecureServer(tls, listener);
  server.on("upgrade", (request, socket) => {
    socket.on("error", () => {});
    if (behaviour.upgrade === undefined) socket.end("HTTP/1.1 403 Forbidden\r\n\r\n");
    else behaviour.upgrade(request, socket);
  });
  after(() => {
    server.closeAllConnections();
    server.close();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return `http${tls === undefined ? "" : "s"}://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** The file that leads kubectl there; `cluster`: more of what is said of the server. */
export function writeKubeconfig(path: string, server: string, cluster: Readonly<Record<string, unknown>> = {}): void {
  const config = {
    apiVersion: "v1",
    kind: "Config",
    "current-context": "c",
    contexts: [{ name: "c", context: { cluster: "c", user: "u", namespace: "shop" } }],
    clusters: [{ name: "c", cluster: { server, ...cluster } }],
    users: [{ name: "u", user: { token: TOKEN } }],
  };
  writeFileSync(path, JSON.stringify(config));
}
