"""Words round names, by language: one table each. Forms are compared by their keys or by their beginnings."""

from __future__ import annotations

from diffing.names.folding import fold, spell
from diffing.names.tables import split_words


def _keys(*tables: str) -> frozenset[str]:
    return frozenset(fold(word) for word in split_words(*tables))


def _sounds(*tables: str) -> tuple[str, ...]:
    return tuple(spell(word) for word in split_words(*tables))


ROLES = _keys(
    # a capitalised word of these before a surname is no first name
    "mr mrs ms miss dr prof professor sir judge justice lawyer attorney journalist activist blogger editor reporter "
    "defender president minister senator deputy mayor governor colonel general major captain sergeant prosecutor "
    "director chairman chairwoman chair leader candidate comrade brother sister father mother uncle aunt politician "
    "opposition economist poet writer artist singer philosopher doctor teacher imam father bishop spokesperson "
    "spokesman spokeswoman secretary ambassador defendant prisoner blogger-activist ex-president photographer rapper",
    "господин господина господину госпожа г-н г-жа гн гжа адвокат адвоката адвокату юрист журналист журналиста "
    "журналистка журналистку активист активиста активистка активистку активистке блогер блогера редактор главред "
    "судья президент президента министр министра депутат депутата сенатор мэр аким губернатор генерал полковник "
    "майор капитан прокурор директор председатель лидер лидера кандидат политик политика правозащитник "
    "правозащитника правозащитница оппозиционер оппозиционера писатель поэт художник певец певица историк экономист "
    "философ доктор профессор учитель имам секретарь посол следователь подсудимый подсудимого осуждённый "
    "осуждённого заключённый заключённого товарищ гражданин гражданка брат сестра отец мать сын дочь жена муж вдова "
    "политзаключённый политзаключённого блогерша эколог экоактивист фотограф режиссёр актёр актриса академик "
    "старший младший",
    "мырза ханым адвокат заңгер журналист белсенді белсендісі блогер редактор судья президент министр депутат "
    "сенатор әкім генерал полковник прокурор директор төраға төрағасы жетекшісі лидері саясаткер құқыққорғаушы ақын "
    "жазушы суретші әнші тарихшы экономист доктор профессор мұғалім имам хатшы елші тергеуші айыпталушы сотталушы "
    "азамат азаматша ағасы інісі әкесі шешесі анасы ұлы қызы әйелі жары опозиционер оппозиционер",
)

OPENING_WORDS = _keys(
    # a sentence may begin with one of these, and a surname may follow
    "the a an and but or so yet if when while after before since because although though however later earlier then "
    "now today yesterday meanwhile moreover also according as at by for from in on of to with without under over "
    "during despite both only even still thus therefore that this these those his her their its our my your who "
    "what where why how is was are were has had have did does do not no nor once until unless like unlike "
    "imprisoned jailed detained arrested former fellow prominent human rights defendant against about among between "
    "through following monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december first second last free release case said says told "
    "justice sentenced poor dear yes well still instead soon again recently previously originally eventually "
    "finally initially interestingly notably reportedly allegedly sadly fortunately unfortunately nevertheless "
    "nonetheless besides",
    "и а но или если когда пока после до потом затем теперь сейчас сегодня вчера завтра позже ранее раньше тогда "
    "однако также тоже между тем по словам как в во на о об у к ко с со из от для за при под над без про через сам "
    "сама самого самой самому этот это эта эти его её их наш мой ваш кто что где почему зачем не ни ведь даже лишь "
    "только уже ещё именно дело суд приговор поэтому впрочем наконец вскоре недавно накануне понедельник вторник "
    "среда четверг пятница суббота воскресенье дорогой уважаемый известный против оба обе пусть хотя так там тут "
    "здесь вновь снова опять напомним однажды впервые впоследствии изначально видимо возможно конечно кстати итак "
    "зато вместе вместо кроме помимо вслед согласно благодаря якобы ибо будто словно едва вдруг сначала вечером "
    "утром днём ночью осенью зимой весной летом отныне доселе дескать мол защита следствие обвинение полиция "
    "прокуратура",
    "және ал бірақ немесе егер кеше бүгін ертең кейін бұрын содан сосын сонда қазір осы сол бұл ол оның оған оны "
    "олар мұнда онда сондықтан сонымен сондай осыдан алайда дегенмен сондай-ақ тағы да де мен пен бен үшін туралы "
    "бойынша деп дейді екен жақында былтыр биыл өткен келесі дүйсенбі сейсенбі сәрсенбі бейсенбі жұма сенбі жексенбі "
    "белгілі танымал ертерек әзірге ақыры енді тек қана себебі өйткені яғни бәлкім мүмкін әрине ешкім сот іс тергеу "
    "полиция прокуратура қорғаушы сөзінше айтуынша мәліметінше",
)

RELATIONS = _keys(
    "жена жены жену женой муж мужа супруга супруги супругу супруг мать матери мама мамы отец отца папа сын сына "
    "дочь дочери дочка брат брата сестра сестры вдова вдовы бабушка дед дядя тётя тетя племянник внук внучка "
    "невеста жених адвокат адвоката адвокатом защитник защитница соратник соратница сторонник коллега друг подруга "
    "помощник помощница родственник родственница однофамилец соавтор земляк",
    "wife husband mother father son daughter brother sister widow lawyer colleague friend",
)
"""Before a surname in the genitive: `жена Ахметова Айгуль` speaks of two people."""

HEADS = _keys(
    "слова словам дело дела делу делом арест аресту приговор приговора задержание задержания освобождение голодовка "
    "голодовку квартира квартиру дом дома офис обыск судьба судьбу вина вину вины защита защиту команда газета "
    "партия болезнь здоровье заявление письмо письма имя фамилия фото портрет семья семью семьи родные близкие "
    "родственники дети друзья коллеги соратники сторонники подельники адвокаты защитники судьи мама папа жалоба "
    "жалобу апелляция апелляцию интервью версия позиция позицию поддержка поддержку свобода свободу смерть гибель "
    "история машина группа статья статью книга речь преследование осуждение пытки избиение реакция реакцией "
    "экстрадиция выдача казнь мечта работа работу деятельность полиция полицию следователи прокурор прокуроры "
    "охрана колония тюрьма родителей родители земля фирма компания",
    "supporters lawyers friends relatives colleagues family followers police officers prosecutors guards "
    "investigators citing quoting asked given seeing unlike",
)
"""What a sentence speaks of first, and a surname after it: `Арест Ахметова`."""

PLACE_PREPOSITIONS = _keys("in at from near to into within across", "в во из на под близ возле около через", "")
JOINING = _keys("and", "и", "және мен бен пен")

PARTICLES = frozenset(
    split_words(
        "ле ла де дель делла ди да дос ду фон ван дер ден аль эль ас ибн бен бин абу "
        "le la de del della di da dos du von van der den al el bin ibn ben abu"
    )
)
"""Small words between a first name and a surname: `Ле Пен`, `al-Haj`."""

# Before a name: the street, square or institution is named after the person.
NAMED_AFTER_BEFORE = _sounds(
    "street avenue square boulevard lane stadium "
    "улиц проспект площад переул бульвар набережн шоссе микрорайон"  # in Kazakh the name stands first
)
NAMED_AFTER_ALWAYS = _sounds("имени")
"""Before a name that may not be inflected."""
NAMED_AFTER_BEFORE_SHORT = frozenset(("ул", "пр", "просп", "пл", "пер", "мкр", "мкрн", "бульв", "им", "ave", "көш"))
# After a name.
NAMED_AFTER_AFTER = _sounds(
    "street avenue square boulevard lane prize stadium airport park scholarship award museum library institute "
    "көше даңғыл атындағы алаң тұйық бульвар ауданы ауылы мөлтекауд шағынауд сыйлығ мұражай театр стадион саябағ "
    "проспект"
)
NAMED_AFTER_AFTER_SHORT = frozenset(("st", "ave", "av", "blvd", "sq", "көш", "даңғ"))
FIRM_JOINS = frozenset(("and", "и", "және"))
FIRM_AFTER = _sounds("sons partners сыновья партнёры компания ұлдары серіктестері")
"""`Akhmetov & Sons`: a firm that bears a surname."""

LONGEST_ENDING = 6
"""A word of these tables may be so much longer than its beginning: `көше` stands for `көшесіндегі`."""

# A one-word organisation is a place where one of these stands beside it.
PLACE_BEFORE = _sounds("город села село селе селу посел аул станци район област деревн town city village district")
PLACE_BEFORE_SHORT = frozenset(("г", "с", "п", "пос", "ст", "р-н", "р", "обл"))
PLACE_AFTER = _sounds("қала ауыл аудан облыс станса кент town city village district region river")

PATRONYMIC_ENDINGS = _sounds("ович евич овна евна ична инична")
PATRONYMICS = _keys("Ильич Кузьмич Фомич Лукич Никитич Фокич Ильинична Кузьминична")
"""Those that end in nothing else."""
SURNAME_ENDINGS = _sounds("ов ев ова ева ина ская ский енко ұлы қызы uly kyzy qyzy")
"""What only surnames end in."""
PATRONYMIC_WORDS = frozenset(
    spell(word) for word in split_words("ұлы улы uly ulı оғлы оглы ogly қызы кызы kyzy qyzy гызы")
)
PATRONYMIC_TAILS = tuple(sorted(PATRONYMIC_WORDS, key=len, reverse=True))

GIVEN_NAMES = _keys(
    # common first names of the region: before a bare surname they mean somebody else
    "Айгуль Айжан Айдана Айдар Айгерим Айнур Айнура Айсулу Акбота Акмарал Алия Алма Алмагуль Альмира Альфия Амина "
    "Анара Анель Арайлым Асель Асем Асия Бакыт Балжан Ботагоз Гаухар Гульмира Гульнара Гульнар Гульназ Гульшат "
    "Гульжан Гульбану Дана Дамира Дариа Дария Динара Жанар Жанара Жанна Жадыра Жупар Жулдыз Зарина Зауре Зере "
    "Индира Инкар Камила Карлыгаш Кунсулу Лаура Ляззат Мадина Майра Макпал Марал Маржан Меруерт Мереке Назгуль "
    "Назигуль Назым Нургуль Нуржамал Перизат Райхан Раушан Роза Рысбала Сабина Салтанат Самал Сандугаш Сауле "
    "Толганай Томирис Улжан Улпан Фарида Фатима Шолпан Шынар Шырын Эльмира Эльвира Юлдуз Ясмина Аяна Аружан Диляра "
    "Лейла Рабига Сымбат Умит",
    "Абай Абзал Абылай Адиль Адильбек Азамат Азат Айбек Айдын Айтжан Акан Акежан Алан Алдияр Алибек Алихан Алишер "
    "Алмас Алмаз Амангельды Амир Ануар Арман Армат Арсен Артур Аскар Асан Асылбек Асхат Ахмет Багдат Бакытжан "
    "Бауыржан Бахтияр Бекжан Бекзат Берик Бейбит Болат Булат Галым Галымжан Габит Ганибек Гани Гани Данияр Даниял "
    "Дархан Даулет Дастан Дидар Динмухамед Досжан Дулат Думан Ербол Ерболат Ержан Ерлан Ермек Ернар Ермурат Еркин "
    "Ерсин Жамбыл Жандос Жанат Жанболат Жасулан Жаркын Жомарт Жумабай Зайыр Ильяс Ибрагим Искандер Исатай Иса "
    "Кайрат Кайсар Калас Канат Каныш Касым Кенжебек Кемаль Куат Куаныш Куандык Лукпан Магжан Максат Мади Манас "
    "Марат Мархабат Медет Мейрам Мухтар Мурат Муратбек Мырзахан Накып Наурыз Нурбек Нурболат Нурдаулет Нуркен "
    "Нурлан Нурсултан Нурислам Нуржан Олжас Омар Оразбек Оралбай Ораз Ринат Рамазан Расул Раимбек Руслан Рустам "
    "Рустем Сабит Сабыр Садык Сакен Самат Санжар Саят Серик Серикжан Серикбай Спартак Султан Султанбек Талгат "
    "Тамерлан Темирлан Тимур Тлеген Тулеген Турар Турсын Умар Уалихан Фархад Хасан Хусейн Шамиль Шерзод Шокан "
    "Шынгыс Чингиз Эльдар Эмиль Эрмек Эркин Юсуп Ясын Бахыт Аманжол Аманат Бекболат Гафур Шавкат Садыр Икрам "
    "Улугбек Жасур Дильшод Акылбек Азиз Азизбек",
    "Александр Алексей Анатолий Андрей Антон Аркадий Артём Борис Вадим Валентин Валерий Василий Виктор Виталий "
    "Владимир Владислав Вячеслав Геннадий Георгий Герман Глеб Григорий Даниил Денис Дмитрий Евгений Егор Иван Игорь "
    "Илья Кирилл Константин Лев Леонид Максим Михаил Никита Николай Олег Павел Пётр Роман Семён Сергей Станислав "
    "Степан Фёдор Филипп Эдуард Юрий Яков Ярослав Анна Анастасия Алла Алина Алёна Валентина Валерия Варвара Вера "
    "Виктория Галина Дарья Диана Евгения Екатерина Елена Елизавета Жанна Зинаида Зоя Инна Ирина Карина Кристина "
    "Ксения Лариса Лидия Любовь Людмила Маргарита Марина Мария Надежда Наталья Наталия Нина Оксана Ольга Полина "
    "Раиса Светлана София Софья Тамара Татьяна Юлия Яна Тимофей Матвей Арсений Богдан Руслан Макар Савелий Ульяна "
    "Милана Эльза Любовь Лилия Римма Ким",
    "John Peter Paul Mary Michael David James Robert William Thomas George Andrew Martin Daniel Stephen Steven Mark "
    "Anna Anne Elizabeth Sarah Susan Margaret Julia Laura Maria Eva Emma Hugh Max Alexander Richard Charles Edward "
    "Henry Simon Philip Christopher Matthew Anthony Joseph Patrick Brian Kevin Jane Karen Linda Barbara Helen Nancy "
    "Kate",
)

GIVEN_NAME_ENDINGS = _keys(
    "гуль жан нур бек хан бай мурат улла берды кул сулу гали кали болат газы тай мухамед ислам назар канат дан бану "
    "гайша слав мир зат батыр хожа кен жамал хайдар дияр тас темир шат сеит дос"
)
"""What Kazakh, Kyrgyz, Uzbek and Slavic first names end in."""

COMMON_ENDINGS = tuple(
    split_words(
        "ал ил ел ял нул был крыл ала ила ела яла нула была али или ели яли нули были ло лся лась лись лось ют ут "
        "ит ет ат ят тся ed ing ly"
    )
)
"""Endings of verbs and adverbs that open a sentence before a surname."""

GENITIVE_PLURALS = ("ов", "ев", "ей", "ий", "лет")
CONSONANTS = tuple("бвгджзклмнпрстфхцчшщ")
"""What a masculine noun ends in."""

ADVERB_ENDINGS = ("о", "е", "и", "у", "ю", "ы")

AGREEING_ENDINGS = {
    "а": ("а", "я"),
    "у": ("у", "ю"),
    "ым": ("ом", "ем", "ём"),
    "е": ("е", "и"),
    "ой": ("ой", "ей", "ы", "и", "е", "ью"),
}
"""Endings of a first name in the same case as a surname with the ending before it."""

KAZAKH_CASE_ENDINGS = tuple(
    split_words("ның нің дың дің тың тің да де та те нда нде дан ден тан тен нан нен дағы дегі тағы тегі ға ге қа ке")
)

NAMES_THAT_ARE_WORDS = _keys(
    "вера надежда любовь роза лилия слава мир максим лев ким mark will grace hope faith rose may june april summer "
    "bill",
    "азамат арман дана думан алма бақыт айна нұр алтын гүл сәуле болат темір талант мереке еркін батыр берік қанат "
    "қайрат мақсат үміт жарқын тұрсын марал арай самал шолпан назым дастан серік парасат тілек ерлік жеңіс асыл жан "
    "қуат қуаныш ғалым мұрат сана айбын қайсар ізет нұрлы ару маржан меруерт гауһар жауқазын раушан алмас",
)
"""First names that open sentences as ordinary words too."""

COMMON_WORDS = _keys(
    "open word press line union front line week free land people party movement group club centre center house right "
    "rights freedom voice justice amnesty report news time law act code media human state defence legal aid hope",
    "слово правда народ партия группа союз свобода право права голос закон дело время новости газета фонд центр клуб "
    "надежда будущее мир путь линия земля вода дом свет честь совесть",
    "сөз ақиқат халық партия топ одақ бостандық құқық дауыс заң іс уақыт жаңалық газет қор орталық үміт болашақ "
    "бейбіт жол жер су үй азаттық әділет",
)
"""Words of everyday texts: an alias that is only one of them would be found everywhere."""

ORGANISATION_KINDS = _keys(
    # what an organisation is, and whose; without them its short name is left
    "party movement group union foundation fund association organisation organization committee centre center "
    "initiative coalition alliance club network council bureau democratic public civil political international "
    "national human rights student youth independent art collective the of for and in newspaper website portal agency",
    "партия движение группа союз фонд ассоциация организация комитет центр инициатива коалиция альянс клуб сеть совет "
    "бюро демократический демократическое демократическая общественный общественное общественная гражданский "
    "гражданское гражданская политическая международный национальный молодёжный молодёжная студенческий "
    "независимый независимая и по в газета сайт",
    "партиясы қозғалысы тобы одағы қоры қауымдастығы ұйымы комитеті орталығы клубы кеңесі бюросы демократиялық "
    "қоғамдық азаматтық саяси студенттер жастар тәуелсіз және газеті бастамасы желісі",
)

ENTERPRISE_FORMS = frozenset(split_words("ТОО АО ООО ОАО ИП КХ ЧП ЖШС АҚ ФК ХК БК МФК ТРЦ ЖК LLP LLC JSC FC HC BC"))
"""Before a name: a firm or a sports club, not the organisation that bears the same word."""
