"""The language of a text by its small words.

The words counted are articles, prepositions and conjunctions that are frequent in one language and
rare in the others. A language is named when its words are at least four, at least three per cent
of all words, and half as many again as those of any other; otherwise the answer is `und`. Texts in
Arabic and Chinese letters are told by their letters.
"""

from __future__ import annotations

import re
from collections import Counter

_SAMPLE = 20_000
_WORD = re.compile(r"[^\W\d_]+")
_SMALL_WORDS = {
    "en": "the of and to in that is for on with by was are not as this which from has have been",
    "fr": "le les des et est dans que une du pour qui sur par au aux ont été cette ces avec sont",
    "es": "el los las y que en del una por con para se su al como ha han sus más fueron",
    "pt": "o os as e que em do da dos das uma por com para ao não são foi mais pela",
    "de": "der die das und ist den dem ein eine nicht mit von zu auf für des sich im auch wird",
    "it": "il lo gli e che di della del un per con sono nel alla dei delle non è più anche",
    "nl": "de het een en van is dat op te voor met zijn niet aan door ook werd naar bij",
    "ru": "и в на не что с по для от о как его это из к а все",
    "sl": "in je na za se so da ki v pri ter tudi ne pa bi kot iz ni",
    "sv": "och att det som en på är av för med till den inte ett har om var",
}
_OWNERS: dict[str, list[str]] = {}
for _tag, _words in _SMALL_WORDS.items():
    for _word in _words.split():
        _OWNERS.setdefault(_word, []).append(_tag)


def find_language(text: str) -> str:
    """The BCP 47 tag of the language of a text, `und` when unsure.

    Args:
        text: Running words; the first 20,000 characters are looked at.

    Example:
        >>> find_language("The Committee notes that the State party has not replied to the letter.")
        'en'
        >>> find_language("Osh, 2010")
        'und'
    """
    sample = text[:_SAMPLE]
    by_script = _by_script(sample)
    if by_script is not None:
        return by_script
    counts: Counter[str] = Counter()
    words = _WORD.findall(sample.lower())
    for word in words:
        for tag in _OWNERS.get(word, ()):
            counts[tag] += 1
    ranked = counts.most_common(2)
    if not ranked:
        return "und"
    tag, best = ranked[0]
    second = ranked[1][1] if len(ranked) > 1 else 0
    sure = best >= 4 and best * 100 >= len(words) * 3 and best >= second * 1.5
    return tag if sure else "und"


def _by_script(sample: str) -> str | None:
    if sample.isascii():
        return None
    letters = [char for char in sample[:4000] if char.isalpha()]
    if not letters:
        return None
    arabic = sum("\u0600" <= char <= "\u06ff" for char in letters)
    chinese = sum("\u4e00" <= char <= "\u9fff" for char in letters)
    kana = sum("\u3040" <= char <= "\u30ff" for char in letters)
    if arabic * 2 > len(letters):
        # Persian and Urdu have letters that Arabic lacks.
        return "ar" if not any(char in "پچژگٹ" for char in letters) else "und"
    if (chinese + kana) * 2 > len(letters):
        return "zh" if kana == 0 else "ja"
    return None
