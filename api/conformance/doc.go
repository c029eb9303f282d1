// Package conformance holds one table of trials that our client and Azure's
// official client both run against the same simulator. Where the two agree, the
// simulator is not merely wrong in the same way as our client.
//
// A trial checks meaning (the users in a list, the value of a field, the
// error), never bytes; a trial of a write also checks the request that was
// sent. Features that our client does not have or use are tried with the
// official client only. The package has tests only.
package conformance
