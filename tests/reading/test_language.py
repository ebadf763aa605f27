# ruff: noqa: E501 -- a text that is read, and what it is read as, stand on one line each
import pytest

from rightsgraph.reading.language import find_language

TABLE = [
    ("The Committee notes that the State party has not replied to the letter.", "en"),
    (
        "Le Comité note que les autorités ont libéré le journaliste et que la loi est en vigueur.",
        "fr",
    ),
    (
        "El Comité observa que el Estado parte no ha respondido a la carta y que los periodistas siguen.",
        "es",
    ),
    (
        "O Comité observa que o Estado não respondeu e que as cartas foram enviadas ao governo do país.",
        "pt",
    ),
    (
        "Der Ausschuss stellt fest, dass die Regierung nicht auf das Schreiben und die Fragen von uns geantwortet hat.",
        "de",
    ),
    (
        "Комитет отмечает, что государство не ответило на письмо и что это так же не сделано по закону.",
        "ru",
    ),
    ("تلاحظ اللجنة أن الدولة الطرف لم ترد على الرسالة", "ar"),
    ("委员会注意到缔约国没有答复来文", "zh"),
    ("Osh, 2010", "und"),
    ("", "und"),
    ("A/HRC/25/63 12 34", "und"),
]


@pytest.mark.parametrize(("text", "expected"), TABLE)
def test_languages(text: str, expected: str) -> None:
    assert find_language(text) == expected
