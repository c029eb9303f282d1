package simulator

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
	fields := columns[product]{
		"name":        {textField, func(p product) value { return textValue(p.id) }},
		"displayName": {textField, func(p product) value { return textValue(p.name) }},
		"description": {textField, func(p product) value { return textValue(p.description) }},
		"terms":       {textField, func(product) value { return textValue("") }},
		"state":       {exactField, func(product) value { return textValue("published") }},
	}
	return page(s, c, catalog(), fields, func(p product) object {
		var limit any
		if p.limit > 0 {
			limit = p.limit
		}
		return s.resource("products", "products", p.id, object{
			{"displayName", p.name}, {"description", p.description}, {"terms", ""}, {"subscriptionRequired", true},
			{"approvalRequired", p.approval}, {"subscriptionsLimit", limit}, {"state", "published"},
		})
	})
}

func (s *Service) listAPIs(c *call) answer {
	fields := columns[api]{
		"name":        {textField, func(a api) value { return textValue(a.id) }},
		"displayName": {textField, func(a api) value { return textValue(a.name) }},
		"path":        {textField, func(a api) value { return textValue(a.path) }},
		"serviceUrl":  {textField, func(api) value { return textValue("") }},
	}
	return page(s, c, apis(), fields, func(a api) object {
		p := object{
			{"displayName", a.name}, {"apiRevision", "1"}, {"description", nil}, {"serviceUrl", "https://backend.contoso.com/" + a.path},
			{"path", a.path}, {"protocols", list{"https"}}, {"isCurrent", true},
		}
		if a.version != "" {
			p = append(p, member{"apiVersion", a.version})
		}
		return s.resource("apis", "apis", a.id, p)
	})
}
