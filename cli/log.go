package cli

import (
	"errors"
	"io/fs"
	"net"
	"os"
	"strings"
	"sync"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/log"
	"github.com/Azure/azure-sdk-for-go/sdk/azidentity"

	"apimtui/api/secret"
	"apimtui/api/text"
)

// logFile is a log of what the program does. A nil logFile discards everything.
type logFile struct {
	mu   sync.Mutex
	file *os.File
}

// openLog opens a log for appending. Only its owner can read the file. Symbolic
// links are not followed, because another user could choose the target.
func openLog(path string) (*logFile, error) {
	refuse := func(why string) error { return refusal("--log-file %q: %s", path, why) }
	if info, err := os.Lstat(path); err == nil && !info.Mode().IsRegular() {
		return nil, refuse("it is not a regular file; name a file to append the log to")
	}
	file, err := os.OpenFile(path, os.O_APPEND|os.O_CREATE|os.O_WRONLY|noFollow, 0o600)
	if err != nil {
		return nil, refuse("it cannot be written: " + reason(err))
	}
	if err := file.Chmod(0o600); err != nil {
		return nil, errors.Join(refuse("its access cannot be restricted to its owner: "+reason(err)), file.Close())
	}
	return &logFile{file: file}, nil
}

// reason returns an error without the path or address, which the surrounding
// sentence names.
func reason(err error) string {
	if path, ok := errors.AsType[*fs.PathError](err); ok {
		return path.Err.Error()
	}
	if op, ok := errors.AsType[*net.OpError](err); ok {
		return op.Err.Error()
	}
	return err.Error()
}

// listen receives the SDK's log. Whole error bodies are excluded: their content
// is untrusted.
func (l *logFile) listen() {
	log.SetEvents(log.EventRequest, log.EventResponse, log.EventRetryPolicy, azidentity.EventAuthentication)
	log.SetListener(func(e log.Event, message string) { l.write(string(e), message) })
}

// write appends the lines of a message, each with the time and without secrets
// or control characters. Errors are ignored.
func (l *logFile) write(event, message string) {
	if l == nil {
		return
	}
	stamp := time.Now().UTC().Format("2006-01-02T15:04:05.000Z") + " " + event + ": "
	var b strings.Builder
	for line := range strings.Lines(message) {
		if line = strings.TrimSpace(line); line != "" {
			b.WriteString(stamp + text.Clean(secret.Redact(line)).String() + "\n")
		}
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	_, _ = l.file.WriteString(b.String())
}

func (l *logFile) close() {
	if l == nil {
		return
	}
	// The SDK still calls the listener for requests under way, and replacing
	// the listener is not synchronized.
	l.mu.Lock()
	defer l.mu.Unlock()
	_ = l.file.Close() // every line is already written
}
