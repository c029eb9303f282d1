package simulator

import "strings"

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
