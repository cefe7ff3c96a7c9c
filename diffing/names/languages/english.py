"""English: its endings and the words that stand round names. See `table` for what each field is."""

from __future__ import annotations

from diffing.names.languages.table import LanguageWords

ENGLISH = LanguageWords(
    code="en",
    roles=(
        "mr mrs ms miss dr prof professor sir judge justice lawyer attorney journalist activist blogger editor "
        "reporter defender president minister senator deputy mayor governor colonel general major captain sergeant "
        "prosecutor director chairman chairwoman chair leader candidate comrade brother sister father mother uncle "
        "aunt politician opposition economist poet writer artist singer philosopher doctor teacher imam bishop "
        "spokesperson spokesman spokeswoman secretary ambassador defendant prisoner blogger-activist ex-president "
        "photographer rapper"
    ),
    opening=(
        "the a an and but or so yet if when while after before since because although though however later earlier "
        "then now today yesterday meanwhile moreover also according as at by for from in on of to with without "
        "under over during despite both only even still thus therefore that this these those his her their its our "
        "my your who what where why how is was are were has had have did does do not no nor once until unless like "
        "unlike imprisoned jailed detained arrested former fellow prominent human rights defendant against about "
        "among between through following monday tuesday wednesday thursday friday saturday sunday january february "
        "march april may june july august september october november december first second last free release case "
        "said says told justice sentenced poor dear yes well instead soon again recently previously originally "
        "eventually finally initially interestingly notably reportedly allegedly sadly fortunately unfortunately "
        "nevertheless nonetheless besides neither either each every all most many some several few whereas whether "
        "amid upon whenever wherever hence otherwise elsewhere alongside beyond inside outside behind beside near "
        "throughout towards regarding concerning considering including just maybe perhaps indeed clearly certainly "
        "apparently presumably evidently ultimately formally officially publicly separately together never always "
        "often sometimes rarely usually can could should would might must shall urgent breaking exclusive update "
        "opinion analysis video photo photos interview statement appeal verdict trial hearing court police "
        "prosecutors authorities"
    ),
    relations="wife husband mother father son daughter brother sister widow lawyer colleague friend",
    heads=(
        "supporters lawyers friends relatives colleagues family followers police officers prosecutors guards "
        "investigators citing quoting asked given seeing unlike critics defenders activists journalists protesters "
        "witnesses doctors neighbours neighbors parents children"
    ),
    place_prepositions="in at from near to into within across",
    joining="and",
    particles="le la de del della di da dos du von van der den al el bin ibn ben abu",
    named_after_before="street avenue square boulevard lane stadium",
    named_after_before_short="ave",
    named_after_after=(
        "street avenue square boulevard lane prize stadium airport park scholarship award museum library institute "
        "lyceum gymnasium academy university theatre theater mosque bridge highway tournament fellowship medal"
    ),
    named_after_after_short="st ave av blvd sq",
    firm_joins="and",
    firm_after="sons partners",
    place_before="town city village district",
    place_after="town city village district region river",
    given_names=(
        "John Peter Paul Mary Michael David James Robert William Thomas George Andrew Martin Daniel Stephen Steven "
        "Mark Anna Anne Elizabeth Sarah Susan Margaret Julia Laura Maria Eva Emma Hugh Max Alexander Richard Charles "
        "Edward Henry Simon Philip Christopher Matthew Anthony Joseph Patrick Brian Kevin Jane Karen Linda Barbara "
        "Helen Nancy Kate"
    ),
    given_names_that_are_words="mark will grace hope faith rose may june april summer bill",
    common_endings="ed ing ly",
    common_words=(
        "open word press line union front week free land people party movement group club centre center house right "
        "rights freedom voice justice amnesty report news time law act code media human state defence legal aid hope"
    ),
    organisation_kinds=(
        "party movement group union foundation fund association organisation organization committee centre center "
        "initiative coalition alliance club network council bureau democratic public civil political international "
        "national human rights student youth independent art collective the of for and in newspaper website portal "
        "agency"
    ),
    enterprise_forms="LLP LLC JSC FC HC BC",
)
