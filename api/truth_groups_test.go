package api_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"apimtui/api"
	"apimtui/api/report"
	"apimtui/api/simulator"
	"apimtui/api/text"
)

// grouped is the id of a group of the table.
const grouped = "g-1"

func (w truthWrite) ofUser() bool { return w.sub == nil && w.group == nil }

func truthGroups() []truthWrite {
	name := truthWrite{
		name: "name of a group", id: grouped, sent: report.Change, documented: never,
		group: func(c *api.Client, b api.GroupVersion) api.Write {
			to := b.Group.Edit()
			to.DisplayName = "Mine"
			return c.Groups.Update(b, to)
		},
		held: func(u simulator.User, _ bool) bool { return u.LastName == "Mine" },
		same: lastName("Theirs"), ours: lastName("Mine"), other: notes("theirs"),
	}
	exact := name
	exact.name, exact.exact = "name of a group, of this version alone", true
	exact.group = func(c *api.Client, b api.GroupVersion) api.Write { b.Exact = true; return name.group(c, b) }
	forced := name
	forced.name, forced.forced = "name of a group, of any version", true
	forced.group = func(c *api.Client, b api.GroupVersion) api.Write {
		b.ETag, b.Exact = api.AnyVersion, true
		return name.group(c, b)
	}
	creation := name
	creation.name, creation.id, creation.sent = "new group", "g-new", report.Creation
	creation.group = func(c *api.Client, _ api.GroupVersion) api.Write {
		return c.Groups.Create("g-new", api.GroupEdit{DisplayName: "Mine", Description: "mine"})
	}
	creation.held = func(u simulator.User, there bool) bool { return there && u.LastName == "Mine" && noteIs(u, true) }
	creation.ours = func(u *simulator.User) { u.LastName = "Mine"; notes("mine")(u) }
	removal := name
	removal.name, removal.sent, removal.documented = "deletion of a group", report.Deletion, emptyIs(http.StatusOK, http.StatusNoContent)
	removal.group = func(c *api.Client, b api.GroupVersion) api.Write { return c.Groups.Delete(b) }
	removal.held = func(_ simulator.User, there bool) bool { return !there }
	return []truthWrite{name, exact, forced, creation, removal}
}

func (w truthWrite) loadGroup(t *testing.T, c *api.Client) func() api.Write {
	v, err := c.Groups.Get(t.Context(), grouped)
	if err != nil {
		t.Fatal(err)
	}
	return func() api.Write { return w.group(c, v) }
}

// beginGroup puts the groups back to where a cell begins.
func (w truthWrite) beginGroup(s *simulator.Service) {
	for _, id := range []string{"g-new", grouped} {
		ask(s, http.MethodDelete, "groups/"+id, "")
	}
	putEntity(s, "groups/"+grouped, `{"properties":{"displayName":"Loaded"}}`)
}

func findGroup(s *simulator.Service, id string) (u simulator.User, etag string, there bool) {
	res := ask(s, http.MethodGet, "groups/"+id, "")
	var g struct {
		Properties struct {
			DisplayName text.Text
			Description *string
		}
	}
	if res.StatusCode != http.StatusOK || json.NewDecoder(res.Body).Decode(&g) != nil {
		return u, "", false
	}
	return simulator.User{LastName: g.Properties.DisplayName.Exact(), Note: g.Properties.Description}, res.Header.Get("ETag"), true
}

func editGroup(s *simulator.Service, id string, change func(u *simulator.User)) {
	u, _, _ := findGroup(s, id)
	change(&u)
	body, _ := json.Marshal(map[string]any{"properties": map[string]any{"displayName": u.LastName, "description": u.Note}})
	ask(s, http.MethodPatch, "groups/"+id, string(body))
}
