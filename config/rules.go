package config

import (
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// rule is the condition that a value must meet.
type rule struct {
	// complaint describes what is wrong with a value, to follow the name of the
	// key. It is "" for a valid value.
	complaint func(string) string
	must      string
	example   string
}

// check returns the problem of a value under the name key, or nil.
func (r rule) check(key, value string, from Source) *Error {
	complaint := r.complaint(value)
	if complaint == "" {
		return nil
	}
	return &Error{Source: from, What: key + " " + complaint, Rule: r.must, Example: r.example}
}

// when builds the complaint of a rule with a single condition: "X" is not a
// NOUN.
func when(ok func(string) bool, noun string) func(string) string {
	return func(v string) string {
		switch {
		case ok(v):
			return ""
		case v == "":
			return "is empty"
		}
		return quoted(v) + " is not " + noun
	}
}

func matches(pattern string) func(string) bool { return regexp.MustCompile(pattern).MatchString }

// guidRule is the rule for the ids that Azure hands out.
func guidRule() rule {
	return rule{
		when(matches(`^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$`), "a GUID"),
		"it must be 32 hexadecimal digits in groups of 8-4-4-4-12",
		"00000000-0000-0000-0000-000000000000",
	}
}

// resourceGroupRule is the rule of Azure Resource Manager.
func resourceGroupRule() rule {
	return rule{
		when(func(v string) bool { return isName(v, 90, "-_.()") && !strings.HasSuffix(v, ".") }, "a resource group name"),
		"it must be 1 to 90 letters, digits, hyphens, underscores, parentheses and dots, not ending with a dot",
		"rg1",
	}
}

// isName reports whether v is up to most letters, digits and marks.
func isName(v string, most int, marks string) bool {
	return v != "" && utf8.RuneCountInString(v) <= most && !strings.ContainsFunc(v, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(marks, r)
	})
}

// serviceRule is the rule for the path parameter serviceName, api-version
// 2024-05-01.
func serviceRule() rule {
	return rule{
		when(matches(`^[a-zA-Z]([a-zA-Z0-9-]{0,48}[a-zA-Z0-9])?$`), "a service name"),
		"it must be 1 to 50 letters, digits and hyphens, beginning with a letter and not ending with a hyphen",
		"apimService1",
	}
}

func apiVersionRule() rule {
	return rule{
		when(isAPIVersion, "an api-version"),
		"it must be a date YYYY-MM-DD, with -preview after it where the service says so",
		DefaultAPIVersion,
	}
}

func isAPIVersion(v string) bool {
	_, err := time.Parse(time.DateOnly, strings.TrimSuffix(v, "-preview"))
	return err == nil
}

func tenantRule() rule {
	return rule{
		when(matches(`^[a-zA-Z0-9]([a-zA-Z0-9.-]{0,251}[a-zA-Z0-9])?$`), "a tenant"),
		"it must be a tenant's id or one of its domains",
		"contoso.com",
	}
}

// contextNameRule keeps names easy to type at a shell.
func contextNameRule() rule {
	return rule{
		when(isContextName, "a context name"),
		"it must be 1 to 64 letters, digits, dots, hyphens and underscores, beginning with a letter or digit",
		"prod",
	}
}

func isContextName(v string) bool {
	return isName(v, 64, ".-_") && !strings.ContainsRune(".-_", rune(v[0]))
}

// durationRule also accepts a bare 0.
func durationRule() rule {
	return rule{
		when(func(v string) bool {
			d, err := time.ParseDuration(v)
			return err == nil && d >= 0
		}, "a duration"),
		"it must be a number with its unit (s, m or h), or 0 for never",
		"45s",
	}
}

// oneOf needs no example: the rule lists all valid values.
func oneOf(noun string, words []string) rule {
	return rule{
		complaint: when(func(v string) bool { return slices.Contains(words, v) }, noun),
		must:      "it must be one of " + strings.Join(words, ", "),
	}
}

// AuthModes returns the values of auth and --auth.
func AuthModes() []string {
	return []string{"default", "cli", "azd", "device", "browser", "environment", "managed", "workload", "token"}
}

// Audits returns the values of audit. With required, no write is sent that
// cannot be kept.
func Audits() []string { return []string{"optional", "required", "off"} }

// Clouds returns the values of cloud.
func Clouds() []string { return []string{"public", "usGovernment", "china", "custom"} }

// Themes returns the values of theme and --theme.
func Themes() []string { return []string{"auto", "dark", "light", "high-contrast", "mono"} }

// Clipboards returns the values of clipboard.
func Clipboards() []string {
	return []string{"auto", "tmux", "osc52", "native", "command", "off"}
}
