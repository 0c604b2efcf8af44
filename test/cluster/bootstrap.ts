/** What is in the cluster before a test puts anything there. */
import type { Api } from "./api.ts";

/** The one node. Pods name it in their spec: there is no scheduler. */
export const NODE = "node-1";

export const NAMESPACES = ["linkerd", "emojivoto"] as const;

/** Path of KWOK's resources. */
export const KWOK_API = "/apis/kwok.x-k8s.io/v1alpha1";

const RBAC = "/apis/rbac.authorization.k8s.io/v1";
const CRDS = "/apis/apiextensions.k8s.io/v1/customresourcedefinitions";

/** May see what runs, and do nothing about it: no create on pods/portforward. */
const READER = {
  apiVersion: "rbac.authorization.k8s.io/v1",
  kind: "ClusterRole",
  metadata: { name: "reader" },
  rules: [
    {
      apiGroups: ["", "apps", "discovery.k8s.io"],
      resources: ["pods", "services", "deployments", "replicasets", "statefulsets", "daemonsets", "endpointslices"],
      verbs: ["get", "list", "watch"],
    },
  ],
};

/** Makes KWOK's resources, the node, the namespaces and the rights of users.ts. */
export async function bootstrap(api: Api): Promise<void> {
  await Promise.all([
    api.post(CRDS, customResource("PortForward", "Namespaced")),
    api.post(CRDS, customResource("ClusterPortForward", "Cluster")),
    api.post("/api/v1/nodes", { apiVersion: "v1", kind: "Node", metadata: { name: NODE } }),
    ...NAMESPACES.map((name) =>
      api.post("/api/v1/namespaces", { apiVersion: "v1", kind: "Namespace", metadata: { name } }),
    ),
    api.post(`${RBAC}/clusterroles`, READER),
    api.post(`${RBAC}/clusterrolebindings`, binding("viewer", "reader")),
    api.post(`${RBAC}/clusterrolebindings`, binding("destination", "reader")),
  ]);
}

/** A pod's port nobody listens on: the connection is made to a port of this machine that refuses it, as in a real pod. */
export const REFUSED = { address: "127.0.0.1", port: 1 } as const;

/** Holds for pods without a process, once KWOK's resources are there. */
export async function refuseByDefault(api: Api): Promise<void> {
  await api.post(`${KWOK_API}/clusterportforwards`, {
    apiVersion: "kwok.x-k8s.io/v1alpha1",
    kind: "ClusterPortForward",
    metadata: { name: "refused" },
    spec: { forwards: [{ target: REFUSED }] },
  });
}

/** KWOK's own definitions without their descriptions and checks. */
function customResource(kind: string, scope: string) {
  const plural = `${kind.toLowerCase()}s`;
  const openAPIV3Schema = { type: "object", "x-kubernetes-preserve-unknown-fields": true };
  return {
    apiVersion: "apiextensions.k8s.io/v1",
    kind: "CustomResourceDefinition",
    metadata: { name: `${plural}.kwok.x-k8s.io` },
    spec: {
      group: "kwok.x-k8s.io",
      scope,
      names: { kind, plural, singular: kind.toLowerCase(), listKind: `${kind}List` },
      versions: [
        { name: "v1alpha1", served: true, storage: true, subresources: { status: {} }, schema: { openAPIV3Schema } },
      ],
    },
  };
}

function binding(user: string, role: string) {
  return {
    apiVersion: "rbac.authorization.k8s.io/v1",
    kind: "ClusterRoleBinding",
    metadata: { name: user },
    subjects: [{ kind: "User", name: user, apiGroup: "rbac.authorization.k8s.io" }],
    roleRef: { kind: "ClusterRole", name: role, apiGroup: "rbac.authorization.k8s.io" },
  };
}
