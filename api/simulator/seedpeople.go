package simulator

import "strings"

// person holds the fixed values of a user. Empty means a random id, active, no
// note, provider Basic, and random groups, product subscriptions and age.
type person struct {
	id, first, last, email string
	state, note, provider  string
	group                  string // besides developers
	products               string // "starter=active payments=suspended"
	days                   int    // since the registration, at epoch
}

// cast returns the first users after the administrator, the same for every
// seed. All are presentable but one name, which is hostile. With hostile, those
// after row 36, below the first screen of 120x40, have values that are hard to
// display or meant to harm.
func cast(hostile bool) []person {
	if hostile {
		return append(regulars(), awkward()...)
	}
	return append(regulars(), colleagues()...)
}

func regulars() []person {
	return []person{
		{first: "Amelia", last: "Hart", email: "amelia.hart@contoso.com", provider: "Aad", note: "Team lead, payments platform."},
		{first: "Jonas", last: "Lindqvist", email: "jonas.lindqvist@fabrikam.com"},
		{first: "Priya", last: "Nair", email: "priya.nair@northwindtraders.com", provider: "Google"},
		{id: "mateo-garcia", first: "Mateo", last: "García", email: "mateo.garcia@contoso.com", provider: "Aad"},
		{first: "Chloé", last: "Lefèvre", email: "chloe.lefevre@adatum.com", state: "blocked", note: "Key found in a public repository, 2025-11-03."},
		{first: "Kwame", last: "Mensah", email: "kwame.mensah@litwareinc.com"},
		{first: "Lena", last: "Fischer", email: "lena.fischer@fabrikam.com", provider: "Basic+Aad"},
		{first: "Daniel", last: "Okafor", email: "daniel.okafor@example.com", state: "pending"},
		{first: "Sofia", last: "Rossi", email: "sofia.rossi@wingtiptoys.com", provider: "Microsoft"},
		{id: "hiroshi-tanaka", first: "Hiroshi", last: "Tanaka", email: "h.tanaka@proseware.com"},
		{first: "Katarzyna", last: "Wiśniewska", email: "k.wisniewska@woodgrovebank.com", note: "Signs the partner contracts."},
		{first: "Ahmed", last: "Hassan", email: "ahmed.hassan@tailspintoys.com", provider: "AadB2C"},
		{first: "Grace", last: "Whitfield", email: "grace.whitfield@contoso.com", provider: "Aad"},
		{id: "svc-invoicing", first: "Invoicing", last: "Service", email: "svc-invoicing@contoso.com", note: "Used by the nightly invoice run; ask #billing before blocking."},
		{first: "Lucas", last: "Moreau", email: "lucas.moreau@example.org"},
		{first: "Ananya", last: "Iyer", email: "ananya.iyer@northwindtraders.com", provider: "Google"},
		{first: "Magnus", last: "Bergström", email: "magnus.bergstrom@fabrikam.com", state: "blocked"},
		{first: "Eleanor", last: "Bennett", email: "eleanor.bennett@wideworldimporters.com"},
		{first: "Diego", last: "Fernández", email: "diego.fernandez@adatum.com", provider: "Facebook"},
		{first: "Zanele", last: "Dlamini", email: "zanele.dlamini@litwareinc.com", provider: "AadB2C"},
		{first: "Tomasz", last: "Zieliński", email: "tomasz.zielinski@example.net", state: "pending", note: "Invited for the logistics pilot."},
		{first: "Hannah", last: "Mercer", email: "hannah.mercer@contoso.com", provider: "Aad"},
		{id: "lena.brandt@fabrikam.com", first: "Lena", last: "Brandt", email: "lena.brandt@fabrikam.com", note: "Id from when e-mail addresses were used as ids."},
		{first: "Owen", last: "Hughes", email: "owen.hughes@woodgrovebank.com"},
		{first: "Seán", last: "O'Brien", email: "o'brien+test@example.com", note: "Says \"it's 100% & more\" # twice."},
		{first: "Freja", last: "Sørensen", email: "freja.soerensen@fabrikam.com", state: "blocked"},
		{first: "Jean-Luc", last: "Chevalier", email: "jean-luc.chevalier@adatum.com"},
		{first: "Ngozi", last: "Adeyemi", email: "ngozi.adeyemi@litwareinc.com", provider: "AadB2C"},
		{first: "Lucía", last: "Peña", email: "lucia.pena@example.org", state: "pending"},
		{first: "Rohan", last: "Kulkarni", email: "rohan.kulkarni@northwindtraders.com", provider: "Basic+Google"},
		{first: "Дмитро", last: "Шевченко", email: "dmytro.shevchenko@proseware.com"},
		{first: "Ingrid", last: "Köhler", email: "ingrid.koehler@fabrikam.com"},
		{first: "Paul", last: "Ashby", email: "paul.ashby@wideworldimporters.com", state: "blocked", note: "Left the company."},
		{first: "Wanjiru", last: "Kamau", email: "wanjiru.kamau@contoso.com", provider: "Aad"},
		{id: "qa.robot@contoso.com", first: "QA", last: "Robot", email: "qa.robot@contoso.com"},
		{first: "Elin", last: "Dahl", email: "elin.dahl@tailspintoys.com"},
	}
}

func awkward() []person {
	return []person{
		{first: "美咲", last: "佐藤", email: "misaki.sato@proseware.com", provider: "Aad"},
		{first: "伟", last: "王", email: "wei.wang@wingtiptoys.com"},
		{first: "서연", last: "김", email: "seoyeon.kim@tailspintoys.com", provider: "Google"},
		{first: "محمد", last: "الحسن", email: "mohammed.alhassan@example.com"},
		{first: "נועה", last: "כהן", email: "noa.cohen@adatum.com"},
		{first: "Robin 🚀", last: "Park 👩‍💻", email: "robin.park@example.org", note: "Flags 🇩🇰🇯🇵, family 👨‍👩‍👧‍👦, thumbs 👍🏽."},
		{first: "Zoe\u0308", last: "Nguye\u0302\u0303n", email: "zoe.nguyen@litwareinc.com", note: "Both names use combining marks."},
		{first: "Z\u0351\u036b\u0343\u036a\u0302\u036ba\u0353\u0347\u0331l\u0326\u031dg\u0308\u0301o\u0300\u0301\u0302", last: "Stack", email: "zalgo@example.net"},
		{first: strings.Repeat("Wolfeschlegelsteinhausenbergerdorff", 3)[:100], last: "Senior", email: "w.senior@example.com"},
		{first: "Ada", last: "Longaddress", email: strings.Repeat("very-long-local-part.", 11) + "ada@example.com"},
		{first: "Thabo", last: "Nkosi", email: "thabo.nkosi@contoso.com", provider: "Aad", note: longNote()},
		{first: "Pri\u200bya", last: "Nair", email: "priya.nair@northwindtraders.example.com", note: "Not the Priya Nair above: a zero-width space hides in the name."},
		{first: "\x1b[2J\x1b[31mRed", last: "Team", email: "csi@example.com"},
		{first: "Click\x1b]52;c;cm0gLXJmIH4=\a", last: "Board", email: "osc52@example.com", state: "blocked"},
		{first: "\x1b]0;root@prod\aTitle", last: "Setter", email: "title@example.com"},
		{first: "Bell\a\a", last: "Ringer", email: "bell@example.com", note: "Line one\r\nLine two\ttabbed\x00nul"},
		{first: "C1\u009b31m", last: "Control\u0085s", email: "c1@example.com"},
		{first: "Invoice\u202efdp.exe", last: "Override", email: "bidi@example.com", note: "Right-to-left override \u202eetareneg\u202c and isolate \u2066x\u2069."},
		{first: "Tag\U000e0041\U000e0042\U000e0043", last: "Characters", email: "tags@example.com"},
		{first: "=HYPERLINK(\"https://example.com\",\"Pay\")", last: "Formula", email: "formula@example.com", note: "@SUM(1+1)*cmd|' /C calc'!A0"},
		{first: "", last: "", email: "no.name@example.com", note: "Came from an import, without any name.", provider: "Twitter"},
		{id: "legacy/o'brien & co", first: "Legacy", last: "Partner", email: "legacy+50%off#1@example.com", note: "The user id needs escaping."},
		{first: "Yuki", last: "山本", email: "yuki.yamamoto@proseware.com", provider: "Microsoft"},
	}
}

// longNote has over 600 characters in several paragraphs.
func longNote() string {
	return strings.Join([]string{
		"History of this account, oldest first.",
		"",
		"2023-04-12  Signed up through the portal and subscribed to Starter. Wrote to support the same week because the confirmation mail had gone to the spam folder; the address was confirmed by telephone.",
		"2024-01-30  Moved to Unlimited after the load test. Agreed with the platform team: at most 400 calls a second, never between 02:00 and 04:00 UTC, when the ledger is closed.",
		"2024-09-02  Reported the rounding error in the statement API and waited patiently for the fix.",
		"2025-06-17  Asked for a second key for the new data centre. Both keys are to be rotated together, on the first Monday of a quarter.",
		"",
		"Before blocking: call the number in the contract; it is always answered.",
	}, "\n")
}

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

// name is a name in native spelling and as used in an e-mail address.
type name struct{ native, latin string }

// culture holds given and family names that go together.
type culture struct{ given, family []name }

func domains() []string {
	return []string{
		"contoso.com", "contoso.com", "contoso.com", "fabrikam.com", "fabrikam.com", "adatum.com",
		"northwindtraders.com", "tailspintoys.com", "wingtiptoys.com", "litwareinc.com", "proseware.com",
		"wideworldimporters.com", "woodgrovebank.com", "example.com", "example.org", "example.net",
	}
}

func providerMix() []string {
	return []string{"", "", "", "", "", "Aad", "Aad", "AadB2C", "Google", "Microsoft", "Facebook", "Basic+Aad", "Basic+Google"}
}

func notes() []string {
	return []string{
		"Signed up at the developer day.",
		"Contact for the payments integration.",
		"Contract runs until the end of the year.",
		"Moved from the old portal.",
		"Asked for a higher quota.",
		"Second account, used for load tests.",
		"On leave; ask the team lead.",
		"Blocked once for sharing keys, cleared up.",
	}
}

// names parses "Zoë=zoe Max": native spelling, and the Latin one where it
// differs.
func names(text string) []name {
	var all []name
	for word := range strings.FieldsSeq(text) {
		native, latin, differs := strings.Cut(word, "=")
		if !differs {
			latin = strings.ToLower(native)
		}
		all = append(all, name{strings.ReplaceAll(native, "_", " "), latin})
	}
	return all
}

func cultures() []culture {
	return []culture{
		{names("James Emma Oliver Charlotte Harry Grace Samuel Hannah Lucas Ruby Daniel Alice Thomas Florence Owen Megan Nathan Eleanor"),
			names("Smith Taylor Walker Bennett Hughes Carter Morgan Foster Reed Collins Barker Lawson Hayes Doyle Whitfield Mercer Ashby Thornton")},
		{names("Anna Lukas Sophie Jonas Lena Felix Marie Paul Jürgen=juergen Katharina Stefan Ingrid Moritz Greta"),
			names("Müller=mueller Schmidt Fischer Weber Schäfer=schaefer Hoffmann Koch Bauer Richter Krüger=krueger Lehmann Vogel Brandt Köhler=koehler")},
		{names("Camille Louis Chloé=chloe Hugo Élodie=elodie Antoine Manon Rémi=remi Juliette Théo=theo Inès=ines Mathis"),
			names("Dubois Lefèvre=lefevre Moreau Girard Fournier Mercier Rousseau Blanchard Garnier Chevalier Marchand Perrin")},
		{names("Lucía=lucia Mateo Sofía=sofia Diego Valentina Andrés=andres Camila Javier Elena Raúl=raul Paula Álvaro=alvaro"),
			names("García=garcia Rodríguez=rodriguez Fernández=fernandez López=lopez Martínez=martinez Sánchez=sanchez Torres Navarro Ortega Peña=pena Castro Muñoz=munoz")},
		{names("Astrid Lars Freja Magnus Ingeborg Søren=soeren Linnea Bjørn=bjoern Sigrid Åsa=asa Elin Henrik"),
			names("Hansen Johansson Nilsen Lindqvist Bergström=bergstrom Sørensen=soerensen Dahl Ekström=ekstrom Holm Åkesson=akesson Lund Nyström=nystrom")},
		{names("Aarav Priya Ananya Rohan Kavya Arjun Meera Vikram Isha Sanjay Divya Nikhil Pooja Rahul"),
			names("Sharma Patel Nair Iyer Reddy Gupta Menon Kulkarni Banerjee Desai Joshi Rao Chatterjee Bhatt")},
		{names("Zofia Jakub Katarzyna Piotr Agnieszka Tomasz Małgorzata=malgorzata Paweł=pawel Ewa Krzysztof"),
			names("Kowalska Nowak Wiśniewska=wisniewska Wójcik=wojcik Kamińska=kaminska Lewandowski Zieliński=zielinski Szymańska=szymanska Dąbrowski=dabrowski Mazur")},
		{names("Amara Chidi Ngozi Kwame Zanele Thabo Adaeze Kofi Wanjiru Sipho Yaa Tendai"),
			names("Okafor Mensah Dlamini Nkosi Adeyemi Kamau Owusu Mwangi Eze Banda Boateng Ndlovu")},
		{names("陽菜=hina 蓮=ren 結衣=yui 大翔=hiroto さくら=sakura 健太=kenta 美咲=misaki 拓海=takumi"),
			names("佐藤=sato 鈴木=suzuki 高橋=takahashi 田中=tanaka 渡辺=watanabe 山本=yamamoto 中村=nakamura 小林=kobayashi")},
		{names("伟=wei 芳=fang 秀英=xiuying 敏=min 静=jing 磊=lei 洋=yang 艳=yan"),
			names("王=wang 李=li 张=zhang 刘=liu 陈=chen 杨=yang 赵=zhao 黄=huang")},
		{names("서연=seoyeon 민준=minjun 지우=jiwoo 도윤=doyoon 하은=haeun 예준=yejun"),
			names("김=kim 이=lee 박=park 최=choi 정=jung 강=kang")},
		{names("محمد=mohammed فاطمة=fatima أحمد=ahmed ليلى=layla يوسف=yousef مريم=maryam"),
			names("الحسن=alhassan حداد=haddad خوري=khoury منصور=mansour نصار=nassar عباس=abbas")},
		{names("Елена=elena Дмитро=dmytro Олена=olena Иван=ivan Мария=maria Сергій=serhii"),
			names("Шевченко=shevchenko Петрова=petrova Коваль=koval Соколов=sokolov Бондар=bondar Орлова=orlova")},
	}
}
