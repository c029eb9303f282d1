package config

import (
	"errors"
	"testing"
)

// A change of a context leaves everything else as it is written.
func TestChangeContextKeepsTheRest(t *testing.T) {
	const before = `# mine
current: test   # for now
contexts:
  prod: # careful
    subscription: 00000000-0000-0000-0000-000000000000
    resourceGroup: 'rg1'   # old name
    # kept
    service: apimService1
    production: true

  test:
    subscription: 00000000-0000-0000-0000-000000000000
    resourceGroup: rg1
    service: apim-test # end
`
	got := after(t, before, func(path string) error {
		f, err := Load(path)
		if err != nil {
			return err
		}
		e := *f.Contexts["prod"]
		e.ResourceGroup, e.ReadOnly, e.Production = "rg2", true, false
		if err := ChangeContext(path, "prod", "prod", e); err != nil {
			return err
		}
		test := *f.Contexts["test"]
		test.Service = "apim-2"
		return ChangeContext(path, "test", "staging", test)
	})
	const want = `# mine
current: staging   # for now
contexts:
  prod: # careful
    subscription: 00000000-0000-0000-0000-000000000000
    resourceGroup: rg2   # old name
    # kept
    service: apimService1
    readOnly: true

  staging:
    subscription: 00000000-0000-0000-0000-000000000000
    resourceGroup: rg1
    service: apim-2 # end
`
	if got != want {
		t.Errorf("got\n%s", got)
	}
	unchanged := after(t, before, func(path string) error {
		f, err := Load(path)
		if err != nil {
			return err
		}
		if err := ChangeContext(path, "prod", "test", *f.Contexts["prod"]); !errors.Is(err, ErrInvalid) {
			t.Errorf("a taken name: %v", err)
		}
		if err := ChangeContext(path, "gone", "gone", *f.Contexts["prod"]); !errors.Is(err, ErrInvalid) {
			t.Errorf("a context that is gone: %v", err)
		}
		return nil
	})
	if unchanged != before {
		t.Errorf("what was refused changed it:\n%s", unchanged)
	}
}

// Every value comes back from its key.
func TestValuesOfAContext(t *testing.T) {
	values := map[string]string{}
	for _, k := range Keys() {
		values[k.Name] = "x-" + k.Name
		if k.Switch {
			values[k.Name] = "true"
		}
	}
	e := EntryOf(values)
	for key, v := range e.Values() {
		if v != values[key] {
			t.Errorf("%s is %q", key, v)
		}
	}
}
