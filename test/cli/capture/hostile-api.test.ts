/** The built program and the real kubectl against all that an API server may do: one line, exit code 2, nothing left behind, in time. Wants `npm run build`. */
import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { makeCertificates } from "../../fetch/certificates.ts";
import { BEHAVIOURS } from "../../fetch/http/behaviours.ts";
import { API_BEHAVIOURS, type ApiBehaviour } from "../../fetch/kubernetes/api-behaviours.ts";
import { serveApi, TOKEN, writeKubeconfig } from "../../fetch/kubernetes/hostile-api.ts";
import { serveRaw } from "../../fetch/servers.ts";
import { sampled } from "../../sample.ts";
import { heapblameIn } from "./built-program.ts";

const root = mkdtempSync(join(tmpdir(), "heapblame-hostile-api-"));
after(() => rmSync(root, { recursive: true }));

/** CI has it; it is not ours to ship. */
const hasKubectl = (() => {
  try {
    execFileSync("kubectl", ["version", "--client"], { stdio: "ignore", timeout: 30_000 });
    return true;
  } catch {
    return false;
  }
})();

/** Those whose command line has `mark`. */
function processesWith(mark: string): number[] {
  return readdirSync("/proc").flatMap((pid) => {
    try {
      return /^\d+$/.test(pid) && readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(mark) ? [Number(pid)] : [];
    } catch {
      return [];
    }
  });
}

async function assertNoneLeft(mark: string): Promise<void> {
  if (process.platform !== "linux") return;
  for (let waited = 0; processesWith(mark).length > 0; waited++) {
    assert.ok(waited < 100, `still there: ${processesWith(mark)}`);
    await sleep(100);
  }
}

type Place = (folder: string) => Promise<void>;
const SOURCES = { get: "k8s://shop/pod/web-1:6060", list: "k8s://shop/svc/web:6060" };
const COMMANDS = [
  ["fetch", "-o", "heap.pb.gz"],
  ["capture", "-o", "captured", "--every", "10ms", "--count", "2"],
];

const ofApi =
  (behaviour: ApiBehaviour, tls = false): Place =>
  async (folder) => {
    const options = tls ? { cert: certificates.pem("server.pem"), key: certificates.pem("server.key") } : undefined;
    writeKubeconfig(join(folder, "config"), await serveApi(behaviour, options));
  };

const certificates = makeCertificates();

const CASES: readonly (readonly [name: string, place: Place, source: string])[] = [
  ...Object.entries(API_BEHAVIOURS).map(
    ([name, behaviour]) =>
      [
        name,
        ofApi(behaviour),
        (behaviour.list ?? behaviour.service) === undefined ? SOURCES.get : SOURCES.list,
      ] as const,
  ),
  // What any server may do, in place of the whole API: most of it kubectl tells from a bad line alone, and waits.
  ...Object.entries(BEHAVIOURS)
    .filter((_, at) => at % 4 === 0)
    .map(([name, [talk]]) => {
      const place: Place = async (folder) => {
        const { url } = await serveRaw((socket) => {
          socket.once("data", (request) => talk(socket, request.toString("latin1")));
        });
        writeKubeconfig(join(folder, "config"), url);
      };
      return [`any: ${name}`, place, SOURCES.get] as const;
    }),
  ["TLS of an authority that nobody knows", ofApi({}, true), SOURCES.get],
  [
    "TLS where there is none",
    async (folder) => writeKubeconfig(join(folder, "config"), (await serveApi({})).replace("http:", "https:")),
    SOURCES.get,
  ],
  [
    "none where there is TLS",
    async (folder) => {
      const tls = { cert: certificates.pem("server.pem"), key: certificates.pem("server.key") };
      writeKubeconfig(join(folder, "config"), (await serveApi({}, tls)).replace("https:", "http:"));
    },
    SOURCES.get,
  ],
  [
    "TLS of another host",
    async (folder) => {
      const tls = { cert: certificates.pem("elsewhere.pem"), key: certificates.pem("elsewhere.key") };
      const authority = { "certificate-authority": certificates.file("ca.pem") };
      writeKubeconfig(join(folder, "config"), await serveApi({}, tls), authority);
    },
    SOURCES.get,
  ],
  [
    "TLS that wants a certificate of ours",
    async (folder) => {
      const { file, pem } = certificates;
      const tls = { cert: pem("server.pem"), key: pem("server.key"), ca: pem("ca.pem"), requestCert: true };
      const server = await serveApi({}, { ...tls, rejectUnauthorized: true });
      writeKubeconfig(join(folder, "config"), server, { "certificate-authority": file("ca.pem") });
    },
    SOURCES.get,
  ],
  [
    "a handshake that nobody answers",
    async (folder) =>
      writeKubeconfig(join(folder, "config"), (await serveRaw(() => {})).url.replace("http:", "https:")),
    SOURCES.get,
  ],
];

describe("kubectl and a hostile API server", { concurrency: 6, skip: !hasKubectl }, () => {
  for (const [at, [name, place, source]] of sampled(CASES, 4).entries()) {
    const words = COMMANDS[at % COMMANDS.length] ?? [];
    test(`${words[0]}: ${name}`, { timeout: 90_000 }, async () => {
      const cwd = join(root, String(at));
      mkdirSync(cwd);
      await place(cwd);
      const config = join(cwd, "config");
      const line = [...words, "--kubeconfig", config, "--request-timeout", "2s", source];
      const ended = await heapblameIn(cwd, line, 60, { PATH: process.env["PATH"], HOME: cwd });
      await assertNoneLeft(config);
      const { code, stdout, stderr } = ended;
      const left = readdirSync(cwd).filter((file) => file !== "config" && file !== ".kube");
      assert.deepEqual([code, stdout, left], [2, "", []], stderr.slice(0, 2000));
      assert.match(stderr, /^(?:heapblame: [^\n\p{Cc}\u202e]{20,4400}\n(?: {2}[^\n\p{Cc}\u202e]*\n)*)+$/u);
      assert.doesNotMatch(stderr, new RegExp(`bug in heapblame|${TOKEN}`));
    });
  }
});
