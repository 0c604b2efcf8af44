// Dump writes a heap dump of pods in a map and in a list: about 25 objects each.
package main

import (
	"fmt"
	"os"
	"runtime"
	"runtime/debug"
	"strconv"
)

type Pod struct {
	Name   string
	Labels map[string]string
	Spec   *Spec
	Next   *Pod
}
type Spec struct {
	Containers []*Container
	Node       string
}
type Container struct {
	Image string
	Env   []string
}

var byName = map[string]*Pod{}
var list *Pod

func main() {
	n, _ := strconv.Atoi(os.Args[1])
	for i := 0; i < n; i++ {
		p := &Pod{Name: fmt.Sprintf("pod-%d", i), Spec: &Spec{Node: fmt.Sprintf("node-%d", i%100)}}
		for j := 0; j < 3; j++ {
			c := &Container{Image: fmt.Sprintf("image-%d", j)}
			for k := 0; k < 4; k++ {
				c.Env = append(c.Env, fmt.Sprintf("KEY%d=value of an environment variable of a pod, with some words more so that it is as long as such values are: number %d", k, i))
			}
			p.Spec.Containers = append(p.Spec.Containers, c)
		}
		byName[p.Name] = p
		p.Next = list
		list = p
	}
	runtime.GC()
	f, _ := os.Create(os.Args[2])
	debug.WriteHeapDump(f.Fd())
	f.Close()
}
