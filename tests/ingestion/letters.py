"""Letters and decisions of Examplia, as files."""

from __future__ import annotations

import json
from pathlib import Path

LETTER = """Open letter on Examplia

{date}

Dear Minister,

The Commission of Inquiry found that torture is widespread in Examplia and goes unpunished.[1]

We urge the Security Council to refer the situation to the International Criminal Court.[2]

We call on the Human Rights Council to extend the mandate. {more}

Sincerely,

Amnesty International
Examplia Rights Watch

[1] Report of the commission of inquiry on Examplia, A/HRC/25/63, paras. 74-76.
[2] Ibid., para. 94 (a).
"""


def letter(folder: Path, name: str, *, date: str = "1 March 2030", more: str = "") -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(LETTER.format(date=date, more=more), encoding="utf-8")
    return path


def decision(number: int, *, note: str = "Ibid., para. 6.") -> str:
    return json.dumps(
        {
            "symbol": f"CAT/C/60/D/{number}/2015",
            "title": f"Decision on communication No. {number}/2015",
            "date": "2017-05-02",
            "language": "en",
            "paragraphs": [
                {
                    "number": "6.3",
                    "text": "The Committee recalls its general comment.[[fn:1]] It notes the "
                    "claim.[[fn:2]]",
                    "notes": [
                        {"label": "1", "text": "CAT/C/GC/4, para. 12."},
                        {"label": "2", "text": note},
                    ],
                }
            ],
        }
    )
