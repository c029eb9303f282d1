package keys

// The actions of a form.
const (
	Next     Action = "next field"
	Previous Action = "previous field"
	Save     Action = "save"
	Left     Action = "left"
	Right    Action = "right"
	Toggle   Action = "toggle"
	Reveal   Action = "reveal"
	Generate Action = "generate"
	Remove   Action = "remove row"
	Offer    Action = "offer"
)

// Form is where the fields of a user are typed.
const Form Scope = "form"

// form binds no letter, since those are text, and no key that edits a line. Next
// comes late in the status line: it is well known, and the smallest terminal has
// room for four.
func form() []Binding {
	return []Binding{
		{Form, Next, []string{"tab"}, "next", "to the next field", 5, true},
		{Form, Previous, []string{"shift+tab"}, "previous", "to the field before", 7, true},
		{Form, Save, []string{"ctrl+s"}, "save", "save", 1, false},
		{Form, Cancel, []string{"esc"}, "cancel", "leave the form; asks when something was changed", 2, true},
		{Form, Help, []string{"ctrl+t", "f1"}, "help", "show every key; ? is text here", 3, true},
		{Form, Accept, []string{"enter"}, "next", "to the next field; a new line in the note; press a button", 0, true},
		{Form, Up, []string{"up"}, "up", "the option, row or line above", 0, true},
		{Form, Down, []string{"down"}, "down", "the option, row or line below", 0, true},
		{Form, Left, []string{"left"}, "left", "the option or character before", 0, true},
		{Form, Right, []string{"right"}, "right", "the option or character after", 0, true},
		{Form, Toggle, []string{"space"}, "toggle", "set or clear a box", 0, true},
		{Form, Reveal, []string{"ctrl+g"}, "reveal", "show the password for 20 seconds, or hide it", 6, true},
		{Form, Generate, []string{"ctrl+n"}, "generate", "make a password or a user id", 8, true},
		{Form, Remove, []string{"ctrl+x"}, "remove", "remove an identity", 9, true},
		{Form, Offer, []string{"ctrl+o"}, "offer", "take what the form offers after a refusal", 0, true},
	}
}
