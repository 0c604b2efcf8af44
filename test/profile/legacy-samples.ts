/** One small profile in each legacy format, written to touch every rule of its reader. */

const MAPS = `
MAPPED_LIBRARIES:
00400000-00fcb000 r-xp 00000000 08:01 123    /usr/bin/service
00fcb000-010f0000 r-xp 00bcb000 08:01 123    /usr/bin/service
7f0000000000-7f0000010000 r-xp 00001000 08:01 77 /lib/libc-2.15.so
7f0000010000-7f0000020000 rw-p 00001000 08:01 77 /lib/libc-2.15.so
7fff5fb00000-7fff5fc00000 r-xp 00000000 00:00 0 [vdso]
build=/home/user/build
  40000000-40010000: $build/server_main (deleted)
0x50000000-0x50010000 $build/lib.so (@2000) abc123
main.cc:12] 60000000-60001000 r-xp 00000000 08:01 9 /anon_hugepage
abcdef
`;

const text = (value: string): Uint8Array => new TextEncoder().encode(value);

/** Words of a gperftools CPU profile: three stacks with a signal handler's frame in most, one leaf that is there twice. */
function cpuWords(version: number): number[] {
  const stacks: [count: number, ...addresses: number[]][] = [
    [3, 0x400100, 0x400200, 0x400300],
    [1, 0x400101, 0x400200, 0x7f0001],
    [2, 0x400102, 0x400200],
    [1, 5],
    [7, 0x400201, 0x400202, 9],
  ];
  return [0, 3, version, 10000, 0, ...stacks.flatMap(([count, ...stack]) => [count, stack.length, ...stack]), 0, 1, 0];
}

function pack(words: readonly number[], size: 4 | 8, isLittle: boolean, rest: string): Uint8Array {
  const bytes = new Uint8Array(words.length * size);
  const view = new DataView(bytes.buffer);
  for (const [index, word] of words.entries()) {
    if (size === 4) view.setUint32(index * 4, word, isLittle);
    else view.setBigUint64(index * 8, BigInt(word), isLittle);
  }
  return new Uint8Array([...bytes, ...text(rest)]);
}

export const LEGACY_SAMPLES: Readonly<Record<string, Uint8Array>> = {
  heapz_v2: text(`heap profile:    8: 1000 [   20: 5000] @ heapz_v2/524288
     1: 2 [     1: 2] @ 0x400100 0x400200 0x7f0000000100
   -3: -4 [4: 5] @ 0x400300 0x50000100
# comment

 6: 600 [9: 900] @ 0x40000010 0x5f000000 0xffffffffffffffff 0x0
${MAPS}`),
  heapprofile: text(`heap profile:    8: 1000 [   8: 1000] @ heapprofile
     8: 1000 [     8: 1000] @ 0x400100 0x400200 0x7f0000000100
${MAPS}`),
  "heap with a memory map": text(`heap profile: 1: 96 [3: 144] @ heap/1048576
1: 96 [2: 144] @ 0x400100 0x400200
0: 0 [1: 0] @ 0x400300
${MAPS}`),
  growthz: text(`heap profile:    2:  1052672 [     2:  1052672] @ growthz
     1:  1048576 [     1:  1048576] @ 0x400100 0x400200
     1:  4096 [     1:  4096] @ 0x400100 0x400300

--- Memory map: ---
${MAPS}`),
  fragmentation: text(`heap profile:    2:  1052672 [     2:  1052672] @ fragmentation
     1:  1048576 [     1:  1048576] @ 0x400100 0x400200
`),
  contentionz: text(`--- contentionz 1 ---
cycles/second = 3201000000
sampling period = 100
ms since reset = 16502830
discarded samples = 0
  19490304       27 @ 0xbccc97 0xc61202 0x42ed5f
    768        1 @ 0xbccc97 0xa42dc7 0xa456e4
 5555 @ 0x1 0x2
   5760        2 @ 0xbccc97 0xb82b73
--- Memory map: ---
${MAPS}`),
  mutex: text(`--- mutex:
cycles/second=2596113578
sampling period=5
1813132480 3 @ 0x40f1a5 0x4a1f2b
#	0x40f1a4	sync.(*Mutex).Unlock+0x24

12 1 @ 0x40f1a5
`),
  threadz: text(`--- threadz 1 ---

--- Thread 7f794ab90940 (name: main/14748) stack: ---
  PC: 0x00bc8f1c: helper(arg *)
  0x0040be31: main
  0x7f7949a9811d: __libc_start_main
--- Thread 7f794abb4940 (name: thread1/14760) stack: ---
  PC: 0x7f794a32bf7d: nanosleep
  0x7f794a32bf7e: x
    0xbc8f1c
--- Thread 7f7948000940 (name: thread2/14759) stack: ---
  [same as previous thread]
--- Thread 7f79 (name: thr/3/4759) stack: ---
 0x0040be31 0x0040be32 0x400100
--- Memory map: ---
${MAPS}`),
  "java heapz": text(`--- heapz 1 ---
format = java
resolution = bytes

  7048     1  @ 0x00000003 0x00000004
  4752   9    @  0x00000005 0x00000006 0x00000007
  880  1 @ 0x00000001 0x00000002
  33 3 @ 0x3

   0x00000001 GC
   0x00000002 VM state
   0x00000003 com.example.function003 (Source003.java:103)
   0x00000004 com.example.function004 (Source004.java:104)
 0x00000005 gen (generated stub/JIT)
   0x00000006 libc_call (/usr/lib/libc.so)
  0x00000007 com.example (x) f (y (Foo.java:-7)
 0x0000009 no
`),
  "java contentionz": text(`--- contentionz 1 ---
format = java
resolution = microseconds
sampling period = 100
ms since reset = 6019923
            1            1 @ 0x00000003 0x00000004
           14            1 @ 0x0000000d 0x0000000e
           2            3 @ 0x00000036 0x00000037
 0x0000003 com.example.function03 (source.java:03)
 0x0000004 com.example.function04 (source.java:04)
 0x000000d com.example.function0d
`),
  threadcreate: text(`
# comment
threadcreate profile: total 4
2 @ 0x45d1a0 0x45d1b0
010 @ 0x45d1a0
# labels

--- x
${MAPS}`),
  "cpu 32 bits, little-endian": pack(cpuWords(0), 4, true, MAPS),
  "cpu 32 bits, big-endian": pack(cpuWords(0), 4, false, MAPS),
  "cpu 64 bits, little-endian": pack(cpuWords(0), 8, true, MAPS),
  "cpu 64 bits, big-endian": pack(cpuWords(0), 8, false, MAPS),
  "java cpu": pack(cpuWords(1), 8, true, "  0x400100 com.f (A.java:3)\n 0x400200 G\n0x5 h (B.java:10)\n"),
};
