/** `heapblame held --handler`: what a Go program needs to give out heap dumps. */

export const HANDLER = `// A handler that gives out a heap dump of the process, for heapblame held. Mount it where /debug/pprof is, behind the same protection:
//
//     http.HandleFunc("/debug/heapdump", heapDump)
//
// A dump has the contents of the heap: keys, passwords, whatever is in memory. Treat the file as you would treat those.
//
// The program stops while it writes: about 0.1 s for a heap of 38 MB, 2.3 s for one of 406 MB (measured). Do not mount it where a goroutineleak
// profile may be asked for, by you or by another scraper: once such a profile has found a leak, WriteHeapDump ends the process
// (fatal error: dumpgs in STW - bad status).

import (
	"io"
	"net/http"
	"os"
	"runtime"
	"runtime/debug"
)

func heapDump(w http.ResponseWriter, _ *http.Request) {
	file, err := os.CreateTemp("", "heapdump-") // readable for its owner only
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	defer os.Remove(file.Name())
	defer file.Close()
	runtime.GC()
	debug.WriteHeapDump(file.Fd())
	if _, err := file.Seek(0, io.SeekStart); err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/octet-stream")
	_, _ = io.Copy(w, file)
}
`;
