/** Small profiles to begin with, which have in them what the captured ones have not: labels, inlining, recursion, C++ names, negative values. */
import { encodeProfile } from "../../src/profile/codec/encode.ts";
import { gzip } from "../../src/profile/codec/gzip/gzip.ts";
import { hostileDump, hostileGoroutines, hostileHeap } from "../hostile/hostile-names.ts";
import { profileFromText } from "../profile/profile-from-text.ts";

export function generated(): Uint8Array[] {
  return [
    hostileHeap(2),
    hostileGoroutines(2),
    hostileDump(),
    encodeProfile(
      profileFromText("main.main;main.r;main.r;main.r 3 4096\nmain.main;main.a@a.go:3;~main.b@b.go:9 1 -16"),
    ),
    gzip(
      encodeProfile(
        profileFromText("_ZN1A1fIiEEvT_;_RNvC1a1b;main.g 1 9223372036854775807\nmain.g 1 -9223372036854775808"),
      ),
    ),
    new TextEncoder().encode(
      "heap profile: 1: 2 [3: 4] @ heap/1048576\n1: 2 [3: 4] @ 0x1 0x2\n#\t0x1\tmain.f+0x1\t/a.go:3\n\n# HeapAlloc = 4\n",
    ),
  ];
}
