"""Names of countries that are in common use beside CLDR's."""

from __future__ import annotations

ALIASES: dict[str, tuple[str, ...]] = {
    "AE": ("UAE", "U.A.E.", "Emirates"),
    "AG": ("Antigua",),
    "BA": ("Bosnia", "Bosnia-Hercegovina"),
    "BO": ("Bolivia (Plurinational State of)", "Bolivia, Plurinational State of", "Plurinational State of Bolivia"),
    "BY": ("Byelorussia", "Belorussia"),
    "CD": (
        "DR Congo", "D.R. Congo", "DRC", "RDC", "Congo DR", "Congo, DR", "Democratic Republic of Congo",
        "Democratic Republic of the Congo", "Congo, Democratic Republic of the", "Congo (Democratic Republic of the)", "Zaire",
    ),
    "CG": ("Republic of the Congo", "Republic of Congo", "Congo, Republic of the", "Congo (Republic of the)"),
    "CI": ("Ivory Coast",),
    "CN": ("People's Republic of China", "PR China", "P.R. China", "PRC"),
    "CZ": ("Czech Republic", "The Czech Republic", "Τσεχική Δημοκρατία"),
    "DE": ("Federal Republic of Germany", "BRD"),
    "FK": ("Falkland Islands (Malvinas)", "Malvinas"),
    "FM": ("Micronesia (Federated States of)", "Micronesia, Federated States of", "Federated States of Micronesia"),
    "GB": (
        "UK", "U.K.", "Great Britain", "Britain", "United Kingdom of Great Britain and Northern Ireland", "England", "Scotland", "Wales",
        "Northern Ireland", "Μεγάλη Βρετανία", "Βρετανία", "Αγγλία", "Σκωτία", "بريطانيا", "إنجلترا", "Gran Bretaña", "Grande-Bretagne",
        "Großbritannien",
    ),
    "GR": ("Hellas", "Hellenic Republic", "Ελλάς", "Ελληνική Δημοκρατία"),
    "HK": ("Hong Kong", "Χονγκ Κονγκ", "هونغ كونغ"),
    "IE": ("Republic of Ireland", "Eire"),
    "IR": ("Iran (Islamic Republic of)", "Iran, Islamic Republic of", "Islamic Republic of Iran"),
    "KN": ("Saint Kitts and Nevis",),
    "KP": (
        "Korea (Democratic People's Republic of)", "Korea, Democratic People's Republic of", "Democratic People's Republic of Korea",
        "DPRK",
    ),
    "KR": ("Korea (Republic of)", "Korea, Republic of", "Korea (South)", "Korea, South", "Republic of Korea", "ROK"),
    "LA": ("Lao PDR", "Lao People's Democratic Republic", "Lao"),
    "MD": ("Moldova (Republic of)", "Moldova, Republic of", "Republic of Moldova"),
    "MF": ("Saint Martin (French part)",),
    "MK": ("North Macedonia, Republic of", "Republic of North Macedonia", "FYROM"),
    "MM": ("Burma",),
    "MO": ("Macao", "Macau", "Μακάο", "ماكاو"),
    "NL": ("Holland", "Netherlands (Kingdom of the)", "Netherlands, Kingdom of the", "Ολλανδία"),
    "PS": ("Palestine", "State of Palestine", "Palestine, State of", "Παλαιστίνη", "فلسطين", "Palestina", "Palästina"),
    "RU": ("Russian Federation", "Russian Fed."),
    "SH": ("Saint Helena, Ascension and Tristan da Cunha", "Saint Helena"),
    "ST": ("Sao Tome",),
    "SX": ("Sint Maarten (Dutch part)",),
    "SY": ("Syrian Arab Republic",),
    "SZ": ("Swaziland", "Kingdom of Eswatini"),
    "TL": ("East Timor",),
    "TR": ("Turkey", "Republic of Turkey", "Republic of Türkiye"),
    "TW": ("Taiwan (Province of China)", "Taiwan, Province of China", "Chinese Taipei"),
    "TZ": ("Tanzania (United Republic of)", "Tanzania, United Republic of", "United Republic of Tanzania"),
    "US": (
        "USA", "U.S.A.", "U.S.", "United States of America", "Estados Unidos de América", "États-Unis d'Amérique", "EE. UU.", "EEUU",
        "ΗΠΑ", "Η.Π.Α.", "Ηνωμένες Πολιτείες Αμερικής", "Stati Uniti d'America", "Vereinigte Staaten von Amerika",
        "الولايات المتحدة الأمريكية",
    ),
    "VA": ("Vatican", "Holy See", "The Vatican"),
    "VC": ("Saint Vincent and the Grenadines",),
    "VE": ("Venezuela (Bolivarian Republic of)", "Venezuela, Bolivarian Republic of", "Bolivarian Republic of Venezuela"),
    "VG": ("Virgin Islands (British)", "Virgin Islands, British"),
    "VI": ("Virgin Islands (U.S.)", "Virgin Islands, U.S.", "US Virgin Islands"),
    "ZA": ("RSA", "Republic of South Africa"),
}

# Names that people use for two neighbours, although one language's CLDR gives them to one.
AMBIGUOUS = ("Congo", "Kongo", "Κονγκό", "الكونغو", "Korea", "Corea", "Corée", "Κορέα", "كوريا")
