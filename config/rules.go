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

// ruleFor returns the rule of values that are a noun: others are refused as not
// that noun.
func ruleFor(noun string, ok func(string) bool, must, example string) rule {
	return rule{func(v string) string {
		switch {
		case ok(v):
			return ""
		case v == "":
			return "is empty"
		}
		return quoted(v) + " is not " + noun
	}, must, example}
}

func matches(pattern string) func(string) bool { return regexp.MustCompile(pattern).MatchString }

// guidRule is the rule for the ids that Azure hands out.
func guidRule() rule {
	return ruleFor("a GUID", matches(`^[0-9a-fA-F]{8}-([0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}$`),
		"it must be 32 hexadecimal digits in groups of 8-4-4-4-12", "00000000-0000-0000-0000-000000000000")
}

// resourceGroupRule is the rule of Azure Resource Manager.
func resourceGroupRule() rule {
	ok := func(v string) bool { return isName(v, 90, "-_.()") && !strings.HasSuffix(v, ".") }
	return ruleFor("a resource group name", ok,
		"it must be 1 to 90 letters, digits, hyphens, underscores, parentheses and dots, not ending with a dot", "rg1")
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
	return ruleFor("a service name", matches(`^[a-zA-Z]([a-zA-Z0-9-]{0,48}[a-zA-Z0-9])?$`),
		"it must be 1 to 50 letters, digits and hyphens, beginning with a letter and not ending with a hyphen",
		"apimService1")
}

func apiVersionRule() rule {
	ok := func(v string) bool {
		_, err := time.Parse(time.DateOnly, strings.TrimSuffix(v, "-preview"))
		return err == nil
	}
	return ruleFor("an api-version", ok,
		"it must be a date YYYY-MM-DD, with -preview after it where the service says so", DefaultAPIVersion)
}

func tenantRule() rule {
	return ruleFor("a tenant", matches(`^[a-zA-Z0-9]([a-zA-Z0-9.-]{0,251}[a-zA-Z0-9])?$`),
		"it must be a tenant's id or one of its domains", "contoso.com")
}

// contextNameRule keeps names easy to type at a shell.
func contextNameRule() rule {
	return ruleFor("a context name", isContextName,
		"it must be 1 to 64 letters, digits, dots, hyphens and underscores, beginning with a letter or digit", "prod")
}

func isContextName(v string) bool {
	return isName(v, 64, ".-_") && !strings.ContainsRune(".-_", rune(v[0]))
}

// durationRule also accepts a bare 0.
func durationRule() rule {
	ok := func(v string) bool {
		d, err := time.ParseDuration(v)
		return err == nil && d >= 0
	}
	return ruleFor("a duration", ok, "it must be a number with its unit (s, m or h), or 0 for never", "45s")
}

// oneOf needs no example: the rule lists all valid values.
func oneOf(noun string, words []string) rule {
	ok := func(v string) bool { return slices.Contains(words, v) }
	return ruleFor(noun, ok, "it must be one of "+strings.Join(words, ", "), "")
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
