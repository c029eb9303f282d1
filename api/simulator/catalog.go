package simulator

// product is a product of the service.
type product struct {
	id, name, description string
	approval              bool
	limit                 int // of subscriptions for each user; 0 is none
}

func catalog() []product {
	return []product{
		{"insights", "Insights", "Reports about what was sold.", true, 0},
		{"logistics", "Logistics", "Parcels and where they are.", false, 0},
		{"payments", "Payments", "Cards and transfers.", true, 0},
		{"starter", "Starter", "Subscribers will be able to run 5 calls/minute up to a maximum of 100 calls/week.", false, 1},
		{"unlimited", "Unlimited", "Subscribers have completely unlimited access to the API. Administrator approval is required.", true, 1},
	}
}

// api is an API of the service. Versions of one share the display name.
type api struct{ id, name, version, path string }

func apis() []api {
	return []api{
		{"echo-api", "Echo API", "", "echo"},
		{"orders-v1", "Orders", "v1", "orders/v1"},
		{"orders-v2", "Orders", "v2", "orders/v2"},
		{"parcels", "Parcels", "", "parcels"},
	}
}

func (s *Service) listProducts(c *call) answer {
	w, bad := c.window(schema{"name": textField, "displayName": textField, "description": textField, "terms": textField, "state": exactField})
	if len(bad) > 0 {
		return invalid(bad...)
	}
	page, total := selectRows(catalog(), w, func(p product, name string) value {
		return textValue(map[string]string{"name": p.id, "displayName": p.name, "description": p.description, "state": "published"}[name])
	})
	var items list
	for _, p := range page {
		var limit any
		if p.limit > 0 {
			limit = p.limit
		}
		items = append(items, object{
			{"id", s.base + "/products/" + p.id},
			{"type", "Microsoft.ApiManagement/service/products"},
			{"name", p.id},
			{"properties", object{
				{"displayName", p.name}, {"description", p.description}, {"terms", ""}, {"subscriptionRequired", true},
				{"approvalRequired", p.approval}, {"subscriptionsLimit", limit}, {"state", "published"},
			}},
		})
	}
	return s.collection(c, w, items, total)
}

func (s *Service) listAPIs(c *call) answer {
	w, bad := c.window(schema{"name": textField, "displayName": textField, "path": textField, "serviceUrl": textField})
	if len(bad) > 0 {
		return invalid(bad...)
	}
	page, total := selectRows(apis(), w, func(a api, name string) value {
		return textValue(map[string]string{"name": a.id, "displayName": a.name, "path": a.path}[name])
	})
	var items list
	for _, a := range page {
		p := object{
			{"displayName", a.name}, {"apiRevision", "1"}, {"description", nil}, {"serviceUrl", "https://backend.contoso.com/" + a.path},
			{"path", a.path}, {"protocols", list{"https"}}, {"isCurrent", true},
		}
		if a.version != "" {
			p = append(p, member{"apiVersion", a.version})
		}
		items = append(items, object{
			{"id", s.base + "/apis/" + a.id}, {"type", "Microsoft.ApiManagement/service/apis"}, {"name", a.id}, {"properties", p},
		})
	}
	return s.collection(c, w, items, total)
}
