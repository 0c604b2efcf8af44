/** Who may talk to the API server: static tokens made for the run, and a kubeconfig for each. */
import { randomBytes } from "node:crypto";
import { writeFileSync } from "node:fs";
import { join } from "node:path";

/** `viewer` reads pods, services and workloads, but may not forward a port. `nobody` may do nothing. */
export const USERS = ["admin", "viewer", "nobody", "controller-manager", "destination"] as const;
export type User = (typeof USERS)[number];

const NAMES: Readonly<Record<User, string>> = {
  admin: "admin",
  viewer: "viewer",
  nobody: "nobody",
  "controller-manager": "system:kube-controller-manager",
  destination: "destination",
};

/** Tokens of all users. */
export type Tokens = Readonly<Record<User, string>>;

export function makeTokens(): Tokens {
  return Object.fromEntries(USERS.map((user) => [user, randomBytes(16).toString("hex")])) as Record<User, string>;
}

/** The controllers would each have an account of their own in a cluster made to last. */
const MASTERS: readonly User[] = ["admin", "controller-manager"];

/** The API server's --token-auth-file. */
export function tokenFile(tokens: Tokens): string {
  const lines = USERS.map((user) =>
    [tokens[user], NAMES[user], user, MASTERS.includes(user) ? "system:masters" : ""].join(","),
  );
  return `${lines.join("\n")}\n`;
}

/** Writes FOLDER/USER.kubeconfig for each user and returns their paths. Each has a context for every user, named after it. */
export function writeKubeconfigs(
  folder: string,
  server: string,
  ca: string,
  tokens: Tokens,
): Readonly<Record<User, string>> {
  const file = (current: User) => ({
    apiVersion: "v1",
    kind: "Config",
    clusters: [
      { name: "cluster", cluster: { server, "certificate-authority-data": Buffer.from(ca).toString("base64") } },
    ],
    users: USERS.map((name) => ({ name, user: { token: tokens[name] } })),
    contexts: USERS.map((name) => ({ name, context: { cluster: "cluster", user: name } })),
    "current-context": current,
  });
  const write = (user: User) => {
    const path = join(folder, `${user}.kubeconfig`);
    writeFileSync(path, JSON.stringify(file(user), null, 2), { mode: 0o600 });
    return [user, path];
  };
  return Object.fromEntries(USERS.map(write)) as Record<User, string>;
}
