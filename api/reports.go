package api

import (
	"context"
	"net/url"
	"strings"
	"time"

	"apimtui/api/text"
)

// OpReportByUser reports calls by user.
const OpReportByUser Operation = "Reports_ListByUser"

// callCount is a row of a report (ReportRecordContract).
type callCount struct {
	UserID         text.Text
	CallCountTotal int
}

// Calls returns how many calls built-in analytics recorded with the product
// subscriptions of each user, by its id in lower case, in a period of UTC
// (Reports_ListByUser). Every user has a row, also with 0. Calls that no user owns
// are not in it, and the last ones may be missing.
func (c *Client) Calls(ctx context.Context, from, to time.Time) (map[string]int, error) {
	const layout = "2006-01-02T15:04:05"
	filter := "timestamp ge datetime'" + from.UTC().Format(layout) + "' and timestamp le datetime'" + to.UTC().Format(layout) + "'"
	all, err := getAll[callCount](ctx, c, OpReportByUser, []string{"reports", "byUser"}, url.Values{"$filter": {filter}})
	calls := map[string]int{}
	for _, row := range all.Items {
		if id, ok := strings.CutPrefix(row.UserID.Exact(), "/users/"); ok {
			calls[strings.ToLower(id)] += row.CallCountTotal
		}
	}
	return calls, err
}
