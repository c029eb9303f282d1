package cli

import (
	"errors"
	"os"
	"strings"

	"apimtui/config"
)

// advisedError is a configuration error with advice for the command line.
type advisedError struct {
	error
	advice string
}

func (e *advisedError) Error() string { return e.error.Error() + "\n" + e.advice }
func (e *advisedError) Unwrap() error { return e.error }

// withWorkaround explains how to continue when the configuration file is
// broken. The file is never ignored: the part that cannot be read may protect a
// service.
func withWorkaround(err error) error {
	var broken *config.Error
	if !errors.As(err, &broken) || broken.Source.Kind != config.FromFile {
		return err
	}
	return &advisedError{err, "Until the file is fixed, --config FILE reads another one; " +
		"a service named only by flags needs no file, as with `--config " + os.DevNull + "`"}
}

// withFlags names the flags that supply missing values.
func withFlags(err error) error {
	var none *config.NoContextError
	if errors.As(err, &none) {
		return noContext(none)
	}
	var problems config.Errors
	var one *config.Error
	if !errors.As(err, &problems) && errors.As(err, &one) {
		problems = config.Errors{one}
	}
	var flags []string
	for _, problem := range problems {
		for _, flag := range problem.Flags {
			flags = append(flags, "--"+flag)
		}
	}
	if len(flags) == 0 {
		return err
	}
	return &advisedError{err, "Set it with " + strings.Join(flags, ", ")}
}

// noContext explains what to type when no service is named. It lists the
// contexts to choose from, if any.
func noContext(e *config.NoContextError) error {
	switch {
	case len(e.Known) > 0:
		return refusal("No context is chosen: choose one with `apimtui context use NAME` or --context NAME (%s has %s), or try `apimtui --demo`",
			e.Path, strings.Join(e.Known, ", "))
	case e.Path == "":
		return refusal("No context: name a service with --subscription ID -g RG -n SERVICE, or try `apimtui --demo`. " +
			"No configuration file is read, since no home directory is known")
	}
	return refusal("No context: add one with `apimtui context add NAME`, name a service with --subscription ID -g RG -n SERVICE, or try `apimtui --demo`")
}
