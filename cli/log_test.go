package cli

import (
	"net/http"
	"path/filepath"
	"testing"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore/policy"
	"github.com/Azure/azure-sdk-for-go/sdk/azcore/runtime"
)

// A request that is still under way when the program ends goes on to write to
// the log. With -race, this test fails if closing the log touches what the
// request reads.
func TestLogIsClosedDuringARequest(t *testing.T) {
	l, err := openLog(filepath.Join(t.TempDir(), "log"))
	if err != nil {
		t.Fatal(err)
	}
	l.listen()
	p := runtime.NewPipeline("test", "", runtime.PipelineOptions{}, &policy.ClientOptions{Transport: doer(func(r *http.Request) (*http.Response, error) {
		return &http.Response{StatusCode: http.StatusNoContent, Body: http.NoBody, Request: r}, nil
	})})
	began, ended := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(ended)
		close(began)
		req, err := runtime.NewRequest(t.Context(), http.MethodGet, "http://in-process.invalid/")
		if err != nil {
			t.Error(err)
			return
		}
		if resp, err := p.Do(req); err == nil {
			_ = resp.Body.Close()
		}
	}()
	<-began
	l.close()
	<-ended
}

// doer answers requests in this process.
type doer func(*http.Request) (*http.Response, error)

func (d doer) Do(r *http.Request) (*http.Response, error) { return d(r) }
