// Command measure runs a command with its output thrown away and prints what the kernel says of it: processor seconds of the process and all
// that it waited for, seconds by the clock, and the most memory that one of them had, in KiB. None may
// take more than 200 processor seconds, and the command no more than ten minutes by the clock.
package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

func main() {
	if err := syscall.Setrlimit(syscall.RLIMIT_CPU, &syscall.Rlimit{Cur: 200, Max: 200}); err != nil {
		fmt.Fprintln(os.Stderr, err)
	}
	limited, cancel := context.WithTimeout(context.Background(), 10*time.Minute)
	defer cancel()
	command := exec.CommandContext(limited, os.Args[1], os.Args[2:]...)
	command.Stderr = os.Stderr
	start := time.Now()
	err := command.Run()
	seconds := time.Since(start).Seconds()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
	state := command.ProcessState
	usage := state.SysUsage().(*syscall.Rusage)
	fmt.Printf("%.3f %.3f %d\n", (state.UserTime() + state.SystemTime()).Seconds(), seconds, usage.Maxrss)
}
