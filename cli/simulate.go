package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"net/netip"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"apimtui/api/signin"
	"apimtui/api/simulator"
	"apimtui/tui/term"
)

// simulatorToken is the bearer token that the simulator accepts. It is no
// secret.
const simulatorToken = "simulator"

// mostUsers protects the memory from a mistyped number.
const mostUsers = 1_000_000

type simulateOptions struct {
	app     *app
	addr    string
	users   int
	latency time.Duration
	seed    int64
	faults  string
	hostile bool
}

func (a *app) simulate() *cobra.Command {
	o := &simulateOptions{app: a}
	cmd := &cobra.Command{
		Use: "simulate", Short: "Serve a simulated service on this machine", Args: noArguments,
		RunE:    interruptible(o.run),
		Long:    simulateHelp(),
		Example: `  apimtui simulate --addr 127.0.0.1:8080 --users 10000 --latency 100ms`,
	}
	f := cmd.Flags()
	f.StringVar(&o.addr, "addr", "127.0.0.1:0", "the `ADDRESS` to listen on, on this machine only; port 0 is any free port")
	f.IntVar(&o.users, "users", demoUsers, "the service has `N` users")
	f.DurationVar(&o.latency, "latency", 0, "every answer takes the duration `D`, such as 100ms")
	f.Int64Var(&o.seed, "seed", demoSeed, "the number `S` determines the users")
	f.StringVar(&o.faults, "faults", "", "the `FILE` of faults to inject")
	f.BoolVar(&o.hostile, "hostile", false, "some users have values that are hard to display or meant to harm")
	_ = cmd.RegisterFlagCompletionFunc("faults", fileNames)
	return cmd
}

func (o *simulateOptions) run(ctx context.Context, cmd *cobra.Command, _ []string) error {
	if err := o.check(cmd); err != nil {
		return err
	}
	faults, err := readFaults(o.faults)
	if err != nil {
		return err
	}
	listener, err := (&net.ListenConfig{}).Listen(ctx, "tcp", o.addr)
	if err != nil {
		return fmt.Errorf("--addr %s: cannot listen there: %s; choose another port, or 0 for any free port", o.addr, reason(err))
	}
	where := demoContext()
	service := simulator.New(simulator.Options{
		Users: o.users, Seed: o.seed, Hostile: o.hostile, Latency: o.latency, Faults: faults, AccessToken: simulatorToken,
		SubscriptionID: where.Subscription, ResourceGroup: where.ResourceGroup, ServiceName: where.Service,
		Account: simulator.DemoAccount(),
	})
	if _, err := fmt.Fprintln(o.app.io.out, invitation(listener.Addr())); err != nil {
		return errors.Join(fmt.Errorf("the output could not be written: %s", reason(err)), listener.Close())
	}
	fmt.Fprintf(o.app.io.err, "Serving %d users. Paste the line above into another shell; ctrl+c ends this.\n", o.users)
	return serve(ctx, listener, service)
}

func (o *simulateOptions) check(cmd *cobra.Command) error {
	switch {
	case o.users < 1 || o.users > mostUsers:
		return usagef(cmd, "--users %d: it must be between 1, the built-in administrator, and %d", o.users, mostUsers)
	case o.latency < 0:
		return usagef(cmd, "--latency %s: it must not be negative", o.latency)
	}
	return checkLoopback(cmd, o.addr)
}

// checkLoopback restricts the simulator to this machine, because it has no TLS
// and a well-known token. Names other than localhost are refused, because their
// address is unknown until it is used.
func checkLoopback(cmd *cobra.Command, addr string) error {
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return usagef(cmd, "--addr %q: it must be an address and a port, such as 127.0.0.1:8080", addr)
	}
	if _, err := strconv.ParseUint(port, 10, 16); err != nil {
		return usagef(cmd, "--addr %q: the port must be a number from 0 to 65535, such as 127.0.0.1:8080; 0 is any free port", addr)
	}
	ip, err := netip.ParseAddr(host)
	if host == "localhost" || err == nil && ip.IsLoopback() && ip.Zone() == "" {
		return nil
	}
	return usagef(cmd, "--addr %q: the simulator only listens on this machine; use 127.0.0.1, [::1] or localhost", addr)
}

func readFaults(path string) ([]simulator.Fault, error) {
	if path == "" {
		return nil, nil
	}
	file, err := os.Open(path)
	if err != nil {
		return nil, refusal("--faults %s: it cannot be read: %s", path, reason(err))
	}
	defer file.Close()
	faults, err := simulator.ParseFaults(file)
	if err != nil {
		return nil, refusal("--faults %s: %s", path, strings.TrimPrefix(err.Error(), "faults: "))
	}
	return faults, nil
}

// invitation returns a line of sh that needs no quotes.
func invitation(addr net.Addr) string {
	c := demoContext()
	return fmt.Sprintf("%s=%s apimtui --endpoint http://%s --auth %s --subscription %s -g %s -n %s",
		signin.TokenVariable, simulatorToken, addr, signin.Token, c.Subscription, c.ResourceGroup, c.Service)
}

// serve answers until the context ends, then waits briefly for requests under
// way. Writing has no timeout: slow and hanging answers are intended.
func serve(ctx context.Context, listener net.Listener, handler http.Handler) error {
	server := &http.Server{
		Handler:           handler,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    64 << 10,
		ErrorLog:          log.New(io.Discard, "", 0),
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	select {
	case err := <-ended:
		return fmt.Errorf("the simulator ended: %s", reason(err))
	case <-ctx.Done():
	}
	grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), time.Second)
	defer cancel()
	if server.Shutdown(grace) != nil {
		_ = server.Close() // cuts off what did not finish in time
	}
	<-ended
	return nil
}

const aboutSimulate = `Serve the simulator of an API Management service over plain HTTP, only on this
machine, until it is interrupted.

The first line on stdout is the command that opens the console on it. Paste it
into another shell.

--faults names a JSON file of faults to inject, a list of objects such as

[{"operation": "User_ListByService", "calls": 4, "status": 503},
 {"operation": "User_Update", "cutAfter": true},
 {"operation": "*", "delay": "1.5s", "times": -1}]

Each fault hits one of the operations below, "write" for every change or "*" for
every request. "calls" is the first call that it hits (1), "times" the number of
calls (1; -1: no limit). It has one effect, which can be combined with the two
delays:

- delay, answerDelay: a duration to wait before the operation, or before its
  answer
- late: break the connection, then carry out the operation after a duration
- status: the status of the answer, with an error of code and message or with
  body unchanged, and with retryAfter in seconds
- repeat (true): the request is carried out twice and gets the second answer
- otherEntity (true): the answer is about another user, group or subscription
- etag: ETags are "weak" (W/"x") or have the suffix of "gzip" ("x-gzip")
- hang, refuse (true): there is no answer, or no connection
- cutBefore, cutAfter, cutBody (true): the connection breaks before or after the
  operation is carried out, or in the middle of the answer
- garbage, hugeBody, gzipBomb (true): HTML, or 300 MiB of JSON, plain or zipped
- redirect, nextLink: the address of a redirect, or of the next page of a list
- countOff, hide, link: a page that contradicts itself: a number added to the
  count, a number of omitted rows, a nextLink that is missing ("none") or sent
  even on the last page ("always"); these three can be combined
- asyncOperation: the result of a deletion is an "emptyBody" or "emptyValue", or
  it has "failed" with code and message
- keep: a list of properties of a user, such as ["state", "note"], which a write
  does not change, although the answer is as usual and the ETag changes

With status, hang, garbage, hugeBody, gzipBomb, redirect or a failed
asyncOperation, "apply": true carries the operation out anyway. "headers" is an
object of headers for the injected answer.

`

// simulateHelp returns the help, which ends with the names of all operations.
func simulateHelp() string {
	names := "The operations: " + strings.Join(wordsOf(simulator.Operations()...), ", ") + "."
	return aboutSimulate + strings.Join(term.Wrap(names, 80), "\n")
}
