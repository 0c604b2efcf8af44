/** Printed names of nodes, made when first asked for: sorting asks for the same few again and again. */
import { type NodeInfo, printableName } from "./nodes.ts";

export class NodeNames {
  readonly #infos: readonly NodeInfo[];
  readonly #info: Int32Array;
  readonly #names: (string | undefined)[];

  /** `info`: node to index into `infos`. */
  constructor(infos: readonly NodeInfo[], info: Int32Array) {
    this.#infos = infos;
    this.#info = info;
    this.#names = new Array(infos.length);
  }

  at(node: number): string {
    const row = this.#info[node] as number;
    const known = this.#names[row];
    if (known !== undefined) return known;
    const name = printableName(this.#infos[row] as NodeInfo);
    this.#names[row] = name;
    return name;
  }
}
