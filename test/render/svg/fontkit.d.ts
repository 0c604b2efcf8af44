/** fontkit ships no types: the part of it that the tests use. */
declare module "fontkit" {
  export interface Font {
    readonly unitsPerEm: number;
    layout(text: string): { readonly advanceWidth: number };
  }
  export function create(bytes: Uint8Array): Font;
}
