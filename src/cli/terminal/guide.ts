/** `heapblame guide`: how to find a leak, on one screen. GUIDE.md has the long form, and this one at its beginning. */

export const GUIDE = `1. Two heaps, each right after a collection, with work between them
     curl -o heap-before.out 'http://localhost:6060/debug/pprof/heap?gc=1'
     curl -o heap-after.out 'http://localhost:6060/debug/pprof/heap?gc=1'
2. Who grew, and how sure that is
     heapblame heap-before.out heap-after.out
   Who allocates is seldom who holds; two captures cannot tell a leak from
   a cache that fills.
3. Is it a leak: six snapshots, the work done between them
     heapblame capture localhost:6060 --during ./load.sh -o captures/
     kubectl heapblame -n shop deploy/web -o pod/
     heapblame trend captures/
4. Who holds it
     heapblame goroutines goroutine-before.out goroutine-after.out
     heapblame held heap.dump --binary ./server
5. Is it the heap at all, and what does a limit do
     heapblame advise captures/
6. To look at, to paste, to keep it mended
     heapblame diff heap-before.out heap-after.out -o growth.html
     heapblame diff heap-before.out heap-after.out -o growth.md --anonymize
     heapblame check heap-before.out heap-after.out --max-growth 5MiB
`;
