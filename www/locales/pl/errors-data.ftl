# Błędy w plikach danych: w tym, co wczytano.

error-of-setting = `{ $setting }`: { $fault }
error-inside = w `{ $file }`: { $fault }
error-zip-ratio = zip po rozpakowaniu jest ponad { $times } razy większy
error-zip-bytes = zip po rozpakowaniu ma ponad { $bytes ->
    [one] { $bytes } bajt
    [few] { $bytes } bajty
   *[many] { $bytes } bajtów
}
error-zip-unreadable = nie da się odczytać pliku zip: { $fault }
error-zip-members = zip zawiera { $members ->
    [one] { $members } plik
    [few] { $members } pliki
   *[many] { $members } plików
}, a wczytuje się najwyżej { $most }
error-zip-same-name = dwa pliki w archiwum zip mają tę samą nazwę
error-zip-encrypted = `{ $file }` jest zaszyfrowany i wymaga hasła
error-zip-member-unreadable = nie da się odczytać `{ $file }`: { $fault }
error-zip-member-packed = nie da się rozpakować `{ $file }`: { $fault }
error-zip-without-data = zip nie zawiera żadnego pliku z danymi
error-zip-give-data = podaj zip z plikami .txt, .csv, .tsv, .jsonl, .json lub .parquet, jak w PolEvalu
error-zip-deep = `{ $file }` to zip w zipie w zipie
error-zip-give-inner = rozpakuj zewnętrzny zip i podaj ten ze środka
error-unsafe-path = `{ $file }` w pliku zip { $why ->
    [absolute] ma ścieżkę bezwzględną
    [backslash] ma w ścieżce ukośnik wsteczny
    [drive] zaczyna się od litery dysku
    [climbs] wychodzi poza swój folder
    [empty] ma w ścieżce pusty człon
    [control] ma w nazwie znak sterujący
   *[link] jest dowiązaniem symbolicznym
}
error-distrust-zip = nie ufaj temu plikowi; spakuj dane jeszcze raz, bez folderów i dowiązań
error-pack-again = pobierz lub spakuj go jeszcze raz albo rozpakuj samodzielnie i podaj pliki ze środka
error-pack-again-one = pobierz lub spakuj go jeszcze raz albo rozpakuj samodzielnie i podaj plik ze środka
error-unpack-yourself = jeśli mu ufasz, rozpakuj go samodzielnie i podaj pliki z danymi ze środka
error-unpack-yourself-one = jeśli mu ufasz, rozpakuj go samodzielnie i podaj plik ze środka
error-gzip = nie da się rozpakować pliku gzip: { $fault }
error-gzip-bytes = plik gzip po rozpakowaniu ma ponad { $bytes ->
    [one] { $bytes } bajt
    [few] { $bytes } bajty
   *[many] { $bytes } bajtów
}

error-label-unknown = nazwy są podane dla etykiet { $known }, ale nie dla `{ $label }`
error-label-not-polevals = nazwy PolEvalu obejmują etykiety 0 (non-harmful), 1 (cyberbullying) i 2 (hate-speech), ale nie `{ $label }`
error-correct-label = dodaj jej nazwę albo popraw etykietę
error-leave-polevals-names = nie używaj nazw PolEvalu, a etykiety zachowają swoje nazwy
error-label-name-empty = etykieta lub jej nazwa jest pusta
error-label-name-form = w każdym wierszu wpisz etykietę, tabulator i jej nazwę
error-label-name-example = w każdym wierszu wpisz etykietę, tabulator i jej nazwę, na przykład 0<TAB>złość
error-label-named-twice = `{ $label }` ma dwie nazwy: `{ $first }` i `{ $second }`
error-one-name-each = nadaj każdej etykiecie jedną nazwę
error-label-names-json = nazwy etykiet nie są obiektem JSON z tekstami ({ $fault })
error-write-such = wpisz { $example }
error-label-without-name = `{ $line }` to nie etykieta z nazwą
error-label-holds = etykieta `{ $label }` zawiera { $what ->
    [line-break] znak końca wiersza
    [tab] tabulator
   *[control] znak sterujący
}
error-plain-class-name = nadaj klasie nazwę bez końców wierszy, tabulatorów i znaków sterujących i sprawdź, czy wybrano właściwą kolumnę z etykietami

error-binary = to nie jest plik tekstowy: jest pełen znaków sterujących
error-give-text-or-table = podaj plik z tekstami albo tabelę (CSV, TSV, JSON, Parquet)
error-wrong-encoding = { $sequences ->
    [one] { $sequences } ciąg bajtów w pliku nie jest znakiem
    [few] { $sequences } ciągi bajtów w pliku nie są znakami
   *[many] { $sequences } ciągów bajtów w pliku nie jest znakami
} w kodowaniu { $encoding }
error-name-encoding = podaj właściwe kodowanie przez { $option } albo zapisz plik w UTF-8
error-empty-file = plik jest pusty: { $why ->
    [bytes] nie ma w nim ani jednego bajtu tekstu
    [blank] są w nim tylko puste wiersze
    [no-label] w żadnym wierszu nie ma etykiety
   *[names] nie ma w nim nazwy żadnej etykiety
}
error-check-download = sprawdź, czy pobieranie lub eksport dobiegły końca, i podaj plik ponownie
error-not-utf8 = bajt { $byte } nie jest poprawnym UTF-8
error-mend-encoding = popraw ten wiersz, zapisz plik w UTF-8 albo podaj jego kodowanie przez { $option }, na przykład windows-1250

error-foreign = to { $kind }, a nie plik z tekstami, etykietami lub tabelą
foreign-kind = { $kind ->
    [arrow] plik Arrow
    [feather] plik Feather
    [avro] plik Avro
    [sqlite] baza SQLite
    [pdf] dokument PDF
    [rtf] dokument RTF
    [png] obraz (PNG)
    [jpeg] obraz (JPEG)
    [gif] obraz (GIF)
    [bmp] obraz (BMP)
    [tiff] obraz (TIFF)
    [webp] obraz (WebP)
    [program] program
    [wasm] program (WebAssembly)
    [numpy] tablica NumPy
    [pickle] plik pickle Pythona
    [seven-zip] archiwum 7z
    [rar] archiwum RAR
    [bzip2] plik bzip2
    [xz] plik xz
    [zstd] plik Zstandard
    [tar] archiwum tar
    [parquet] plik Parquet
    [old-office] plik Excela lub Worda w starym formacie (.xls, .doc)
    [excel] skoroszyt Excela (.xlsx)
    [ods] arkusz OpenDocument (.ods)
    [word] dokument Worda (.docx)
    [powerpoint] prezentacja (.pptx)
    [html] strona HTML
    [xml] plik XML
    [orc] plik ORC
    [duckdb] baza danych DuckDB
    [heic] obraz (HEIC)
    [avif] obraz (AVIF)
    [svg] obraz (SVG)
    [icon] obraz (ICO)
    [audio] plik dźwiękowy
    [video] film
    [hdf5] plik HDF5
    [onnx] model (ONNX)
    [safetensors] model (safetensors)
    [gguf] model (GGUF)
    [torch] model (PyTorch)
    [notebook] notatnik (.ipynb)
    [script] program
    [yaml] plik YAML
   *[zip] plik zip
}
foreign-save-sheet = zapisz arkusz jako CSV (w Excelu: Zapisz jako, CSV UTF-8) i podaj ten plik
foreign-as-table = podaj go jako tabelę
foreign-by-pandas = zapisz go jako CSV, w Pythonie: { $call }
foreign-model = Dryf trenuje własne modele; aby otworzyć taki model, upuść archiwum jego przebiegu (dryf-run-….zip)
foreign-program = podaj dane, które on czyta: teksty i etykiety albo tabelę
foreign-unpack = rozpakuj go i podaj pliki ze środka
foreign-unpack-other = rozpakuj go i podaj pliki ze środka; .zip i .gz są wczytywane bez rozpakowywania
foreign-download = pobierz sam plik; strona, która go pokazuje albo prosi o zalogowanie, nie jest tym plikiem

error-tags-missing = `{ $file }` nie ma etykiet: brakuje znaczników { $set ->
    [test] zbioru testowego
   *[train] zbioru uczącego
}
error-give-tags-or-columns = podaj odpowiadający mu plik ze znacznikami { $set ->
    [test] zbioru testowego
   *[train] zbioru uczącego
}, po jednej etykiecie w wierszu; a jeśli to tabela, wskaż jej kolumny przez { $option_text } i { $option_label }, nazwami lub numerami od 1
error-same-role = `{ $first }` i `{ $second }` mają tę samą rolę: { $role ->
    [train-texts] teksty uczące
    [train-tags] znaczniki uczące
    [test-texts] teksty testowe
    [test-tags] znaczniki testowe
    [train-table] tabela ucząca
    [test-table] tabela testowa
   *[label-names] nazwy etykiet
}
error-keep-one-or-role = zostaw jeden z nich albo nadaj drugiemu właściwą rolę
error-set-missing = nie ma zbioru { $set ->
    [test] testowego
   *[train] uczącego
}
error-give-set = podaj plik z tekstami i plik ze znacznikami albo jedną tabelę (CSV, TSV, JSON, Parquet)
error-texts-missing = `{ $file }` nie ma tekstów: brakuje tekstów { $set ->
    [test] zbioru testowego
   *[train] zbioru uczącego
}
error-give-texts = podaj odpowiadający mu plik z tekstami { $set ->
    [test] zbioru testowego
   *[train] zbioru uczącego
}, po jednym tekście na znacznik
error-both-set = `{ $table }` i `{ $texts }` to dwa razy zbiór { $set ->
    [test] testowy
   *[train] uczący
}
error-table-or-texts = zostaw albo tabelę, albo teksty
error-labels-missing = `{ $file }` nie ma etykiet, a zbiór do uczenia lub oceny ich wymaga
error-name-label-column = wskaż kolumnę z etykietami przez { $option_label } albo podaj odpowiadający mu plik ze znacznikami
error-row-lacks = w wierszu brakuje { $what ->
    [text] tekstu
   *[label] etykiety
}
error-give-or-leave-out = dodaj { $what ->
    [text] tekst
   *[label] etykietę
}, usuń wiersz albo pozwól pomijać takie wiersze ({ $setting })
error-too-many-rows = plik ma { $rows ->
    [one] { $rows } wiersz
    [few] { $rows } wiersze
   *[many] { $rows } wierszy
}
error-give-rows = podaj najwyżej { $most ->
    [one] { $most } wiersz
    [few] { $most } wiersze
   *[many] { $most } wierszy
}
error-both-name-labels = `{ $first }` i `{ $second }` podają nazwy etykiet
error-keep-one = zostaw jeden z nich
error-no-full-row = w żadnym wierszu nie ma i tekstu, i etykiety
error-check-columns = sprawdź, czy użyto właściwych kolumn lub plików
error-one-class = wszystkie wiersze uczące mają klasę { $classes }, a klasyfikator potrzebuje co najmniej dwóch
error-add-other-class = dodaj wiersze innej klasy albo sprawdź, czy użyto właściwej kolumny lub pliku ze znacznikami
error-line-counts = `{ $tags }` ma { $n_tags ->
    [one] { $n_tags } wiersz
    [few] { $n_tags } wiersze
   *[many] { $n_tags } wierszy
}, a `{ $texts }` { $n_texts }
error-last-line-empty = ostatni wiersz `{ $file }` jest pusty; usuń go
error-line-by-line = oba pliki łączą się wiersz po wierszu: podaj plik z tekstami i plik ze znacznikami, które do siebie pasują
error-archived-data = { $what ->
    [missing] brakuje `{ $file }`
    [no-table] `{ $file }` nie jest tabelą z tekstami i etykietami
    [no-tag] `{ $file }` ma wiersz, który nie jest znacznikiem
    [no-text] `{ $file }` nie jest tekstem
   *[other-lines] `{ $file }` ma inną liczbę wierszy niż teksty
}
error-export-again = wyeksportuj lub pobierz archiwum jeszcze raz

error-no-column = nie ma kolumny `{ $column }`, są tylko { $columns }
error-rename-similar = podobnie nazywają się { $columns }; zostaw tylko jedną taką nazwę
error-name-columns = wskaż kolumny przez { $option_text } i { $option_label }, nazwami lub numerami od 1
error-name-columns-by-name = wskaż kolumny przez { $option_text } i { $option_label }, nazwami
error-row-width = wiersz ma { $fields ->
    [one] { $fields } pole
    [few] { $fields } pola
   *[many] { $fields } pól
}, a { $than ->
    [header] nagłówek
   *[first-row] pierwszy wiersz
} { $expected }
error-quote-fields = teksty z separatorem, cudzysłowem lub końcem wiersza ujmij w cudzysłów, a cudzysłowy w środku podwój
error-columns-same-name = jest { $columns ->
    [one] { $columns } kolumna
   *[other] { $columns } kolumn
} o nazwie `{ $name }`
error-rename-or-number = zostaw tylko jedną o tej nazwie albo podaj numer kolumny przez { $option_text } lub { $option_label }
error-one-column-for-both = teksty i etykiety mają pochodzić z tej samej kolumny `{ $column }`
error-name-two-columns = wskaż dwie kolumny przez { $option_text } i { $option_label }
error-propose-columns = jeśli to są te kolumny, podaj { $options }
error-propose-no-header = pierwszy wiersz wygląda na dane; jeśli tabela nie ma nagłówka, podaj { $options }
error-no-such-number = bez nagłówka kolumny to { $columns }, a nie ma wśród nich { $wanted }
error-give-numbers = podaj { $option_text } i { $option_label } jako numery od 1
error-test-needs-labels = { $remedy }; zbiór testowy musi mieć etykiety: jeśli ich nie ma, pomiń go i podaj sam zbiór uczący
error-name-time-column = wskaż kolumnę z datami przez --time-column
error-header-unclear = pierwszy wiersz, { $cells }, może być nazwami kolumn albo danymi
error-say-header = podaj { $option }, jeśli to nazwy, a { $option_none }, jeśli to dane
error-name-or-number = kolumny nazywają się { $columns }, więc `{ $column }` może być nazwą albo numerem od 1
error-name-in-pandas = nazwij kolumny w pierwszym wierszu, w pandas: { $call }
error-table-empty = tabela nie ma wierszy
error-swallowed-rows = tekst w cudzysłowie obejmuje { $lines ->
    [one] { $lines } wiersz, który wygląda
    [few] { $lines } wiersze, które wyglądają
   *[many] { $lines } wierszy, które wyglądają
} na osobne wiersze tabeli
error-swallowed-rows-remedy = podwój każdy cudzysłów należący do tekstu i zamknij cudzysłów otaczający tekst; albo podaj { $option_none }, jeśli cudzysłowy są częścią tekstu, lub { $option_csv }, jeśli tekst ma mieć te wiersze
error-open-quote = w tym wierszu otwarto cudzysłów i nigdzie go nie zamknięto
error-close-quote = zamknij go albo podwój każdy cudzysłów należący do tekstu i ujmij tekst w cudzysłów; albo podaj { $option }, jeśli cudzysłowy są częścią tekstu
error-save-csv = zapisz tabelę jeszcze raz jako CSV

error-no-json = { $what ->
    [array] tablica nie jest poprawnym JSON-em
   *[object] to nie obiekt JSON
}: { $fault } w kolumnie { $column }
error-json-row = w każdym wierszu wpisz jeden obiekt JSON, na przykład { $example }
error-json-by-pandas = zapisz wiersze jako obiekty, w pandas: { $call }
error-no-object = `{ $text }` to nie obiekt JSON
error-several-arrays = { $names }: każda z tych tablic zawiera obiekty, które mogą być wierszami
error-array-each = zapisz każdą z nich w osobnym pliku i podaj właściwy
error-not-one-value = `{ $column }` to `{ $value }`, czyli nie pojedyncza wartość

error-parquet-footer = plik Parquet nie ma stopki, którą da się odczytać: jest uszkodzony albo ucięty
error-parquet-column = kolumna `{ $column }` w pliku Parquet jest uszkodzona
error-parquet-encrypted = plik Parquet jest zaszyfrowany
error-parquet-written = kolumna `{ $column }` jest zapisana jako { $how }, a tego zapisu nie da się tu odczytać
error-parquet-bytes = kolumna `{ $column }` po rozpakowaniu ma ponad { $bytes ->
    [one] { $bytes } bajt
    [few] { $bytes } bajty
   *[many] { $bytes } bajtów
}
error-parquet-values = kolumna `{ $column }` zawiera { $what }, a nie jeden tekst, liczbę lub czas w wierszu
error-parquet-by-pandas = zapisz go jeszcze raz, w pandas: { $call }

error-no-test-to-exclude = nie ma zbioru testowego, z którego można wykluczyć wiersze
error-give-test-or-leave = podaj teksty i znaczniki testowe albo pomiń to ustawienie
error-no-such-row = nie ma wiersza { $row }: zbiór { $set ->
    [test] testowy
   *[train] uczący
} ma { $rows ->
    [one] { $rows } wiersz
    [few] { $rows } wiersze
   *[many] { $rows } wierszy
}, liczonych od 1
error-give-rows-there = podaj istniejące wiersze; wykluczenia z innych danych tu nie pasują
error-exclusions-leave = po wykluczeniach w zbiorze uczącym zostaje tylko klasa { $classes }, a klasyfikator potrzebuje dwóch
error-exclude-fewer = wyklucz mniej rodzajów lub wierszy
error-exclusions-leave-no-test = po wykluczeniach ze zbioru testowego nic nie zostaje
error-exclude-fewer-or-no-test = wyklucz mniej rodzajów lub wierszy albo nie podawaj zbioru testowego

error-folder-empty = w tym folderze nie ma pliku, który można odczytać
error-folder-large = w tym folderze jest więcej niż { $files } plików lub { $bytes }
error-folder-deep = foldery są zagnieżdżone na więcej niż { $levels } poziomów
error-folder-large-remedy = podaj same pliki albo folder tylko z nimi
error-mlflow-store = to magazyn MLflow, a nie dane
error-mlflow-store-remedy = upuść archiwum przebiegu (dryf-run-….zip) albo przenieś magazyn na serwer poleceniem dryf push
error-other-toml = to plik TOML, ale nie ustawienia ani reguły Dryfa
error-other-toml-remedy = ustawienia mają sekcje takie jak [svc], reguły listę [[rules]]; oba schematy wypisuje dryf schema
