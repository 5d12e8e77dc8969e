"""Patterns that are wrong in any English, each with its message and its mending.

A pattern stays only while it is wrong less than once in 20,000 words of edited news.
"""

from __future__ import annotations

import re
from typing import NamedTuple


class Rule(NamedTuple):
    """A pattern, what to tell the editor, and a template (`re.Match.expand`) for what is right."""

    pattern: re.Pattern[str]
    message: str
    mending: str = ""


_NUMBER = r"(?:\d+|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|several|many)"
_MONTH = (
    r"(?:January|February|March|April|May|June|July|August|September|October|November|December)"
)
_DAY = r"(?:Monday|Tuesday|Wednesday|Thursday|Friday|Saturday|Sunday)"
_NOT = r"(?: not|n['’]t)"
# Third persons and pasts that are no bare forms, no nouns and no adverbs.
_INFLECTED = (
    r"(?:needs|wants|has|goes|makes|takes|gives|says|knows|thinks|gets|comes|keeps|seems|becomes|"
    r"believes|allows|includes|requires|agrees|accepts|exists|expects|provides|belongs|depends|"
    r"had|was|were|went|came|gave|took|made|said|saw|got|knew|told|became|began|wrote|won|lost|"
    r"paid|met|spoke|chose|ate|bought|brought|caught|taught|stood|understood|spent|sent|built|kept|"
    r"used(?! to)|needed|wanted|asked|worked|called|tried|showed|seemed|helped|started|happened|"
    r"liked|believed|allowed|added|appeared|received|decided|accepted|agreed|attended|"
    r"answered|changed|confirmed|considered|continued|disclosed|expected|explained|finished|given|"
    r"included|mentioned|offered|opened|participated|played|promised|provided|reached|replied|"
    r"responded|revealed|specified|supported|stopped|taken|turned|seen|known|gone|shown)"
)
_PAST = r"(?:went|gave|took|came|wrote|knew|began|did|became|forgot|threw|flew|spoke|chose|ate)"
_PARTICIPLE_ONLY = (
    r"(?:replace|include|provide|receive|consider|announce|require|achieve|destroy|allow|create|"
    r"reduce|improve|introduce|remove|discover|describe|declare|deliver|determine|develop|establish|"
    r"explain|inform|involve|maintain|obtain|prepare|prevent|produce|protect|prove|publish|reveal|"
    r"solve|inaugurate|arrest|destroy|injure|elect|appoint|invite|expect)"
)
_COUNTRY = (
    r"(?:Greece|France|Germany|Italy|Spain|Russia|China|India|Japan|Iran|Iraq|Israel|Turkey|Poland|"
    r"Egypt|Syria|Pakistan|Bangladesh|Nepal|Thailand|Vietnam|Mexico|Brazil|Canada|Europe|"
    r"Africa|Asia|America|Britain|England|Hungary|Romania|Bulgaria|Sweden|Norway|Finland)"
)
_BASE = (
    r"(?:build|take|give|find|write|choose|steal|throw|sell|teach|catch|bring|lose|begin|become|"
    r"destroy|create|provide|receive|decide|allow|carry|send|make|know|kill|arrest|injure|attend)"
)
_ING = r"(?:going|making|taking|giving|saying|having|using|becoming|leaving|starting|coming|doing)"
_ORDINAL = r"(?:first|second|third|fourth|fifth|sixth|seventh|eighth|ninth|tenth)"
_NO_PLURAL = (
    r"(?:informations|equipments|furnitures|advices|softwares|luggages|aircrafts|sceneries|"
    r"machineries|feedbacks|homeworks|childrens(?!['’]))"
)
_ONE = (
    r"(?:man|woman|child|person|country|city|player|problem|reason|leader|student|soldier|"
    r"official|resident|victim|building)"
)
_SEVERAL = r"(?:people|countries|children|men|women|things|students|soldiers|workers|days|weeks)"
_AUXILIARY = r"(?:has|have|had|is|was|were|are|did|does|will|can|could|would)"
_VISITS = r"(?:an?|many|several|some|his|her|their)(?: official)? visit"
_PERIOD = rf"(?:year|month|week|{_DAY})"

RULES: dict[str, Rule] = {
    name: Rule(re.compile(pattern), message, mending)
    for name, pattern, message, mending in (
        ("two_articles", r"\b(the|an?|my|our|their|your) (?!\1\b)(?:the|an?)\b"
         r"(?! (?:la|cappella|priori)|[.,’'-])",
         "Two articles stand together.", r"\1"),
        ("same_the", r"\b(on|at|in|from|by|for) the same the(?= [a-z])",
         "An article too many stands here.", r"\1 the same"),
        ("do_inflected", rf"\b((?:did|does|do){_NOT}) {_INFLECTED}\b(?![’'-])",
         "After “do” the verb stands in its base form.", ""),
        ("despite_of", r"\b([Dd]espite) of\b", "“Despite” takes no “of”.", r"\1"),
        ("preposition_of", r"\b(?:with|from|by|at|despite|into|considering) of "
         r"(?:the|an?|this|these|his|her|its)\b",
         "Two prepositions stand together.", ""),
        ("double_comparative",
         r"\bmore (better|worse|easier|bigger|faster|quicker|stronger|cheaper|harder|worst)"
         r"(?= than|[.,;])",
         "“More” is too much here.", r"\1"),
        ("double_superlative",
         r"\bmost (best|biggest|highest|largest|fastest|worst|easiest|greatest)\b",
         "“Most” is too much here.", r"\1"),
        ("possessive", r"\b(her|our|your|their)s(?= \d+ [a-z])",
         "Before a noun the short form belongs.", r"\1"),
        ("singular_have",
         r"(?:(?<=said )|(?<=says )|(?<=but )|(?<=because )|(?<=which )|(?<=added ))"
         r"(he|she|it) have(?= (?:not )?(?:been|sent|\w+ed)\b)",
         "Subject and verb don't agree.", r"\1 has"),
        ("plural_was", r"(?:(?<=said )|(?<=says )|(?<=but )|(?<=because )|(?<=when )|(?<=while ))"
         r"(they|we) (?:was|is|has)\b", "Subject and verb don't agree.", ""),
        ("people_was",
         rf"(?<!in )(?<!of )(?<!every )\b{_NUMBER} (?:people|men|women|children|persons) "
         r"(?:was|is|has been)"
         r"(?= (?:also )?(?:killed|injured|arrested|wounded|detained|hurt|missing)\b)",
         "Subject and verb don't agree.", ""),
        ("have_past", rf"\b(?:have|has|had) {_PAST}\b(?! not)",
         "After “have” a participle belongs.", ""),
        ("to_past", r"\bto (?:went|gave|took|came|wrote|knew|became|began)\b",
         "After “to” the verb stands in its base form.", ""),
        ("modal_inflected", r"\b(?:should|would|could|must|cannot)(?: not)? "
         r"(?:goes|went|came|took|gave|makes|needs|takes|has|became|knew)\b",
         "After this verb the base form belongs.", ""),
        ("since_days", rf"\bsince ({_NUMBER} (?:days|weeks|months|years|hours|minutes))\b"
         r"(?! (?:ago|after|before|earlier|old|prior|into|from|back|of))",
         "“Since” wants a point in time; a length of time takes “for”.", r"for \1"),
        ("old_of_age", r"\b(years old) of age\b", "“Old” and “of age” say the same.", r"\1"),
        ("day_of_month", rf"(?<!the )(?<![:.,])\b(\d{{1,2}}) of ({_MONTH})\b(?!['’])",
         "A date is written without “of”.", r"\1 \2"),
        ("in_date_of", r"\bin (?:the )?date of\b", "A date takes “on” alone.", "on"),
        ("day_of_weekday", rf"\b(?:on )?the day of ({_DAY})(?=[.,;]|$)",
         "The name of the day is enough.", r"\1"),
        ("the_country", rf"\b(in|to|from|of|crosses|near|across|with) the ({_COUNTRY})(?=[.,;]|$)",
         "This name takes no article.", r"\1 \2"),
        ("numbered_singular",
         r"(?<!-)\b(?:two|three|four|five|six|seven|eight|nine|ten|several|many) "
         r"(?:child|woman|person|country)(?=[.,;]| (?:were|who|and|have|are|in)\b)",
         "After a number the plural belongs.", ""),
        ("be_base", rf"\b(?:to be|been|being) {_PARTICIPLE_ONLY}\b(?!-)",
         "After “be” a participle belongs.", ""),
        ("article_plural",
         r"\ba (?:children|women|men|countries|cities|companies)"
         r"(?=[.,;]| (?:who|were|are|in|and)\b)",
         "An article of the singular before a plural.", ""),
        ("this_plural", r"\b(?:this (?:children|men|women|countries|things|problems)|"
         r"these (?:man|woman|person|country|thing|problem|reason))"
         r"(?=[.,;]| (?:who|were|are|is|was|in|and|of)\b)",
         "Singular and plural don't agree.", ""),
        ("many_one", rf"\b(?:various|numerous|many|several|few|those|these) {_ONE}\b"
         r"(?=[.,;]| (?:who|which|that|are|were|have|ago)\b)",
         "Singular and plural don't agree.", ""),
        ("one_of", rf"\bone of (?:the|his|her|their|its) (?:best |largest |biggest |main )?{_ONE}\b"
         r"(?=[.,;]| (?:who|which|that|in|is|was|has|of)\b)",
         "After “one of” the plural belongs.", ""),
        ("every_several", rf"\b(?:every|each|another) {_SEVERAL}\b(?!['’])",
         "Singular and plural don't agree.", ""),
        ("there_is_little", r"\b[Tt]here (?:is|was) (?:little|much) (?!(?:emphasis|focus|news)\b)"
         r"[a-z]+(?:ons|ings|ers|ties|ments|ees|ists|als|ents|ants)\b",
         "Singular and plural don't agree.", ""),
        ("most_of_several", rf"\b([Mm]ost) of ({_SEVERAL})\b",
         "“Most of” wants an article; “most” alone does not.", r"\1 \2"),
        ("no_plural", rf"\b{_NO_PLURAL}\b", "This word has no plural in -s.", ""),
        ("aged_plural", r"\b(an?|the) (\d+)[- ]years[- ]old (man|woman|boy|girl|child|student)\b",
         "Before a noun “year” stays in the singular.", r"\1 \2-year-old \3"),
        ("number_plural", r"\b(\d+ (?:percent|billion|million|thousand))s(?: of)?"
         r"(?= (?:dollars|people|euros)\b)",
         "After a number this word stays in the singular.", r"\1"),
        ("modal_to", r"(?<!a )\b(must|should|cannot) to\b(?= [a-z])",
         "After this verb “to” is too much.", r"\1"),
        ("modal_ing", rf"(?<!the )(?<!of )(?<!political )\b"
         rf"(?:would|could|should|must|cannot)(?: not)? {_ING}\b",
         "After this verb the base form belongs.", ""),
        ("was_base", rf"\b(?:was|were) {_BASE}\b(?=[.,;]| (?:by|in|to|the|a|on|at|from|with)\b)",
         "After “be” a participle belongs.", ""),
        ("is_been", r"\b(?:is|are|was|were) been\b", "“Been” stands after “has” or “had”.", ""),
        ("nobody_not", rf"\b(?:[Nn]obody|[Nn]o one) {_AUXILIARY}(?: not|n['’]t)\b",
         "Two negations say the opposite.", ""),
        ("all_what", r"(?<!at )\b([Aa]ll|[Ee]verything|something|anything|nothing) what\b"
         r"(?= (?:he|she|they|we|I|you|is|was|happened|has|had|this)\b)",
         "“What” is not used after this word.", r"\1 that"),
        ("discuss_about", r"\b(discuss(?:ed|es|ing)?) about\b(?! (?:\d|two|three|half|a dozen))",
         "“Discuss” takes no “about”.", r"\1"),
        ("the_possessive", r"\bthe (his|her|their|its|our|your)(?= [a-z])(?! (?:and|or)\b)",
         "An article too many stands here.", r"\1"),
        ("the_both", r"\bthe both(?= [a-z]+s\b)", "“Both” takes no article.", "both"),
        ("nth_time", rf"\bin the ({_ORDINAL}) time\b"
         r"(?=[.,;]| (?:in|since|this|that|on|he|she|they|it|a|the|at|earlier|after)\b)",
         "One does a thing “for” the first time.", r"for the \1 time"),
        ("in_last", rf"\bin ((?:last|next) {_PERIOD})\b"
         r"(?=[.,;]| (?:the|he|she|they|it|and|by|for|with|to)\b)",
         "This takes no preposition.", r"\1"),
        ("give_a_visit", rf"\b(?:give|gives|gave|given|giving) {_VISITS}s? (?:to|in)\b",
         "A visit is paid, not given.", ""),
    )
}  # fmt: skip

# The words that the patterns begin with, and what must follow: a scan over a whole document
# asks about few sentences with them, and is quick because the words are told by their letters.
_ANCHORS = (
    ("discuss discussed discusses discussing", r" about\b"),
    ("one", rf" of (?:the|his|her|their|its) (?:best |largest |biggest |main )?{_ONE}\b"),
    ("various numerous few those", rf" {_ONE}\b"),
    ("every each another", rf" {_SEVERAL}\b"),
    ("There there", r" (?:is|was) (?:little|much) "),
    ("Most most", rf" of {_SEVERAL}\b"),
    ("informations equipments furnitures advices softwares luggages aircrafts sceneries "
     "machineries feedbacks homeworks childrens", r"\b"),
    ("is are was were", rf" (?:been|{_BASE})\b"),
    ("Nobody nobody", rf" {_AUXILIARY}(?: not|n)"),
    ("No no", rf" one {_AUXILIARY}(?: not|n)"),
    ("All all Everything everything something anything nothing", r" what "),
    ("give gives gave given giving", rf" {_VISITS}"),
    ("a", r" (?:[aeioAEIO]|un|h(?:o[nu]|ei)|[A-Z]{2}|[Xx]-|8|1[18]|the |"
          r"(?:children|women|men|countries|cities|companies)\b)"),
    ("an", r" (?:[b-df-gj-np-tv-z]|h[aeiou]|[uU][nst]|[eE][uw]|on|U[SK]|an? )"),
    ("the", rf" (?:an? |date of|day of [A-Z]|both |{_COUNTRY}[.,;]|"
            r"(?:his|her|their|its|our|your) |\d+[- ]years[- ]old )"),
    ("my our their your", " (?:the|an?) "),
    ("same", " the "),
    ("did does do", rf"{_NOT} {_INFLECTED}\b"),
    ("Despite despite with from by at into considering", " of "),
    ("more", r" (?:\w+er|wors[et]|best)\b"),
    ("most", r" (?:\w+est|worst)\b"),
    ("hers ours yours theirs", r" \d"),
    ("he she it", " have "),
    ("they we", r" (?:was|is|has)\b"),
    ("two three four five six seven eight nine ten eleven twelve several many",
     r" (?:(?:people|men|women|children|persons) (?:was|is|has) |"
     rf"{_ONE}\b)"),
    ("have has had to", rf" {_PAST}\b"),
    ("should would could must cannot",
     r"(?: not)? (?:to|goes|went|came|took|gave|makes|needs|takes|has|became|knew|"
     rf"{_ING})\b"),
    ("since", rf" {_NUMBER} "),
    ("years", " old of "),
    ("in", rf" (?:date of |the {_ORDINAL} time\b|(?:last|next) {_PERIOD}\b)"),
    ("be been being", rf" {_PARTICIPLE_ONLY}\b"),
    ("this", r" (?:children|men|women|countries|things|problems)\b"),
    ("these", rf" (?:thing|{_ONE})\b"),
)  # fmt: skip


def _trigger() -> re.Pattern[str]:
    by_letter: dict[str, list[str]] = {}
    for firsts, rest in _ANCHORS:
        for word in firsts.split():
            by_letter.setdefault(word[0], []).append(word[1:] + rest)
    branches = [f"{letter}(?:{'|'.join(rests)})" for letter, rests in by_letter.items()]
    branches.append(
        r"\d\d*(?: (?:people|men|women|children|persons) | of [A-Z]|"
        r" (?:percent|billion|million|thousand)s |[- ]years[- ]old )"
    )
    words = f"(?:{'|'.join(branches)})"
    # Two copies: a set of characters in front is found quicker than a choice with a place.
    return re.compile(rf"[ \n\"“(]{words}|\A{words}")


TRIGGER = _trigger()
