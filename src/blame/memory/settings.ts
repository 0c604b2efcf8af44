/** The ways in which a memory limit, GOMEMLIMIT and GOGC are set wrong in practice. */
import { formatGoMemoryLimit, formatQuantity, parseGoMemoryLimit, parseQuantity } from "../../measurement/quantity.ts";

export interface SettingFinding {
  readonly code:
    | "limit-absent"
    | "limit-tiny"
    | "memlimit-absent"
    | "memlimit-malformed"
    | "memlimit-tiny"
    | "memlimit-off"
    | "memlimit-equals-limit"
    | "memlimit-above-limit"
    | "gogc-off";
  readonly severity: "blocking" | "limiting" | "note";
  readonly text: string;
}

export interface MemorySettings {
  /** As typed; undefined if the container has none. */
  readonly limit: { readonly text: string; readonly bytes: number } | undefined;
  /** The environment variable as typed. */
  readonly gomemlimit: string | undefined;
  readonly isGogcOff: boolean;
}

const SMALLEST_PLAUSIBLE = 1024 ** 2;
/** From this part of the limit on, GOMEMLIMIT leaves no room. */
const TOO_CLOSE = 0.97;

export function checkSettings(settings: MemorySettings): SettingFinding[] {
  return [...checkLimit(settings), ...checkMemoryLimit(settings), ...checkGogc(settings)];
}

function checkLimit({ limit }: MemorySettings): SettingFinding[] {
  if (limit === undefined) {
    const text =
      "no container limit is given: nothing bounds the process but its node, and no time until it is killed can be told";
    return [{ code: "limit-absent", severity: "blocking", text }];
  }
  if (limit.bytes >= SMALLEST_PLAUSIBLE) return [];
  const meant = /^(\d+)m$/.test(limit.text) ? ` (m is a thousandth; ${limit.text.slice(0, -1)}Mi was meant?)` : "";
  const text = `the limit ${limit.text} is ${limit.bytes} bytes${meant}`;
  return [{ code: "limit-tiny", severity: "blocking", text }];
}

function checkMemoryLimit({ gomemlimit, limit }: MemorySettings): SettingFinding[] {
  if (gomemlimit === undefined || gomemlimit === "") return [absent()];
  const bytes = parseGoMemoryLimit(gomemlimit);
  if (bytes === undefined) return [malformed(gomemlimit)];
  if (bytes === Number.POSITIVE_INFINITY) {
    return [{ code: "memlimit-off", severity: "limiting", text: "GOMEMLIMIT=off is the default: no limit" }];
  }
  const tiny = bytes < SMALLEST_PLAUSIBLE ? [tinyLimit(gomemlimit, bytes)] : [];
  return limit === undefined ? tiny : [...tiny, ...against(gomemlimit, bytes, limit.bytes)];
}

function absent(): SettingFinding {
  const text = "GOMEMLIMIT is not set: the runtime does not know of the container's limit";
  return { code: "memlimit-absent", severity: "limiting", text };
}

function malformed(gomemlimit: string): SettingFinding {
  const bytes = parseQuantity(gomemlimit.replace(/b$/i, "")) ?? parseQuantity(gomemlimit.replace(/i?b$/i, "i"));
  const meant = bytes === undefined || bytes < SMALLEST_PLAUSIBLE ? "" : `; ${formatGoMemoryLimit(bytes)} was meant?`;
  const units = "Go takes B, KiB, MiB, GiB and TiB only";
  const text = `GOMEMLIMIT=${gomemlimit} is malformed: the program exits at its start (${units}${meant})`;
  return { code: "memlimit-malformed", severity: "blocking", text };
}

function tinyLimit(gomemlimit: string, bytes: number): SettingFinding {
  const text = `GOMEMLIMIT=${gomemlimit} is ${bytes} bytes: a number without a unit counts bytes, and the collector would never rest`;
  return { code: "memlimit-tiny", severity: "blocking", text };
}

function against(gomemlimit: string, bytes: number, limit: number): SettingFinding[] {
  const name = `GOMEMLIMIT=${gomemlimit}`;
  if (bytes > limit) {
    const text = `${name} is more than the container's limit of ${formatQuantity(limit)}: the kernel kills the process before the runtime sees a need to collect`;
    return [{ code: "memlimit-above-limit", severity: "blocking", text }];
  }
  if (bytes < TOO_CLOSE * limit) return [];
  const text =
    `${name} is ${Math.round((100 * bytes) / limit)} % of the container's limit of ${formatQuantity(limit)}: no room for what the runtime does not count ` +
    "(a resourceFieldRef to limits.memory gives 100 %; there is no way to make it 90 %)";
  return [{ code: "memlimit-equals-limit", severity: "limiting", text }];
}

function checkGogc({ isGogcOff }: MemorySettings): SettingFinding[] {
  if (!isGogcOff) return [];
  const text = "GOGC=off collects at GOMEMLIMIT only: without one the heap grows until the process is killed";
  return [{ code: "gogc-off", severity: "limiting", text }];
}
