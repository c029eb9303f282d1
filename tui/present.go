package tui

import (
	"cmp"
	"reflect"
	"regexp"
	"slices"
	"sort"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"apimtui/api"
	"apimtui/api/text"
	"apimtui/tui/keys"
	"apimtui/tui/term"
	"apimtui/tui/theme"
)

// presentation is the console before an audience: what is drawn is masked, and the
// pressed keys are shown. The zero value is none.
type presentation struct {
	*veil
	pressed []string // the last keys
}

// mostPressed is how many keys are shown.
const mostPressed = 3

// look chooses what an audience sees best.
func (p *presentation) look(t *theme.Theme) {
	if p.veil != nil {
		t.FullRow, t.Private = true, true
	}
}

// begin starts a presentation, with what the options would show.
func (p *presentation) begin(o *Options) {
	p.veil = cmp.Or(p.veil, newVeil())
	p.learnText(o.Query)
	if o.Where != nil {
		p.learnText(o.Where())
	}
	for _, l := range o.Left {
		p.add(string(l.User))
	}
	if o.Theme != theme.Mono {
		o.Theme = theme.HighContrast
	}
}

// note remembers a key, unless it is text: that may be a password.
func (p *presentation) note(k tea.KeyPressMsg, typing bool) {
	if p.veil == nil || typing && k.Text != "" {
		return
	}
	p.pressed = append(p.pressed, k.String())
	p.pressed = slices.Clone(p.pressed[max(0, len(p.pressed)-mostPressed):])
}

// keys draws the last keys.
func (p *presentation) keys(t *theme.Theme) string {
	if len(p.pressed) == 0 {
		return ""
	}
	return t.Badge.Render(" " + strings.Join(p.pressed, "  ") + " ")
}

// why returns the reason why a secret is not shown, or "".
func (p *presentation) why(a keys.Action) string {
	if p.veil == nil || !slices.Contains([]keys.Action{keys.Reveal, keys.Alone, keys.QR}, a) {
		return ""
	}
	return "Disabled: a presentation shows no secret. It can be copied, or written to a file."
}

// ink sets the terminal's own text colour, which may be too faint for an audience.
func (r *root) ink(v *tea.View) {
	if r.present.veil != nil && r.theme.Ink != nil && !term.NoColor(r.opts.Env) {
		v.ForegroundColor = r.theme.Ink
	}
}

// veil masks e-mail addresses and ids on the screen of a presentation, and nowhere
// else. It learns them from whatever was read, and covers them in the finished
// frame, so that no page can forget to. A stand-in is as wide as what it covers. Nil
// masks nothing.
type veil struct {
	known   map[string]bool   // as they are drawn
	names   map[string]string // addresses, by what is before and with the @
	sorted  []string          // the same, to find what was cut at its end
	turned  []string          // reversed, to find what was cut at its start
	lengths []bool            // whether one has that many bytes
	address *regexp.Regexp    // of e-mail addresses and GUIDs in other text
	short   *regexp.Regexp    // of a shorter id, where it stands as one
}

// shortest is the least length of what is covered wherever it stands: a shorter id,
// such as the built-in user's 1, would be found in every number.
const shortest = 4

func newVeil() *veil {
	return &veil{known: map[string]bool{}, names: map[string]string{}, short: regexp.MustCompile(`(?i:user id +|/users/)([\w-]{1,3})(?:\W|$)`), address: regexp.MustCompile(`[^\s<>"(),;:]+@[^\s<>"(),;:]+\.\w+|[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}`)}
}

// learnText learns the addresses in a sentence.
func (v *veil) learnText(s string) {
	if v == nil {
		return
	}
	for _, a := range v.address.FindAllString(s, -1) {
		v.add(a)
	}
}

func (v *veil) add(values ...string) {
	for _, s := range values {
		s = text.Clean(s).String()
		if len(s) < shortest || v.known[s] {
			continue
		}
		v.known[s] = true
		if name, _, address := strings.Cut(s, "@"); address {
			v.names[name+"@"] = s
		}
		v.sorted, v.turned = nil, nil
		for len(v.lengths) <= len(s) {
			v.lengths = append(v.lengths, false)
		}
		v.lengths[len(s)] = true
	}
}

// learn finds users and product subscriptions in the result of any work.
func (v *veil) learn(result any) {
	if v != nil {
		v.walk(reflect.ValueOf(result), 8)
	}
}

func (v *veil) walk(r reflect.Value, depth int) {
	if !r.IsValid() || depth == 0 {
		return
	}
	switch r.Kind() {
	case reflect.Pointer, reflect.Interface:
		v.walk(r.Elem(), depth-1)
	case reflect.Slice, reflect.Array:
		if k := r.Type().Elem().Kind(); k != reflect.Struct && k != reflect.Pointer && k != reflect.Interface {
			return
		}
		for i := range r.Len() {
			v.walk(r.Index(i), depth-1)
		}
	case reflect.Struct:
		switch r.Type() {
		case reflect.TypeFor[api.User]():
			v.add(r.FieldByName("ID").String(), r.FieldByName("Email").String())
			if note := r.FieldByName("Note"); !note.IsNil() {
				v.learnText(note.Elem().String())
			}
		case reflect.TypeFor[api.NewUser]():
			v.add(r.FieldByName("ID").String())
		case reflect.TypeFor[api.Editable]():
			v.add(r.FieldByName("Email").String())
			v.learnText(r.FieldByName("Note").String())
		case reflect.TypeFor[api.Subscription]():
			owner := api.Subscription{Owner: text.Text(r.FieldByName("Owner").String())}.OwnerID()
			v.add(r.FieldByName("ID").String(), string(owner))
		case reflect.TypeFor[api.Identity]():
			v.add(r.FieldByName("ID").String())
		}
		for i := range r.NumField() {
			v.walk(r.Field(i), depth-1)
		}
	}
}

// index sorts what is known after something was learned.
func (v *veil) index() {
	if v.sorted != nil {
		return
	}
	for s := range v.known {
		v.sorted, v.turned = append(v.sorted, s), append(v.turned, reversed(s))
	}
	slices.Sort(v.sorted)
	slices.Sort(v.turned)
}

func reversed(s string) string {
	b := []byte(s)
	slices.Reverse(b)
	return string(b)
}

// beginning returns what is known with that prefix, and with that suffix if
// possible; "" when nothing is.
func (v *veil) beginning(prefix, suffix string) string {
	v.index()
	found := ""
	for i := sort.SearchStrings(v.sorted, prefix); i < len(v.sorted) && strings.HasPrefix(v.sorted[i], prefix); i++ {
		if found == "" || strings.HasSuffix(v.sorted[i], suffix) {
			found = v.sorted[i]
		}
		if strings.HasSuffix(found, suffix) {
			break
		}
	}
	return found
}

// ending returns what is known with that suffix, or "".
func (v *veil) ending(suffix string) string {
	v.index()
	if i := sort.SearchStrings(v.turned, reversed(suffix)); i < len(v.turned) && strings.HasPrefix(v.turned[i], reversed(suffix)) {
		return reversed(v.turned[i])
	}
	return ""
}

// standIn is what is shown instead, rune by rune: a•••••@c•••••.com, 62c1••••adb.
func standIn(s string) []string {
	runes := []rune(s)
	at, dot := slices.Index(runes, '@'), strings.LastIndexByte(s, '.')
	head, tail := 1, 0
	switch {
	case at > 0 && dot > at:
		tail = utf8.RuneCountInString(s[dot:])
	case len(runes) >= 12 && strings.ContainsAny(s, "0123456789") && strings.Trim(s, "0123456789abcdefABCDEF-") == "":
		head, tail = 4, 3
	}
	shown := make([]string, len(runes))
	for i, r := range runes {
		shown[i] = strings.Repeat("•", term.Width(string(r)))
		if i < head || i >= len(runes)-tail || at > 0 && (i == at || i == at+1) {
			shown[i] = string(r)
		}
	}
	return shown
}
