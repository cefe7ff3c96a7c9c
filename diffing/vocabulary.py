"""The words of each language that make an edit matter: pronouns, statuses, negations, months, small numbers.

Adding a language is one `Vocabulary` and one line in `VOCABULARIES`. Statuses stand in the order of a case,
and a later one outweighs an earlier one in the same sentence. Patterns are matched against lower-case normal
forms from the beginning of a word; `*` stands for any ending and `…` for at most forty characters of the same clause.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Vocabulary:
    """The words of one language."""

    pronouns: str  # that open a sentence about the person named before
    statuses: tuple[tuple[str, tuple[str, ...]], ...]  # the meaning as readers see it, and the words that tell it
    negations: tuple[str, ...]
    asides: tuple[str, ...]  # what opens a clause that tells of another time: "after his arrest"
    numbers: tuple[str, ...]
    months: tuple[str, ...]


ENGLISH = Vocabulary(
    pronouns="He She They His Her Their",
    statuses=(
        ("detained", ("detained", "arrested", "rearrested", "re-arrested", "apprehended", "taken into custody",
                      "taken to a police", "remanded", "held in custody", "is being held")),
        ("house arrest", ("house arrest",)),
        ("wanted", ("wanted list", "put on a wanted", "arrest warrant")),
        ("charged", ("charged", "charges were brought", "charges against", "indicted", "criminal case against",
                     "criminal case was opened", "stands accused", "stand accused")),
        ("on trial", ("on trial", "stand trial", "standing trial", "trial began", "trial opened", "trial started",
                      "trial of … began", "trial of … opened")),
        ("convicted", ("convicted", "found guilty", "found … guilty")),
        ("fined", ("fined",)),
        ("sentenced", ("sentenced", "jailed", "imprisoned for", "years in prison", "years of imprisonment",
                       "years' imprisonment", "was given … years")),
        ("transferred", ("transferred … prison", "transferred … colony", "transferred … custody",
                         "transferred … hospital", "transferred to", "moved to … prison", "moved to … colony")),
        ("deported", ("deported", "extradited", "expelled from the country")),
        ("acquitted", ("acquitted", "found not guilty", "charges were dropped", "charges … dropped",
                       "case was closed", "conviction was overturned")),
        ("pardoned", ("pardoned", "amnestied")),
        ("released", ("released on", "released from", "released after", "released in", "released under",
                      "was released", "were released", "been released", "be released", "is released",
                      "released him", "released her", "released them", "released pending", "walked free",
                      "freed", "set free")),
        ("missing", ("went missing", "gone missing", "disappeared", "abducted")),
        ("died", ("died", "was killed", "were killed", "found dead")),
    ),
    negations=("not", "no", "never", "nor", "neither", "none", "nobody", "nothing", "without", "cannot", "*n't",
               "refuse*", "denied", "denies", "reject*"),
    asides=("after", "before", "since", "following", "until", "prior to", "despite", "having been",
            "who", "whose", "which"),
    numbers=("two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "fifteen",
             "twenty", "thirty", "hundred*", "thousand*", "million*", "dozen*"),
    months=("january", "february", "march", "april", "may", "june", "july", "august", "september", "october",
            "november", "december", "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
)  # fmt: skip

RUSSIAN = Vocabulary(
    pronouns="Он Она Они Его Её Ее Ему Ей Им Их Него Неё Нее",
    statuses=(
        ("detained", ("задержал*", "задержан", "задержана", "задержаны", "задержив*", "арестовал*",
                      "арестован", "арестована", "арестованы", "взят* под стражу",
                      "взял* под стражу", "заключ* под стражу", "заключил* под стражу", "помести* в сизо",
                      "помещ*н* в сизо", "помести* в изолятор", "находится под стражей")),
        ("house arrest", ("под домашн* арест*", "домашн* арест*")),
        ("wanted", ("объяв* … в розыск",)),
        ("charged", ("предъяв* … обвинени*", "обвинени* предъяв*", "обвиня*", "обвинил*", "вменя*",
                     "возбуд* … дело", "возбужд* … дело", "дело … возбуд*", "стал* подозреваем*")),
        ("on trial", ("предста* перед судом", "начал* суд*", "начал* процесс*", "суд* над … начал*", "судят")),
        ("convicted", ("призна* … виновн*", "осужд*н*", "осудил*")),
        ("fined", ("оштраф*", "штрафова*", "назнач* … штраф*", "выпис* … штраф*")),
        ("sentenced", ("приговор*н*", "приговорил*", "приговарива*", "назнач* … лишени* свободы",
                       "получил* … лет", "получил* … года", "назнач* … арест*")),
        ("transferred", ("перевели … колони*", "перевели … сизо", "перевели … тюрьм*", "перевели … больниц*",
                         "перевели … изолятор*", "перев*н* … колони*", "перев*н* … сизо", "перев*н* … тюрьм*",
                         "перев*н* … больниц*", "перев*н* … изолятор*", "этапировали", "этапирован*")),
        ("deported", ("депортирова*", "экстрадирова*", "выдвор*", "выслал*", "выслан*")),
        ("acquitted", ("оправдал*", "оправдан*", "дело … прекра*", "снял* обвинени*")),
        ("pardoned", ("помиловал*", "помилован*", "амнистирова*")),
        ("released", ("освободил*", "освобожден", "освобождена", "освобождены", "освобождён*",
                      "освобожденн*", "отпустил*", "отпущен*", "выш* на свободу",
                      "выпустил*", "выпущен*")),
        ("missing", ("пропал*", "исчез*", "похи*ен*", "похитил*")),
        ("died", ("скончал*", "умер", "умерла", "умерли", "погиб*", "убит", "убита", "убили")),
    ),
    negations=("не", "нет", "ни", "никогда", "никто", "ничего", "нельзя", "без", "отказал*", "отказыва*", "отверг*",
               "отрица*"),
    asides=("после", "до", "спустя", "с момента", "вслед за", "несмотря на", "котор*"),
    numbers=("два", "две", "двум*", "двух", "три", "трёх", "трех", "трём", "трем", "четыр*", "пять", "пяти",
             "шесть", "шести", "семь", "семи", "восемь", "восьми", "девят*", "десят*", "двенадцат*", "пятнадцат*",
             "двадцат*", "тридцат*", "сто", "ста", "тысяч*", "миллион*"),
    months=("янва*", "февра*", "март", "марта", "марте", "апрел*", "май", "мая", "мае", "июн*", "июл*", "август*",
            "сентябр*", "октябр*", "ноябр*", "декабр*", "понедельник*", "вторник*", "среду", "среды", "среде",
            "четверг*", "пятниц*", "суббот*", "воскресень*"),
)  # fmt: skip

KAZAKH = Vocabulary(
    pronouns="Ол Олар Оған Оның Оны Одан Онымен Оларға Олардың Оларды",
    statuses=(
        ("detained", ("ұстады", "ұстаған", "ұстап", "ұсталды", "ұсталған", "ұсталып", "тұтқындады", "тұтқындаған",
                      "тұтқындалды", "тұтқындалған", "тұтқынға алынды", "қамауға алды", "қамауға алған",
                      "қамауға алып", "қамауға алынды", "қамауға алынған", "қамауға алынып", "қамалды", "қамалған",
                      "қамады", "қамаған")),
        ("house arrest", ("үйқамақ*", "үй қамағ*")),
        ("wanted", ("іздеу жарияла*", "іздеуге")),
        ("charged", ("айып тағ*", "айып тақ*", "айыпталды", "айыпталған", "айыпталып", "айыптады", "іс қозғал*",
                     "іс қозғады")),
        ("on trial", ("сотқа тарт*", "сот басталды", "соты басталды", "сот процесі басталды")),
        ("convicted", ("кінәлі деп",)),
        ("fined", ("айыппұл*",)),
        ("sentenced", ("сотталды", "соттады", "сотталған", "соттаған", "үкім шығар*", "бас бостандығынан айыр*",
                       "жылға кес*", "қамаққа алу жазасы*")),
        ("transferred", ("ауыстырылды", "ауыстырылған", "ауыстырды", "ауыстырған", "ауыстырып", "көшірілді",
                         "жөнелтілді")),
        ("deported", ("депортация*", "экстрадиция*", "елден шығар*")),
        ("acquitted", ("ақталды", "ақталған", "ақтады", "іс тоқтатылды")),
        ("pardoned", ("кешірім жаса*", "рақымшылық*")),
        ("released", ("босатты", "босатқан", "босатып", "босатылды", "босатылған", "босатылып", "босады",
                      "бостандыққа шық*", "бостандыққа шығ*")),
        ("missing", ("жоғалып кет*", "із-түзсіз", "жоғалды", "хабарсыз кет*")),
        ("died", ("қайтыс бол*", "қаза тап*", "көз жұм*", "өлтірілді", "өлтірген")),
    ),
    negations=("емес*", "жоқ*", "ешкім*", "ешқашан", "ештеңе*", "бас тарт*"),
    asides=(),  # a Kazakh aside ends with its sign (…ғаннан кейін): the last word that tells a status counts
    numbers=("екі*", "үш", "төрт*", "бес", "алты", "жеті", "сегіз*", "тоғыз*", "жиырма*", "отыз*", "қырық*",
             "елу", "жүз", "мың", "миллион*"),
    months=("қаңтар*", "ақпан*", "наурыз*", "сәуір*", "мамыр*", "маусымда*", "шілде*", "тамыз*", "қыркүйек*",
            "қазан*", "қараша*", "желтоқсан*", "дүйсенбі*", "сейсенбі*", "сәрсенбі*", "бейсенбі*", "жұма*", "сенбі*",
            "жексенбі*"),
)  # fmt: skip

VOCABULARIES: dict[str, Vocabulary] = {"en": ENGLISH, "ru": RUSSIAN, "kk": KAZAKH}
