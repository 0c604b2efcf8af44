import type { Plugin } from "esbuild";

export function ownUrl(changed?: ReadonlyMap<string, string>): Plugin;
