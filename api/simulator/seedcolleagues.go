package simulator

// colleagues complete the company of a demonstration: people who left, blocked
// ones, invitations that were sent yesterday or are long forgotten. One name is
// hostile.
func colleagues() []person {
	return []person{
		{first: "Nadia", last: "Haddad", email: "nadia.haddad@contoso.com", provider: "Aad", group: "contoso-integration", products: "payments=active insights=active"},
		{first: "Callum", last: "Reid", email: "callum.reid@fabrikam.com", group: "partners", products: "starter=cancelled unlimited=active"},
		{first: "Beatriz", last: "Carvalho", email: "beatriz.carvalho@adatum.com", products: "starter=active logistics=submitted"},
		{first: "Viktor", last: "Novak", email: "viktor.novak@wingtiptoys.com", state: "blocked", note: "Contract ended 2025-06-30; keep for the audit.", products: "unlimited=suspended payments=cancelled"},
		{first: "Leila", last: "Rahimi", email: "leila.rahimi@contoso.com", provider: "Aad", group: "contoso-integration", products: "payments=active payments=active insights=active"},
		{first: "Stefan", last: "Gruber", email: "stefan.gruber@proseware.com", note: "No calls since 2024; ask before the keys are rotated.", products: "starter=active"},
		{first: "Imani", last: "Okoye", email: "imani.okoye@litwareinc.com", provider: "AadB2C", group: "beta-testers", products: "insights=active logistics=active"},
		{first: "Peter", last: "Vandenberg", email: "peter.vandenberg@woodgrovebank.com", group: "partners", products: "payments=active unlimited=suspended"},
		{first: "Yuki", last: "Mori", email: "yuki.mori@proseware.com", provider: "Microsoft", products: "starter=active insights=submitted"},
		{first: "Carmen", last: "Ibáñez", email: "carmen.ibanez@northwindtraders.com", note: "Left in March; her manager takes the subscriptions over.", products: "logistics=active payments=active"},
		{first: "Thabo", last: "Nkosi", email: "thabo.nkosi@contoso.com", provider: "Aad", group: "contoso-integration", note: longNote(), products: "unlimited=active payments=active"},
		{id: "svc-logistics", first: "Logistics", last: "Service", email: "svc-logistics@contoso.com", note: "Runs every hour; the owner is Wanjiru Kamau.", group: "contoso-integration", products: "logistics=active logistics=active"},
		{first: "\x1b[2J\x1b[31mRed", last: "Team", email: "csi@example.com", note: "Signed up with terminal escapes in the name."},
		{first: "Oskar", last: "Nowak", email: "oskar.nowak@tailspintoys.com", state: "blocked", note: "Shared a key with a contractor; waits for a training.", products: "starter=suspended insights=suspended"},
		{first: "Maeve", last: "Donnelly", email: "maeve.donnelly@wideworldimporters.com", group: "beta-testers", products: "starter=active unlimited=submitted"},
		{first: "Ravi", last: "Menon", email: "ravi.menon@northwindtraders.com", provider: "Google", products: "payments=active logistics=cancelled"},
		{first: "Agnes", last: "Holm", email: "agnes.holm@fabrikam.com", group: "partners", days: 290, note: "Account of a trial that ended; unused since.", products: "starter=expired"},
		{first: "Felipe", last: "Duarte", email: "felipe.duarte@adatum.com", state: "pending", days: 210, note: "Invited twice, never answered."},
		{first: "Miriam", last: "Castellanos", email: "miriam.castellanos@contoso.com", provider: "Aad", group: "contoso-integration", days: 120, products: "payments=active insights=active"},
		{first: "Jasper", last: "Kuipers", email: "jasper.kuipers@example.org", state: "pending", days: 47, products: "starter=submitted"},
		{first: "Salma", last: "Benali", email: "salma.benali@litwareinc.com", group: "beta-testers", days: 20, products: "insights=active starter=active"},
		{first: "Henrik", last: "Solberg", email: "henrik.solberg@fabrikam.com", state: "pending", days: 9, note: "Starts next month.", group: "partners"},
		{first: "Aisha", last: "Bello", email: "aisha.bello@contoso.com", provider: "Aad", state: "pending", days: 1, products: "payments=submitted"},
	}
}
