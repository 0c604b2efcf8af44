/** The input of a capture's report out of the profiles of one mode of the fixture program, with times, names and a pod that are always the same. */
import { gunzipSync } from "node:zlib";
import { parseGoHeapText } from "../../src/profile/legacy/go-heap.ts";
import { goroutinesOf } from "../../src/profile/legacy/goroutines.ts";
import { liveBytes } from "../../src/profile/live-bytes.ts";
import { parseProfile } from "../../src/profile/parse.ts";
import type { CaptureInput, CapturePoint, CaptureState } from "../../src/report/capture/capture.ts";
import { fixtureBytes, type MODES } from "../fixtures.ts";

interface Recorded {
  readonly intervalSeconds: number;
  readonly snapshots: readonly { readonly name: string; readonly residentBytes: number; readonly rollouts: number }[];
}

const START = Date.UTC(2026, 10, 23, 20, 49, 23);

export function captureOf(mode: (typeof MODES)[number]): CaptureInput {
  const file = (name: string): Uint8Array => fixtureBytes(`streamwatcher/${mode}/${name}`);
  const { snapshots, intervalSeconds } = JSON.parse(new TextDecoder().decode(file("capture.json"))) as Recorded;
  const first = snapshots[0]?.rollouts ?? 0;
  const run = snapshots.map(({ name, residentBytes, rollouts }, index): CaptureState => {
    const profile = parseProfile(file(`${name}.out`));
    const end = index === 0 || index === snapshots.length - 1 ? name.replace("heap-", "") : undefined;
    const point: CapturePoint = {
      name: String(index + 1).padStart(3, "0"),
      time: new Date(START + index * intervalSeconds * 1000).toISOString(),
      process: 1,
      iterations: rollouts - first,
      trigger: null,
      liveBytes: liveBytes(profile) ?? null,
      workingSetBytes: null,
      residentBytes,
    };
    return {
      point,
      profile,
      memStats:
        end === undefined ? undefined : parseGoHeapText(gunzipSync(file(`heap-${end}.debug1.txt.gz`)))?.memStats,
      goroutines: end === undefined ? undefined : goroutinesOf(parseProfile(file(`goroutine-${end}.out`))),
    };
  });
  return {
    source: "k8s://shop/deploy/destination:9996",
    program: "destination",
    points: run.map(({ point }) => point),
    run,
    isCollected: true,
    settings: {
      pod: "shop/destination-5d8b6c7f9-x2x4z",
      workload: null,
      memoryLimit: { text: "500Mi", bytes: 500 * 1024 ** 2 },
      memoryRequest: "50Mi",
      gogc: null,
      gomemlimit: null,
      restartCount: 1,
      lastEnd: "OOMKilled (137)",
    },
    events: [
      {
        time: new Date(START + 20_000).toISOString(),
        kind: "during",
        text: "kubectl -n shop rollout restart deploy: exit code 1",
      },
    ],
  };
}
