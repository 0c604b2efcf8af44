/** d3-node ships no types: the part of it that the pictures use. */
declare module "d3-node" {
  import type { BaseType, Selection } from "d3-selection";

  export class D3Node {
    readonly window: { readonly XMLSerializer: new () => { serializeToString(node: unknown): string } };
    createSVG(
      width?: number,
      height?: number,
      attributes?: Record<string, string>,
    ): Selection<BaseType, unknown, null, undefined>;
  }
}
