/** Command lines of the control plane's programs, and when each is up. */
import { generateKeyPairSync } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Api } from "./api.ts";
import type { Binaries } from "./binaries.ts";
import { bootstrap, KWOK_API, NODE } from "./bootstrap.ts";
import type { Child, Children } from "./children.ts";
import { STAGES } from "./stages.ts";
import { makeTokens, tokenFile, type User, writeKubeconfigs } from "./users.ts";

/** A cluster without nodes and controllers. */
export type ApiServer = {
  readonly api: Api;
  readonly kubeconfigs: Readonly<Record<User, string>>;
  /** Certificate and key for 127.0.0.1, made by the API server for this run. */
  readonly certificate: { readonly cert: string; readonly key: string };
};

/** Ports nobody listens on; another program can take one before it is used. */
export async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, "127.0.0.1"));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once("listening", resolve))));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Starts etcd and kube-apiserver and waits until the latter is ready. */
export async function startApiServer(binaries: Binaries, children: Children, folder: string): Promise<ApiServer> {
  const [client, peer, secure] = (await freePorts(3)) as [number, number, number];
  const etcd = children.start("etcd", binaries.etcd, etcdWords(folder, client, peer));
  const tokens = makeTokens();
  writeFileSync(join(folder, "tokens.csv"), tokenFile(tokens), { mode: 0o600 });
  const { privateKey } = generateKeyPairSync("rsa", {
    modulusLength: 2048,
    publicKeyEncoding: { type: "spki", format: "pem" },
    privateKeyEncoding: { type: "pkcs8", format: "pem" },
  });
  writeFileSync(join(folder, "accounts.key"), privateKey, { mode: 0o600 });
  const apiserver = children.start("kube-apiserver", binaries.apiserver, apiserverWords(folder, client, secure));
  const certificate = { cert: join(folder, "apiserver.crt"), key: join(folder, "apiserver.key") };
  await until("a certificate", [etcd, apiserver], async () => existsSync(certificate.key));
  const server = `https://127.0.0.1:${secure}`;
  const ca = readFileSync(certificate.cert, "utf8");
  const api = new Api({ server, ca, token: tokens.admin });
  await until("an API server that is ready", [etcd, apiserver], () => answers(api, "/readyz"));
  return { api, kubeconfigs: writeKubeconfigs(folder, server, ca, tokens), certificate };
}

/** Starts the controllers, and KWOK in the place of a kubelet; returns when the node is ready. */
export async function startNode(
  binaries: Binaries,
  children: Children,
  folder: string,
  server: ApiServer,
): Promise<void> {
  const [kubelet] = (await freePorts(1)) as [number];
  writeFileSync(join(folder, "kwok.yaml"), STAGES);
  const manager = children.start(
    "kube-controller-manager",
    binaries.controllerManager,
    controllerManagerWords(folder, server),
  );
  await bootstrap(server.api);
  await until("the resources of KWOK", [manager], () => answers(server.api, `${KWOK_API}/portforwards`));
  const kwok = children.start("kwok", binaries.kwok, kwokWords(folder, kubelet, server));
  await until("a kubelet", [kwok, manager], async () => kwok.log().includes("Starting HTTPS server"));
  await until("a ready node", [kwok, manager], () => isReady(server.api, NODE));
}

/** Asks every 50 ms; throws if one of these processes ends first, or after two minutes. */
async function until(what: string, needed: readonly Child[], isSo: () => Promise<boolean>): Promise<void> {
  let dead: string | undefined;
  for (const child of needed) {
    child.ended.then((how) => {
      dead = `${child.name} ended with ${how} before there was ${what}:\n${child.log().slice(-3000)}`;
    });
  }
  for (const deadline = Date.now() + 120_000; !(await isSo()); await sleep(50)) {
    if (dead !== undefined) throw new Error(dead);
    if (Date.now() > deadline)
      throw new Error(`no ${what} after two minutes:\n${needed.map((child) => child.log().slice(-3000))}`);
  }
}

async function isReady(api: Api, node: string): Promise<boolean> {
  const { status } = await api.get<{ status: { conditions?: { type: string; status: string }[] } }>(
    `/api/v1/nodes/${node}`,
  );
  return status.conditions?.some((condition) => condition.type === "Ready" && condition.status === "True") ?? false;
}

async function answers(api: Api, path: string): Promise<boolean> {
  try {
    await api.text(path);
    return true;
  } catch {
    return false;
  }
}

function etcdWords(folder: string, client: number, peer: number): string[] {
  const [clientUrl, peerUrl] = [`http://127.0.0.1:${client}`, `http://127.0.0.1:${peer}`];
  return [
    `--data-dir=${join(folder, "etcd")}`,
    `--listen-client-urls=${clientUrl}`,
    `--advertise-client-urls=${clientUrl}`,
    `--listen-peer-urls=${peerUrl}`,
    `--initial-advertise-peer-urls=${peerUrl}`,
    `--initial-cluster=default=${peerUrl}`,
    "--logger=zap",
    "--log-outputs=stderr",
    "--log-level=warn",
    // A single member elects itself after this many milliseconds.
    "--heartbeat-interval=50",
    "--election-timeout=250",
  ];
}

function apiserverWords(folder: string, etcd: number, secure: number): string[] {
  return [
    `--etcd-servers=http://127.0.0.1:${etcd}`,
    "--bind-address=127.0.0.1",
    "--advertise-address=127.0.0.1",
    `--secure-port=${secure}`,
    `--cert-dir=${folder}`,
    `--token-auth-file=${join(folder, "tokens.csv")}`,
    "--authorization-mode=Node,RBAC",
    "--service-account-issuer=https://kubernetes.default.svc",
    `--service-account-key-file=${join(folder, "accounts.key")}`,
    `--service-account-signing-key-file=${join(folder, "accounts.key")}`,
    "--service-cluster-ip-range=10.96.0.0/16",
    // Nothing inside a pod calls the API server as its service.
    "--endpoint-reconciler-type=none",
    "--kubelet-preferred-address-types=InternalIP",
    // Pods have no service account's token, and no controller takes the taint off a new node.
    "--disable-admission-plugins=ServiceAccount,TaintNodesByCondition",
    "--enable-priority-and-fairness=false",
    "--profiling=false",
  ];
}

const CONTROLLERS = [
  "daemonset-controller",
  "deployment-controller",
  "endpointslice-controller",
  "endpoints-controller",
  "garbage-collector-controller",
  "namespace-controller",
  "replicaset-controller",
  "statefulset-controller",
];

function controllerManagerWords(folder: string, server: ApiServer): string[] {
  return [
    `--kubeconfig=${server.kubeconfigs["controller-manager"]}`,
    `--controllers=${CONTROLLERS.join(",")}`,
    "--leader-elect=false",
    "--secure-port=0",
    `--cert-dir=${folder}`,
    "--kube-api-qps=2000",
    "--kube-api-burst=4000",
    "--concurrent-deployment-syncs=20",
    "--concurrent-replicaset-syncs=20",
    "--concurrent-service-endpoint-syncs=10",
    "--min-resync-period=1h",
  ];
}

function kwokWords(folder: string, kubelet: number, server: ApiServer): string[] {
  return [
    `--kubeconfig=${server.kubeconfigs.admin}`,
    `--config=${join(folder, "kwok.yaml")}`,
    "--manage-all-nodes=true",
    "--node-ip=127.0.0.1",
    `--node-port=${kubelet}`,
    `--server-address=127.0.0.1:${kubelet}`,
    `--tls-cert-file=${server.certificate.cert}`,
    `--tls-private-key-file=${server.certificate.key}`,
    "--cidr=10.244.0.1/16",
    // Nobody looks whether the node is alive, and KWOK leaves pods alone while it has no lease on their node.
    "--node-lease-duration-seconds=0",
    "--enable-crds=PortForward,ClusterPortForward",
  ];
}
