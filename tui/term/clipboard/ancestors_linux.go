package clipboard

import (
	"bytes"
	"os"
	"strconv"
)

// ancestors reads the names of the programs above a process from /proc. It stops
// at a process that cannot be read.
func ancestors(pid int) []string {
	if pid == 0 {
		pid = os.Getpid()
	}
	var names []string
	for range 64 {
		_, parent, ok := process(pid)
		if !ok || parent <= 1 {
			break
		}
		name, _, ok := process(parent)
		if !ok {
			break
		}
		names = append(names, name)
		pid = parent
	}
	return names
}

// process reads "pid (name) state parent ..."; a name may contain anything, even
// brackets.
func process(pid int) (name string, parent int, ok bool) {
	stat, err := os.ReadFile("/proc/" + strconv.Itoa(pid) + "/stat")
	open, end := bytes.IndexByte(stat, '('), bytes.LastIndexByte(stat, ')')
	if err != nil || open < 0 || end < open {
		return "", 0, false
	}
	f := bytes.Fields(stat[end+1:])
	if len(f) < 2 {
		return "", 0, false
	}
	parent, err = strconv.Atoi(string(f[1]))
	return string(stat[open+1 : end]), parent, err == nil
}
