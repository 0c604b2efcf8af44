/** Callgrind's format, version 1, as `go tool pprof -callgrind` writes it. */
import type { NodeInfo } from "../../graph/nodes.ts";
import { scale } from "../../measurement/scale.ts";
import { truncate, type Value } from "../../profile/int64.ts";
import type { CallgrindReport } from "../../report/pprof/callgrind.ts";

export function renderCallgrind(report: CallgrindReport): string {
  const { unit, outputUnit } = report.numbers;
  const cost = (value: Value): string => String(BigInt(truncate(scale(value, unit, outputUnit).value)));
  const [objects, files, names] = [new NameCompressor(), new NameCompressor(), new NameCompressor()];
  const lines = ["positions: instr line", `events: ${report.type}(${outputUnit})`];
  let previous: NodeInfo | undefined;
  for (const { info, flat, calls } of report.entries) {
    if (previous === undefined || !isSameFunction(info, previous)) {
      lines.push("", `ob=${objects.compress(info.objectFile)}`);
      lines.push(`fl=${files.compress(info.file)}`, `fn=${names.compress(info.name)}`);
    }
    lines.push(`${relativeAddress(previous, info.address)} ${info.line} ${cost(flat)}`);
    for (const { callee, name, weight } of calls) {
      lines.push(`cfl=${files.compress(callee.file)}`, `cfn=${names.compress(name)}`);
      lines.push(`calls=0 ${relativeAddress(previous, callee.address)} ${callee.line}`, `* * ${cost(weight)}`);
    }
    previous = info;
  }
  return `${lines.join("\n")}\n`;
}

function isSameFunction(a: NodeInfo, b: NodeInfo): boolean {
  return a.objectFile === b.objectFile && a.file === b.file && a.name === b.name;
}

/** `(3) name` the first time, `(3)` after that. */
class NameCompressor {
  readonly #numbers = new Map<string, number>();

  compress(name: string): string {
    if (name === "") return "";
    const known = this.#numbers.get(name);
    if (known !== undefined) return `(${known})`;
    this.#numbers.set(name, this.#numbers.size + 1);
    return `(${this.#numbers.size}) ${name}`;
  }
}

/** `+16` or `-16` from the entry before where that is shorter than the address, `*` for the same. */
function relativeAddress(previous: NodeInfo | undefined, address: bigint): string {
  const absolute = `0x${address.toString(16)}`;
  if (previous === undefined) return absolute;
  if (previous.address === address) return "*";
  const difference = BigInt.asIntN(64, address - previous.address);
  const relative = difference < 0n ? String(difference) : `+${difference}`;
  return relative.length < absolute.length ? relative : absolute;
}
