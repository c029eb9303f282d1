package config

import (
	"strconv"

	"github.com/goccy/go-yaml/ast"
)

// SetCurrent makes a context of the file the current one. Save keeps it.
func (f *File) SetCurrent(name string) error {
	if f.Contexts[name] == nil {
		return f.unknownContext(name)
	}
	return f.edit(
		func(want *File) { want.Current = name },
		func(l *layout) error { return l.setCurrent(name) },
	)
}

// AddContext adds a context, checked by the rules of the file. Save keeps it.
// The current context stays as it is, so that adding one never turns the next
// command to another service.
func (f *File) AddContext(name string, entry ContextEntry) error {
	if problem := contextNameRule().check("the context", name, Source{}); problem != nil {
		return problem
	}
	if f.Contexts[name] != nil {
		return &Error{What: "there is a context " + quoted(name) + " already", Rule: "choose another name, or remove it first",
			Example: "apimtui context remove " + name}
	}
	if err := entry.check(); err != nil {
		return err
	}
	return f.edit(
		func(want *File) { want.Contexts[name] = &entry },
		func(l *layout) error {
			l.addContext(name, entry.lines())
			return nil
		},
	)
}

// RemoveContext removes a context, with the comment directly above it, and
// current too when that names it: no other context takes its place by itself.
// Save keeps it.
func (f *File) RemoveContext(name string) error {
	if f.Contexts[name] == nil {
		return f.unknownContext(name)
	}
	wasCurrent := f.Current == name
	return f.edit(
		func(want *File) {
			delete(want.Contexts, name)
			if wasCurrent {
				want.Current = ""
			}
		},
		func(l *layout) error {
			if wasCurrent {
				return l.removeWithCurrent(name)
			}
			return l.removeContext(name)
		},
	)
}

func (f *File) unknownContext(name string) error {
	known := "there are no contexts yet"
	if names := sorted(f.Contexts); len(names) > 0 {
		known = "the contexts are " + list(names)
	}
	return &Error{What: "there is no context " + quoted(name), Rule: known}
}

// edit changes the text and then reads it again: only a text that means
// exactly what was wanted is taken, so a layout nobody thought of can spoil
// nothing.
func (f *File) edit(change func(want *File), apply func(*layout) error) error {
	want := f.meaning()
	change(&want)
	l, err := newLayout(f.text)
	if err != nil {
		return err
	}
	if err := apply(l); err != nil {
		return err
	}
	got, problems := parse(f.name, l.bytes())
	if len(problems) > 0 || !got.same(&want) {
		return errLayout
	}
	got.Path, got.Exists, got.loaded, got.Warnings = f.Path, f.Exists, f.loaded, f.Warnings
	*f = *got
	return nil
}

// check reports every value of the entry that breaks a rule.
func (e *ContextEntry) check() error {
	var problems Errors
	for _, k := range contextKeys() {
		if v := *k.entry(e); v != "" {
			if problem := k.rule.check(k.name, v, Source{}); problem != nil {
				problems = append(problems, problem)
			}
		}
	}
	return problems.err()
}

// lines writes the entry as the file has it, not yet indented.
func (e *ContextEntry) lines() []string {
	var lines []string
	for _, k := range contextKeys() {
		if v := *k.entry(e); v != "" {
			lines = append(lines, k.name+": "+yamlScalar(v))
		}
	}
	for _, k := range contextSwitches() {
		if *k.entry(e) {
			lines = append(lines, k.name+": true")
		}
	}
	return lines
}

// yamlScalar quotes a text that YAML would read as something else.
func yamlScalar(v string) string {
	file, err := parseYAML([]byte(v))
	if err == nil && len(file.Docs) == 1 {
		if s, ok := file.Docs[0].Body.(*ast.StringNode); ok && s.Value == v && s.String() == v {
			return v
		}
	}
	return strconv.Quote(v)
}
