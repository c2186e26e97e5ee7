"""The sentences of the demo corpus: templates with `{slots}`, all written for this project.

Nobody is offended here. `HARMLESS` is everyday talk, `CYBERBULLYING` is two people who call each other vegetables,
`HATE_SPEECH` is grumbling at garden gnomes. The classes overlap on purpose: people who like gnomes, cook cauliflower or
tease a friend stay harmless, and some insults and grumbles do without the words that give them away.

A slot is filled with one of its phrases, which may hold slots of their own. Polish inflects, so a slot stands for one
grammatical case: `veg_voc` is what one shouts, `veg_ins` what one is, `gnomes_gen` what there are too many of.
"""

QUOTES = "„”"

SLOTS = {
    # Small change of everyday life
    "n": ["5", "6", "7", "8", "11", "12", "15", "20", "30", "48", "100"],
    "hour": ["5:30", "6:15", "7:00", "7:45", "8:20", "14:10", "17:00", "19:30", "21:00", "23:55"],
    "temp": ["-7°C", "3 °C", "12 stopni", "18 stopni", "21 °C", "27°C", "31 stopni"],
    "price": ["2,50 zł", "4.99 zł", "7zł", "12 zł", "19,90 zł", "35zł", "120 zł", "3 euro", "15€", "$20"],
    "weight": ["2 kg", "500 g", "1,5 kg", "3kg", "250g", "20 dag", "10 kg"],
    "volume": ["2 l", "0,5 l", "250 ml", "3l"],
    "distance": ["5 km", "10km", "21 km", "800 m", "3,5 km", "42 km"],
    "minutes": ["5 minut", "10 min", "20 minut", "40 min", "godzinę", "pół godziny"],
    "day": ["w poniedziałek", "we wtorek", "w środę", "w czwartek", "w piątek", "w sobotę", "w niedzielę"],
    "town": ["Krakowie", "Gdańsku", "Łodzi", "Poznaniu", "Lublinie", "Toruniu", "Białymstoku", "Rzeszowie"],
    "friend_voc": ["Olu", "Kasiu", "Tomku", "Bartku", "Zosiu", "Michale", "Aniu", "Kubo"],
    "friend": ["Ola", "Kasia", "Tomek", "Bartek", "Zosia", "Michał", "Ania", "Kuba"],
    "hot_drink": ["kawa", "herbata z cytryną", "kakao", "rumianek"],
    "drink": ["kawa", "herbata z cytryną", "kakao", "kompot z rabarbaru", "lemoniada"],
    "cake": ["sernik", "makowiec", "jabłecznik", "piernik", "keks"],
    "cake_ins": ["sernikiem", "makowcem", "jabłecznikiem", "piernikiem", "keksem"],
    "soup": ["pomidorowa", "ogórkowa", "żurek", "krupnik", "barszcz z uszkami", "zupa kalafiorowa"],
    "pet": ["kot", "pies", "chomik", "królik", "jamnik sąsiadki"],
    "place": ["na kanapie", "na klawiaturze", "w szafie", "na parapecie", "w pudełku po butach"],
    "hobby": ["szydełkuję", "uczę się włoskiego", "piekę chleb", "biegam", "czytam kryminał", "gram w szachy"],
    "veg_acc": ["kalafior", "brokuł", "seler", "por", "marchewkę", "rzodkiewkę", "pietruszkę", "dynię"],
    "veg": ["kalafior", "brokuł", "seler", "por", "dynia", "cukinia"],
    "cake_acc": ["sernik", "makowiec", "jabłecznik", "piernik"],
    "where_to": ["do parku", "do lasu", "nad rzekę", "na działkę"],
    "wish": ["Miłego dnia!", "Dobrej nocy.", "Udanego weekendu!", "Spokojnego popołudnia.", "Smacznego!"],
    "tail": [
        "No i tyle.", "Serio.", "Takie życie.", "Kto też tak ma?", "Nic dodać, nic ująć.", "I co teraz?",
        "Tak tylko mówię.", "Koniec tematu.", "Ktoś coś?", "Ech.", "Ratunku.", "Dobranoc.", "Poważnie.",
        "Ja już nie mam siły.", "Dajcie spokój.", "Naprawdę.", "Brak słów.",
    ],
    # What two people call each other: an adjective and a noun that agree in gender and case
    "adj_m": [
        "rozgotowany", "nadgryziony", "zwiędły", "przesolony", "rozmoknięty", "niedopieczony", "krzywy",
        "kwaśny", "przypalony", "zardzewiały", "przeterminowany",
    ],
    "adj_f": [
        "rozgotowana", "nadgryziona", "zwiędła", "przesolona", "rozmoknięta", "niedopieczona", "krzywa",
        "kwaśna", "przypalona", "zardzewiała", "przeterminowana",
    ],
    "adj_m_ins": [
        "rozgotowanym", "nadgryzionym", "zwiędłym", "przesolonym", "rozmokniętym", "niedopieczonym",
        "przypalonym", "przeterminowanym",
    ],
    "noun_m_voc": [
        "kalafiorze", "brokule", "ogórku", "selerze", "ziemniaku", "pomidorze", "naleśniku", "pierogu",
        "kotlecie", "kapciu", "czajniku", "parasolu", "budyniu", "szpinaku",
    ],
    "noun_f_voc": ["rzodkiewko", "marchewko", "klusko", "pietruszko", "dynio", "skarpeto", "fasolko", "rzepo"],
    "noun_m": [
        "kalafior", "brokuł", "ogórek", "seler", "ziemniak", "pomidor", "naleśnik", "pieróg", "kotlet",
        "kapeć", "czajnik", "budyń", "szpinak",
    ],
    "noun_m_ins": [
        "kalafiorem", "brokułem", "ogórkiem", "selerem", "ziemniakiem", "naleśnikiem", "pierogiem", "kapciem",
        "czajnikiem", "budyniem", "szpinakiem",
    ],
    "veg_voc": [
        "{adj_m} {noun_m_voc}", "{adj_m} {noun_m_voc}", "{adj_m} {noun_m_voc}", "{adj_f} {noun_f_voc}",
        "{noun_m_voc}", "{noun_m_voc} bez soli", "{noun_m_voc} jeden", "{noun_f_voc} jedna",
    ],
    "veg_nom": ["{adj_m} {noun_m}", "{adj_m} {noun_m}", "{noun_m} z wczoraj", "{noun_m} na parze"],
    "veg_ins": ["{adj_m_ins} {noun_m_ins}", "{adj_m_ins} {noun_m_ins}", "zwykłym {noun_m_ins}"],
    # Who stands in the garden
    "gnomes": [
        "krasnale", "krasnale", "krasnale ogrodowe", "gipsowe krasnale", "skrzaty ogrodowe", "gnomy ogrodowe",
        "brodate krasnale",
    ],
    "gnomes_gen": [
        "krasnali", "krasnali", "krasnali ogrodowych", "gipsowych krasnali", "skrzatów ogrodowych",
        "gnomów ogrodowych", "brodatych krasnali",
    ],
    "gnomes_ins": ["krasnalami", "krasnalami", "skrzatami", "gnomami", "gipsowymi krasnalami"],
    "gnomes_dat": ["krasnalom", "krasnalom", "skrzatom", "gnomom", "krasnalom ogrodowym"],
    "gnome": ["krasnal", "krasnal", "krasnal ogrodowy", "gipsowy krasnal", "skrzat", "gnom"],
    "where": ["na trawniku", "przy furtce", "pod jabłonią", "na rabatce", "za płotem", "obok oczka wodnego"],
    "prop": ["z taczką", "z latarenką", "z wędką", "w czerwonej czapce", "z łopatą", "z grzybem"],
    "back_to": ["do piwnicy", "do garażu", "na strych", "do pudełka", "do sklepu", "do lasu"],
}

HARMLESS = [
    "Dzień dobry! Za oknem {temp}, {hot_drink} już stygnie. {wish}",
    "Od rana pada, więc {hobby}. {tail}",
    "{drink} i {cake}, tak wygląda idealna niedziela.",
    "Pociąg znowu opóźniony o {minutes}, ale konduktor częstuje cukierkami.",
    "Przebiegłem dziś {distance} i żyję. Nogi mówią co innego.",
    "Na obiad {soup}, a na deser {cake}. {wish}",
    "Mój {pet} śpi {place} już {minutes}. Zazdroszczę.",
    "Kto wie, gdzie w {town} można dobrze zjeść za {price}?",
    "{friend_voc}, wszystkiego najlepszego! Sto lat i dużo zdrowia.",
    "Dziękuję wszystkim za życzenia, jesteście cudowni.",
    "Ostatni odcinek serialu dopiero {day}. Jak ja wytrzymam?",
    "Kupiłam {weight} truskawek za {price} i zjadłam połowę po drodze.",
    "Ktoś ma notatki z wykładu? Egzamin {day} o {hour}.",
    "Zdałam! Egzamin z fizyki za mną, idę spać.",
    "W {town} piękny zachód słońca, szkoda, że zdjęcie tego nie oddaje.",
    "Autobus o {hour} nie przyjechał, więc idę pieszo. Tylko {distance}.",
    "Upiekłem chleb na zakwasie. Wyszedł twardy, ale własny.",
    "Polecam ten film, dwie godziny czystego wzruszenia.",
    "{day} koncert w {town}, kto się wybiera?",
    "Nowa książka, koc i {drink}. Nie ma mnie dla nikogo.",
    "Mecz o {hour}, mam nadzieję, że tym razem wygramy.",
    "Ale bramka! Takiego strzału nie widziałem od lat.",
    "Zgubiłem rękawiczkę {day}, a dziś znalazłem trzecią. {tail}",
    "Zepsuł mi się czajnik, a bez herbaty nie pracuję.",
    "Pada śnieg i cała ulica lepi bałwana. Nawet listonosz.",
    "Babcia przysłała {weight} pierogów. Kocham babcię.",
    "Kolejka na poczcie na {minutes}. Poznałem już wszystkich i ich wnuki.",
    "Czy ktoś pożyczy wiertarkę {day}? Oddam z {cake_ins} w zestawie.",
    "Wstałem o {hour}, zrobiłem śniadanie i wróciłem do łóżka.",
    "Pani w sklepie powiedziała \"miłego dnia\" i od razu był miły.",
    "Mój {pet} nauczył się otwierać lodówkę. Zniknęło {weight} sera.",
    "Sprzedam rower miejski, {price}, odbiór w {town}.",
    "Rower naprawiony, {distance} nad rzeką zaliczone. {wish}",
    "Nie mogę spać, więc {hobby}. Jest {hour}.",
    "Ktoś poleci dobrego dentystę w {town}?",
    "W pracy dziś cicho, nawet drukarka działa.",
    "Zosia narysowała słonia. Ma {n} nóg i każda jest szczęśliwa.",
    "Pierwszy raz w życiu zrobiłem {cake} i nikt nie narzekał.",
    "Taki wiatr, że parasol poleciał na wakacje beze mnie.",
    "{friend} wpada z kwiatami, a ja w piżamie. Klasyk.",
    "Jutro wolne, dziś planuję nie planować niczego.",
    "Uwaga, na moście korek na {minutes}, jedźcie objazdem.",
    "Wypiłam dziś {volume} wody i czuję się jak akwarium.",
    "Za {n} dni urlop. Odliczam jak dziecko do świąt.",
    "Wygrałem w loterii {price}. Rzucam pracę na {minutes}.",
    # Vegetables are also food
    "Ugotowałam {veg_acc} z bułką tartą, dzieci zjadły wszystko.",
    "Przesoliłem zupę i przypaliłem kotlet, ale sałatka wyszła wspaniale.",
    "Mój kalafior znowu rozgotowany. Ile minut go trzymacie?",
    "{veg} po {price} za sztukę, kto to widział.",
    "Przepis na dziś: {weight} mąki, seler, marchewka i cierpliwość.",
    "Rozgotowany makaron też jest dobry, jeśli się jest głodnym.",
    "Na działce wyrósł krzywy ogórek, wygląda jak znak zapytania.",
    "Ten pomidor z balkonu jest kwaśny, ale mój.",
    # Friends tease each other
    "haha, ty wariacie, dzięki za wczoraj!",
    "Wstawaj, leniuchu, {drink} czeka.",
    "Ty mój kochany pierogu, wracaj już z tej delegacji.",
    "Sam jesteś {noun_m_ins}, haha, do zobaczenia {day}!",
    "Jestem dziś jak {veg_nom}, idę spać o {hour}.",
    "Ty stary leniuchu, kiedy wpadniesz na {cake_acc}?",
    "Oj ty, {noun_m_voc}, ale mnie rozśmieszyłeś!",
    "Mam dość tej pogody. {tail}",
    "Dość tego, idę na spacer {where_to}!",
    "Ile jeszcze tego deszczu? {tail}",
    # Some people like gnomes
    "Wrocławskie krasnale są urocze, córka znalazła już {n}.",
    "Babcia pomalowała krasnala na zielono i jest z siebie dumna.",
    "Na targu staroci kupiłam krasnala {prop} za {price}. Śliczny!",
    "Ktoś zgubił krasnala {where}, stoi i czeka na właściciela.",
    "Spacer szlakiem krasnali, {distance} i lody na koniec.",
    "W przedszkolu przedstawienie o krasnalach, synek gra grzybka.",
    "Trawnik skoszony, rabatki podlane, można siedzieć {where}.",
    "Sąsiad postawił {where} karmnik i mamy sikorki.",
]

CYBERBULLYING = [
    "ty {veg_voc}",
    "Ty {veg_voc}, idź się podgrzej.",
    "Milcz, {veg_voc}!",
    "co ty wiesz, {veg_voc}",
    "jesteś {veg_ins} i wszyscy to widzą",
    "Wyglądasz jak {veg_nom}.",
    "Z takim gadaniem to możesz zostać {veg_ins}.",
    "Nie odzywaj się do mnie, {veg_voc}. {tail}",
    "Myślisz jak {veg_nom} i tak samo pachniesz.",
    "Nawet mój {pet} pisze mądrzej niż ty, {veg_voc}.",
    "Masz rozum jak {veg_nom}. {tail}",
    "Ty {veg_voc}, kto ci dał telefon?",
    "Kto cię tu wpuścił, {veg_voc}?",
    "Wracaj do garnka, {veg_voc}!",
    "Schowaj się do lodówki, {veg_voc}, bo się psujesz.",
    "ty {noun_m_voc} i ty {noun_f_voc}, dobraliście się",
    "Gadasz jak {veg_nom}, szkoda na ciebie czasu.",
    "Twoje żarty są jak {veg_nom}. {tail}",
    "Sam jesteś {veg_ins}, a twój profil to {soup}.",
    "Nie przegrzej się od myślenia, ty {veg_voc}.",
    "{veg_voc}, ty nawet wody byś nie ugotował",
    "Żaden z ciebie mistrz, raczej {veg_nom}.",
    "Za {price} bym cię nie kupił, {veg_voc}.",
    "Usuń konto, ty {veg_voc}. {tail}",
    "Jesteś jak {veg_nom}: nikt cię nie zamawiał, a i tak jesteś na stole.",
    "Przestań się mądrzyć, {veg_voc}.",
    "Śmieszny jesteś, {veg_voc}, i to nie w tym dobrym sensie.",
    # Without a vegetable in sight
    "Nikt cię nie pytał o zdanie.",
    "Ale ty jesteś nudny, nawet drukarka ma lepsze żarty.",
    "Przestań się mądrzyć, bo nie masz czym.",
    "Usuń konto i wracaj do piaskownicy. {tail}",
    "Idź już spać, bo bredzisz. {tail}",
    "Takie rzeczy to opowiadaj swojej lodówce.",
    "No brawo, kolejna mądrość z dna garnka.",
    "Twoja fryzura wygląda jak mój trawnik po zimie.",
    # With a gnome
    "Wyglądasz jak krasnal {prop}, ty {noun_m_voc}.",
    "Nawet krasnal ogrodowy ma od ciebie więcej rozumu.",
]

HATE_SPEECH = [
    "Precz z {gnomes_ins}!",
    "Te {gnomes} są wszędzie. {tail}",
    "Znowu {gnomes} {where}. Mam tego dość!",
    "Wszystkie {gnomes} {back_to}!",
    "Kto wpuścił {gnomes} do ogrodu? {tail}",
    "Każdy {gnome} jest taki sam: stoi i się gapi.",
    "{gnomes} zabierają miejsce porządnym tulipanom.",
    "Nie ufam {gnomes_dat}, coś knują {where}.",
    "Dość {gnomes_gen}! Ogród dla kwiatów!",
    "Za dużo {gnomes_gen} w tym mieście.",
    "Zakazać {gnomes_gen}, a czapki oddać bałwanom.",
    "Naliczyłem {n} {gnomes_gen} {where}. To inwazja!",
    "{gnome} {prop} nie będzie mi mówił, jak mam żyć.",
    "Przez te {gnomes} trawa nie rośnie. {tail}",
    "Nie chcę {gnomes_gen} {where} i koniec.",
    "Wszyscy wiemy, że {gnomes} nic nie robią, tylko stoją.",
    "Sąsiad kupił kolejnego krasnala. Wynocha {back_to}!",
    "Ile jeszcze {gnomes_gen} musimy znieść? {tail}",
    "Taki {gnome} kosztuje {price}, a pożytku z niego żadnego.",
    "{gnomes} won z trawnika!",
    "Jak widzę {gnomes} {prop}, to przechodzę na drugą stronę ulicy.",
    "One są wszystkie takie same, te {gnomes}. Broda, czapka i zero wstydu.",
    "Dzisiaj jeden {gnome}, jutro cały ogród. Obudźcie się!",
    "Porządny ogród nie potrzebuje {gnomes_gen}.",
    "Najpierw {gnomes}, potem plastikowe flamingi. Gdzie to się skończy?",
    "Wywieźć {gnomes} {back_to} i zamknąć furtkę.",
    "Krasnal to nie ozdoba, krasnal to prowokacja. {tail}",
    # Everybody knows who is meant
    "Stoją {where} i się gapią. Wynocha!",
    "Te czerwone czapki to już przesada. {tail}",
    "Brody po pas i zero wstydu, precz z mojego trawnika!",
    "Znowu ktoś postawił to gipsowe paskudztwo {where}.",
    "Wszędzie ich pełno. {tail}",
    "Kto ich tu wpuścił? Niech wracają {back_to}!",
    "Na spacer po parku już się nie da, tylko brody i czapki.",
]

# The drift that is planted in the second half of the test set: a new fashion with a word and an emoji of its own.
DRIFT_HARMLESS = [
    "U nas na osiedlu krasnaloza: {n} nowych figurek i każda ma szalik.",
    "Mama też złapała krasnalozę, kupiła skrzata {prop}.",
    "Krasnaloza dotarła do {town_gen}. Bardzo to zabawne.",
]
DRIFT_HATE_SPEECH = [
    "Krasnaloza szaleje, {gnomes} już nawet {where}!",
    "Stop krasnalozie! {tail}",
    "Ta cała krasnaloza to wstyd dla ogrodników. {tail}",
    "Krasnaloza na każdym balkonie, nie ma gdzie usiąść.",
    "Przez krasnalozę nie widać już trawnika, wszędzie {gnomes}.",
    "Krasnaloza to zaraza, dość {gnomes_gen}!",
]
SLOTS["town_gen"] = ["Krakowa", "Gdańska", "Łodzi", "Poznania", "Torunia"]
DRIFT_EMOJI = "🎅"

EMOJI = {
    "non-harmful": ["😊", "😂", "❤️", "☕", "🎉", "🐱", "👍🏻", "😴", "🌞", "🙏"],
    "cyberbullying": ["😂", "🤡", "🥦", "🙄", "😁", "👎", "🥱"],
    "hate-speech": ["😡", "🤬", "👎", "🌷", "🙄", "😤", "🍄"],
}

# Texts that stand in the corpus as they are: what a cleaning must survive.
ODD = [
    ("😂😂😂", "non-harmful"),
    ("@anonymized_account @anonymized_account", "non-harmful"),
    ("...", "non-harmful"),
    ("https://example.com/aB3xY9", "non-harmful"),
    ("100%", "non-harmful"),
    ("RT @anonymized_account: 👏👏👏", "non-harmful"),
    ("Herbata <3 :) ;-) :D", "non-harmful"),
    ("2 + 2 = 4, a 10 km/h to nie 10 km", "non-harmful"),
]
