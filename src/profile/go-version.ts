/** Which Go built a program, where its profile shows it: in the paths of the standard library, which many installations put the version into. */
import type { Profile } from "./tables.ts";

const VERSION = String.raw`(\d+\.\d+(?:\.\d+)?(?:rc\d+)?)`;

/** A downloaded toolchain, GitHub's tool cache, Homebrew, Nix, or a folder of the release's name. */
const PATHS = [
  String.raw`/golang\.org/toolchain@v[\d.]+-go${VERSION}\.[a-z0-9]+-[a-z0-9]+/src/`,
  `/hostedtoolcache/go/${VERSION}/[a-z0-9]+/src/`,
  String.raw`/Cellar/go(?:@[\d.]+)?/${VERSION}/libexec/src/`,
  `-go-${VERSION}/share/go/src/`,
  `/go-?${VERSION}/(?:go/)?src/`,
].map((path) => new RegExp(path));

/** `go1.26.8`; undefined where no path says. */
export function goVersionOf({ functions, strings }: Profile): string | undefined {
  for (const row of functions.file) {
    const file = strings.at(row).replaceAll("\\", "/");
    if (!file.includes("/src/runtime/")) continue;
    return releaseInPath(file);
  }
  return undefined;
}

/** `go1.26.8` of a file in the sources of that release; undefined where the path does not say. */
export function releaseInPath(file: string): string | undefined {
  const version = PATHS.map((path) => path.exec(file)?.[1]).find((found) => found !== undefined);
  return version === undefined ? undefined : `go${version}`;
}
