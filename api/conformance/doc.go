// Package conformance holds one table of trials that our client and the
// official client of Azure both run against the same simulator: where the two
// agree, the simulator is not merely wrong in the same way as our client.
//
// A trial speaks of meaning (who is in the list, what a field says, which error
// came), never of bytes; a trial of a write also holds the request that did it
// against what the operation wants. Trials of what our client does not have, or
// never says, run through the official client alone. The package has tests only.
package conformance
