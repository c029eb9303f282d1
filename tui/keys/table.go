package keys

import (
	"slices"
)

// Table lists every binding, in the order the help shows them.
func Table() []Binding {
	return slices.Concat(everywhere(), lists(), user(), form(), panels(), boxes(), scrolled())
}

func everywhere() []Binding {
	return []Binding{
		{Everywhere, Help, []string{"?"}, "help", "show every key", 22, false},
		{Everywhere, Palette, []string{":"}, "commands", "find an action by its name", 50, false},
		{Everywhere, Log, []string{"L"}, "log", "show what was sent in this session", 95, false},
		{Everywhere, Back, []string{"esc"}, "back", "go back, stop loading, clear the filter", 0, true},
		{Everywhere, Leave, []string{"q"}, "quit", "go back, or quit", 23, false},
		{Everywhere, Quit, []string{"ctrl+c"}, "quit", "quit from anywhere", 94, false},
		{Everywhere, Redraw, []string{"ctrl+l"}, "redraw", "draw the screen anew", 93, false},
		{Everywhere, Contexts, []string{"c"}, "contexts", "switch to another context", 51, false},
		{Everywhere, Overwrite, []string{"X"}, "overwrite clipboard", "put a space where a secret was copied to", 60, false},
		{Everywhere, Suspend, []string{"ctrl+z"}, "suspend", "back to the shell; fg returns", 0, true},
		{SignIn, FreshToken, []string{"ctrl+r"}, "fresh token", "take a fresh bearer token, when the one given has run out", 92, false},
		{Demo, Another, []string{"A"}, "another admin", "let another administrator change the user", 24, false},
		{DemoTyping, Another, []string{"ctrl+y"}, "another admin", "let another administrator change the user", 4, false},
	}
}

func lists() []Binding {
	return append(Moves(Lists, "row", true, true), []Binding{
		{Lists, Filter, []string{"/"}, "filter", "filter the list as you type; enter keeps, esc clears", 11, false},
		{Lists, Sort, []string{"o"}, "sort", "sort by the next column", 40, false},
		{Lists, Reverse, []string{"O"}, "reverse", "sort in the other direction", 44, false},
		{Lists, Columns, []string{"C"}, "columns", "choose the columns and their order", 47, false},
		{Lists, Preview, []string{"tab"}, "preview", "move in the preview, or in the list again", 45, false},
		{Lists, Open, []string{"enter"}, "open", "open the user", 10, false},
		{Lists, Mark, []string{"space"}, "mark", "mark the user, or take the mark away", 42, false},
		{Lists, MarkAll, []string{"*"}, "mark all", "mark all users that are shown, or none", 43, false},
		{Lists, Reload, []string{"r"}, "reload", "load again, or the part that is missing", 41, false},
		{Lists, AutoReload, []string{"R"}, "every 30 s", "load again every 30 seconds, or stop that", 46, false},
	}...)
}

// Moves returns the keys that move in a list or a text of units, such as rows;
// letters and ends add the letter keys and the jumps to both ends.
func Moves(s Scope, unit string, letters, ends bool) []Binding {
	up, down := []string{"up"}, []string{"down"}
	if letters {
		up, down = append(up, "k"), append(down, "j")
	}
	all := []Binding{
		{s, Up, up, "up", "one " + unit + " up", 0, true},
		{s, Down, down, "down", "one " + unit + " down", 0, true},
		{s, PageUp, []string{"pgup"}, "page up", "one screen up", 0, true},
		{s, PageDown, []string{"pgdown"}, "page down", "one screen down", 0, true},
	}
	if ends {
		all = append(all,
			Binding{s, Home, []string{"g", "home"}, "first", "to the first " + unit, 0, true},
			Binding{s, End, []string{"G", "end"}, "last", "to the last " + unit, 0, true})
	}
	return all
}

func user() []Binding {
	return append(Moves(User, "line", true, true),
		Binding{User, Reload, []string{"r"}, "reload", "read the user again", 41, false},
		Binding{User, Filter, []string{"/"}, "find", "back to the list, and filter it", 96, false})
}

func panels() []Binding {
	return []Binding{
		{Panel, Copy, []string{"y"}, "copy", "copy it, once", 1, false},
		{Panel, Reveal, []string{"v"}, "reveal", "reveal it for 20 seconds, or hide it", 2, false},
		{Panel, Alone, []string{"a"}, "alone", "show it alone on the screen, to select it", 0, false},
		{Panel, NextForm, []string{"f"}, "next form", "the next form of it", 3, false},
		{Panel, Fresh, []string{"r"}, "fresh", "make a fresh one", 4, false},
		{Panel, WriteFile, []string{"w"}, "file", "write it to a file that only you can read", 8, false},

		{Link, Browser, []string{"o"}, "open", "open it in the browser here, or show it as a link", 5, false},
		{Link, ReturnPath, []string{"p"}, "return path", "where the portal goes after signing in", 6, false},
		{Link, QR, []string{"Q"}, "QR", "show it as a QR code", 7, false},

		{TokenForm, Up, []string{"up", "k"}, "up", "to the key", 0, true},
		{TokenForm, Down, []string{"down", "j", "tab"}, "down", "to the expiry", 0, true},
		{TokenForm, Left, []string{"left", "h"}, "left", "the option before", 0, true},
		{TokenForm, Right, []string{"right", "l"}, "right", "the next option", 0, true},
		{TokenForm, TypeExpiry, []string{"e"}, "type expiry", "type a date or duration", 6, false},
		{TokenForm, Accept, []string{"enter"}, "make token", "make the token", 5, false},

		{Typing, Accept, []string{"enter"}, "accept", "take what was typed", 1, true},
		{Typing, Cancel, []string{"esc"}, "cancel", "leave it as it was", 2, true},
	}
}

func boxes() []Binding {
	return []Binding{
		{Filtering, Accept, []string{"enter"}, "keep", "keep the filter", 10, true},
		{Filtering, Cancel, []string{"esc"}, "clear", "clear the filter", 11, true},

		{HelpBox, Cancel, []string{"esc", "q", "?", "enter", "ctrl+t"}, "close", "close the help", 0, true},

		{LogBox, Cancel, []string{"esc", "q", "L", "enter"}, "close", "close the log", 1, true},

		{PaletteBox, Accept, []string{"enter"}, "run", "run the chosen action", 0, true},
		{PaletteBox, Cancel, []string{"esc"}, "close", "close without running one", 0, true},
		{PaletteBox, Up, []string{"up", "shift+tab"}, "up", "one action up", 0, true},
		{PaletteBox, Down, []string{"down", "tab"}, "down", "one action down", 0, true},

		{QuestionBox, Yes, []string{"y"}, "yes", "do it", 1, true},
		{QuestionBox, Cancel, []string{"n", "esc", "q"}, "no", "do not", 2, true},

		{ConflictBox, Merge, []string{"m"}, "merge", "merge and save; first asks where both changed", 1, true},
		{ConflictBox, Mine, []string{"o"}, "mine wins", "save, with mine winning where both changed", 2, true},
		{ConflictBox, Theirs, []string{"r"}, "take theirs", "take theirs; asks, since it ends my draft", 3, true},
		{ConflictBox, Cancel, []string{"esc", "q"}, "back", "back to my draft, untouched", 4, true},

		{ChoiceBox, Theirs, []string{"t"}, "theirs", "keep theirs in this field", 1, true},
		{ChoiceBox, Mine, []string{"m"}, "mine", "save mine in this field", 2, true},
		{ChoiceBox, Cancel, []string{"esc", "q"}, "back", "back to the conflict", 3, true},

		{DeleteBox, Yes, []string{"y"}, "delete", "delete the user", 1, true},
		{DeleteBox, KeepOrDelete, []string{"s"}, "subs", "keep or delete the product subscriptions", 2, true},
		{DeleteBox, NotifyUser, []string{"n"}, "notify", "mail the user or not", 3, true},
		{DeleteBox, Block, []string{"b"}, "block instead", "block instead of deleting", 4, true},
		{DeleteBox, Reload, []string{"r"}, "read again", "read again what goes with the user", 0, true},
		{DeleteBox, Cancel, []string{"esc", "q"}, "back", "delete nothing", 5, true},

		{ConfirmID, Accept, []string{"enter"}, "delete", "delete, once the user id is typed", 1, true},
		{ConfirmID, Cancel, []string{"esc"}, "back", "delete nothing", 2, true},

		{MailBox, Yes, []string{"y"}, "send", "send the mail", 1, true},
		{MailBox, Portal, []string{"a"}, "portal", "the portal that the link leads to", 2, true},
		{MailBox, Cancel, []string{"n", "esc", "q"}, "no mail", "send nothing", 3, true},

		{CopyBox, Accept, []string{"enter", "y"}, "copy", "copy what is chosen", 1, true},
		{CopyBox, Cancel, []string{"esc", "q"}, "close", "copy nothing", 2, true},

		{JSONBox, Copy, []string{"y"}, "copy", "copy it", 1, true},
		{JSONBox, Cancel, []string{"esc", "q", "v", "enter"}, "close", "close", 2, true},

		{ColumnsBox, Accept, []string{"enter"}, "keep", "keep these columns", 1, true},
		{ColumnsBox, Toggle, []string{"space"}, "show", "show the column, or hide it", 2, true},
		{ColumnsBox, Left, []string{"<", "left"}, "earlier", "move the column one place to the left", 4, true},
		{ColumnsBox, Right, []string{">", "right"}, "later", "move the column one place to the right", 5, true},
		{ColumnsBox, Cancel, []string{"esc", "q"}, "cancel", "leave the columns as they were", 3, true},

		{OutcomeBox, Cancel, []string{"esc", "q", "enter"}, "close", "close", 3, true},

		{UnknownBox, Check, []string{"c"}, "check again", "read the user and see what became of the write", 1, true},
		{UnknownBox, Cancel, []string{"esc", "q"}, "close", "close", 3, true},

		{GoneBox, New, []string{"n"}, "create anew", "make the user anew from the draft", 2, true},
		{GoneBox, Cancel, []string{"esc", "q"}, "close", "close", 3, true},

		{ManyBox, Yes, []string{"y"}, "yes", "do it to all of them", 1, true},
		{ManyBox, Block, []string{"b"}, "block or activate", "the other way, for those that are left out", 2, true},
		{ManyBox, NewKeys, []string{"k"}, "new keys", "of an offboarding: replace keys too, or leave them", 3, true},
		{ManyBox, Cancel, []string{"n", "esc", "q"}, "no", "do nothing", 4, true},

		{ManyNumber, Accept, []string{"enter"}, "go on", "go on, once the number is typed", 1, true},
		{ManyNumber, Cancel, []string{"esc"}, "back", "do nothing", 2, true},

		{ManyRows, Open, []string{"enter"}, "answer", "answer a conflict", 1, true},
		{ManyRows, Fresh, []string{"r"}, "try the rest", "try those again that are not done", 2, true},
		{ManyRows, Cancel, []string{"esc", "q"}, "close", "stop after those in flight, or close", 3, true},

		{SignInBox, Copy, []string{"y"}, "copy code", "copy the code", 1, true},
		{SignInBox, Browser, []string{"o"}, "open", "open the address in the browser here, or show why not", 2, true},
		{SignInBox, Cancel, []string{"esc", "q"}, "cancel", "stop signing in", 3, true},

		{LeftBox, Open, []string{"enter"}, "look", "open the user, to see what became of the write", 1, true},
		{LeftBox, Cancel, []string{"esc", "q"}, "later", "close; the next start tells of it again", 2, true},
	}
}

// scrolled are the boxes that may need scrolling.
func scrolled() []Binding {
	var all []Binding
	for _, s := range []Scope{Filtering, QuestionBox, ConfirmID, MailBox, OutcomeBox, UnknownBox, GoneBox, ManyBox} {
		all = append(all, Moves(s, "line", false, false)...)
	}
	for _, s := range []Scope{ConflictBox, ChoiceBox, DeleteBox, CopyBox, ColumnsBox, LeftBox, ManyRows} {
		all = append(all, Moves(s, "line", true, false)...)
	}
	return slices.Concat(all, Moves(HelpBox, "line", true, true), Moves(JSONBox, "line", true, true), Moves(LogBox, "line", true, true))
}

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
