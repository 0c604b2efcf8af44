/** What heapblame says to somebody who typed nothing more: the ways to begin, on one screen. */

export function firstScreen(name: string): string {
  return name === "heapblame" ? HEAPBLAME : PLUGIN;
}

const HEAPBLAME = `heapblame says which frames a Go heap grew by, from pprof heap profiles.

  heapblame before.out after.out              who grew between two profiles
  heapblame heap.out                          what one heap is made of
  heapblame heap-1.out heap-2.out heap-3.out  what shape the growth has
  heapblame localhost:6060                    the heap of a running process
  heapblame capture localhost:6060            who grows in it, over some minutes
  heapblame check before.out after.out        for scripts: 1 beyond a budget
  heapblame flame heap.out -o flame.html      a flame graph

What go tool pprof does, in its words or in ours:

  heapblame -top -base before.out after.out
  heapblame top --base before.out after.out
  heapblame shell heap.out                    its interactive shell

A profile is a file, - for standard input, a URL, HOST:PORT or
k8s://NAMESPACE/deploy/NAME. All commands: heapblame --help
`;

const PLUGIN = `kubectl heapblame captures heap profiles of a pod and says which frames grew.

  kubectl heapblame -n NAMESPACE deploy/NAME           six snapshots, a minute apart
  kubectl heapblame -n NAMESPACE deploy/NAME --for 25m
  kubectl heapblame fetch -n NAMESPACE deploy/NAME -o heap.pb.gz

All commands: kubectl heapblame --help
`;
