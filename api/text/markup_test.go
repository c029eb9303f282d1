package text

import "testing"

// Descriptions may be HTML. What it says is shown, and nothing of how.
func TestWithoutMarkup(t *testing.T) {
	for given, want := range map[Text]Text{
		"plain, a < b & c":                          "plain, a < b & c",
		"<p>Staff of <b>partners</b></p><p>Two</p>": "Staff of partners Two",
		"a &amp; b &lt;c&gt;&nbsp;d":                "a & b <c> d",
		"<script>alert(1)</script>left":             "left",
		"<p unfinished":                             "",
		"":                                          "",
	} {
		if got := given.WithoutMarkup(); got != want {
			t.Errorf("%q is %q, want %q", given, got, want)
		}
	}
}
