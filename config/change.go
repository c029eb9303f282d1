package config

import (
	"maps"
	"reflect"
	"slices"
	"strings"
)

// AddContext adds a context to the file at path, and with use makes it the
// current one. The file need not exist. An existing name is refused.
//
// Like UseContext and RemoveContext, it keeps comments, order and layout,
// refuses a file with errors, and replaces the file in one step. Changes of
// several processes at once follow one another.
func AddContext(path, name string, e ContextEntry, use bool) error {
	if err := CheckContext(name, e, nil); err != nil {
		return err
	}
	return change(path, func(f *File) ([]edit, error) {
		if err := f.free(name, "take another name, or remove that one first"); err != nil {
			return nil, err
		}
		edits := []edit{{
			func(f *File) { f.Contexts[name] = &e },
			func(d *document) { d.add(name, &e) },
		}}
		if use {
			edits = append(edits, makeCurrent(name))
		}
		return edits, nil
	})
}

// UseContext makes a context of the file at path the current one.
func UseContext(path, name string) error {
	return change(path, func(f *File) ([]edit, error) {
		if err := f.has(name); err != nil || f.Current == name {
			return nil, err
		}
		return []edit{makeCurrent(name)}, nil
	})
}

// RemoveContext removes a context from the file at path. After the current one
// is removed, none is current. Comments above the context stay.
func RemoveContext(path, name string) error {
	return change(path, func(f *File) ([]edit, error) {
		if err := f.has(name); err != nil {
			return nil, err
		}
		edits := []edit{{
			func(f *File) { delete(f.Contexts, name) },
			func(d *document) { d.removeContext(name) },
		}}
		if f.Current == name {
			edits = append(edits, edit{
				func(f *File) { f.Current = "" },
				func(d *document) { d.removeCurrent() },
			})
		}
		return edits, nil
	})
}

// CheckContext checks a context on its own, as it would be written to the file.
// place says where the value of a key came from; it may be nil.
func CheckContext(name string, e ContextEntry, place func(key string) Source) error {
	if place == nil {
		place = func(string) Source { return Source{FromFile, "the new context"} }
	}
	var problems Errors
	check := func(key, value string, r rule) {
		if problem := r.check(key, value, place(key)); problem != nil {
			problems = append(problems, problem)
		}
	}
	check("the name", name, contextNameRule())
	for _, k := range contextKeys() {
		if v := *e.text(k.name); v != "" {
			check(k.name, v, k.rule)
		}
	}
	if len(problems) > 0 {
		return problems.err()
	}
	f := &File{name: "the new context", Contexts: map[string]*ContextEntry{name: &e}}
	_, err := Resolve(f, Flags{Context: name}, func(string) string { return "" })
	return err
}

// has reports a name that is not in the file.
func (f *File) has(name string) error {
	if f.Contexts[name] != nil {
		return nil
	}
	return &Error{Source: f.source(position{}), What: "there is no context " + quoted(name),
		Rule: "its contexts are " + list(slices.Sorted(maps.Keys(f.Contexts)))}
}

// free reports a name that is taken, and what to do then.
func (f *File) free(name, instead string) error {
	if e := f.Contexts[name]; e != nil {
		return &Error{Source: f.source(e.key), What: "there is a context " + quoted(name) + " already", Rule: instead}
	}
	return nil
}

func makeCurrent(name string) edit {
	return edit{func(f *File) { f.Current = name }, func(d *document) { d.setCurrent(name) }}
}

// edit is one change of a file: of what it means and of its text.
type edit struct {
	meaning func(*File)
	text    func(*document)
}

// change applies the edits that plan returns.
func change(path string, plan func(*File) ([]edit, error)) error {
	if path == "" {
		return &Error{What: "there is no place for a configuration file: " + homeless()}
	}
	return exclusively(path, func(target string) error {
		f, text, err := load(path, display(path))
		if err != nil {
			return err
		}
		edits, err := plan(f)
		if err != nil || len(edits) == 0 {
			return err
		}
		for _, e := range edits {
			if text, err = e.apply(f, text); err != nil {
				return err
			}
		}
		return replace(target, text)
	})
}

// apply changes a file and its text. The new text is read again. It must mean
// exactly what was intended, so that no layout can lose a setting.
func (e edit) apply(f *File, text []byte) (changed []byte, err error) {
	odd := &Error{Source: f.source(position{}), What: "the file is laid out in a way that only an editor can change",
		Rule: "write each context on lines of its own, under contexts"}
	defer func() {
		if recover() != nil { // a place that is not in the text
			changed, err = nil, odd
		}
	}()
	d := newDocument(text)
	e.text(d)
	e.meaning(f)
	changed = d.bytes()
	after, problems := parse(f.name, changed)
	if len(problems) > 0 || !sameMeaning(f, after) || len(changed) > maxSize {
		return nil, odd
	}
	return changed, nil
}

// sameMeaning compares all values of two files, without their places.
func sameMeaning(a, b *File) bool { return reflect.DeepEqual(a.meaning(), b.meaning()) }

func (f *File) meaning() File {
	m := *f
	m.Path, m.Exists, m.Warnings, m.name, m.at = "", false, nil, "", nil
	m.Contexts = maps.Clone(f.Contexts)
	for name, e := range m.Contexts {
		bare := *e
		bare.key, bare.at = position{}, nil
		m.Contexts[name] = &bare
	}
	return m
}

// properties returns the keys and values of a context as YAML, in their order.
func (e *ContextEntry) properties() []string {
	var all []string
	values := e.Values()
	for _, k := range Keys() {
		if v := k.written(values[k.Name]); v != "" {
			all = append(all, k.Name+": "+v)
		}
	}
	return all
}

// scalarText writes a value that is read back as the same text, with quotes
// where YAML needs them.
func scalarText(v string) string {
	if plain(v) {
		return v
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(v) + `"`
}

// plain reports whether a value needs no quotes, also between braces.
func plain(v string) bool {
	if !matches(`^[\pL\pN_(/][\pL\pN_./:()+-]*$`)(v) {
		return false
	}
	file, problems := parse("", []byte("clipboardCommand: ["+v+"]"))
	return len(problems) == 0 && slices.Equal(file.ClipboardCommand, []string{v})
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
	if old == name {
		return nil, nil
	}
	if err := f.free(name, "take another name"); err != nil {
		return nil, err
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
