// Package conformance holds one table of trials that our client and the
// official client of Azure both run against the same simulator: where the two
// agree, the simulator is not merely wrong in the same way as our client.
//
// A trial speaks of meaning (who is in the list, what a field says, which error
// came), never of bytes. Trials of operations that our client does not have run
// through the official client alone. The package has tests only.
package conformance
