package config

import (
	"slices"
	"strconv"
	"strings"
)

// Key describes a key of a context, for a form.
type Key struct {
	Name   string
	Must   string   // what a right value is
	Words  []string // the only values; nil for any that are right
	Switch bool     // true or false
}

// Keys describes all keys of a context, in the order in which they are written.
func Keys() []Key {
	words := map[string][]string{"auth": AuthModes(), "cloud": Clouds(), "audit": Audits()}
	var all []Key
	for _, k := range contextKeys() {
		all = append(all, Key{Name: k.name, Must: k.rule.must, Words: words[k.name]})
	}
	for _, k := range contextSwitches() {
		all = append(all, Key{Name: k.name, Switch: true})
	}
	return all
}

// Values returns the values of a context by their keys, all of them.
func (e *ContextEntry) Values() map[string]string {
	values := map[string]string{}
	for _, k := range contextKeys() {
		values[k.name] = *k.entry(e)
	}
	for _, k := range contextSwitches() {
		values[k.name] = strconv.FormatBool(*k.entry(e))
	}
	return values
}

// EntryOf returns the context with these values.
func EntryOf(values map[string]string) ContextEntry {
	var e ContextEntry
	for _, k := range contextKeys() {
		*k.entry(&e) = values[k.name]
	}
	for _, k := range contextSwitches() {
		*k.entry(&e) = values[k.name] == "true"
	}
	return e
}

// ChangeContext gives a context of the file at path another name and other
// values. Values that are the same stay as they are written.
func ChangeContext(path, old, name string, e ContextEntry) error {
	if err := CheckContext(name, e, nil); err != nil {
		return err
	}
	return change(path, func(f *File) ([]edit, error) {
		if err := f.has(old); err != nil {
			return nil, err
		}
		edits, err := f.rename(old, name)
		before, after := f.Contexts[old].Values(), e.Values()
		for _, k := range Keys() {
			value := after[k.Name]
			if value == before[k.Name] {
				continue
			}
			edits = append(edits, edit{
				func(f *File) {
					values := f.Contexts[name].Values()
					values[k.Name] = value
					changed := EntryOf(values)
					f.Contexts[name] = &changed
				},
				func(d *document) { d.setProperty(name, k.Name, k.written(value)) },
			})
		}
		return edits, err
	})
}

func (f *File) rename(old, name string) ([]edit, error) {
	switch {
	case old == name:
		return nil, nil
	case f.Contexts[name] != nil:
		return nil, &Error{Source: f.source(f.Contexts[name].key), What: "there is a context " + quoted(name) + " already", Rule: "take another name"}
	}
	edits := []edit{{
		func(f *File) { f.Contexts[name] = f.Contexts[old]; delete(f.Contexts, old) },
		func(d *document) { d.rename(old, name) },
	}}
	if f.Current == old {
		edits = append(edits, makeCurrent(name))
	}
	return edits, nil
}

// contextPairs returns a context and its keys.
func (d *document) contextPairs(name string) (context pair, keys []pair) {
	contexts, _ := find(d.pairs, "contexts")
	context, _ = find(reader().pairs("", position{}, contexts.value), name)
	return context, reader().pairs("", position{}, context.value)
}

func (d *document) rename(old, name string) {
	p, _ := d.contextPairs(old)
	before, rest := d.cut(p.at)
	length := len(old)
	if rest[0] == '"' || rest[0] == '\'' {
		length += 2
	}
	d.lines[p.at.line-1] = before + scalarText(name) + rest[length:]
}

// written is a value as YAML, "" for one that is left out.
func (k Key) written(value string) string {
	switch {
	case k.Switch && value == "true":
		return value
	case k.Switch || value == "":
		return ""
	}
	return scalarText(value)
}

// setProperty writes a value of a context, in place of the one before. Without a
// value, the key is removed.
func (d *document) setProperty(context, key, value string) {
	c, keys := d.contextPairs(context)
	p, ok := find(keys, key)
	switch {
	case ok && value == "":
		d.remove(p.at.line-1, where(p.value).line)
	case ok:
		d.setScalar(p.value, value)
	default:
		last := slices.MaxFunc(keys, func(a, b pair) int { return a.at.line - b.at.line })
		d.insert(d.blockEnd(c.at.line-1, c.at.column-1), []string{strings.Repeat(" ", last.at.column-1) + key + ": " + value})
	}
}
