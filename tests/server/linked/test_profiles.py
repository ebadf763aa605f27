"""The pages of organisations, bodies, situations and concepts: counts, examples, the way to all."""

from __future__ import annotations

import httpx
import pytest
from lxml import html


def sections(client: httpx.Client, path: str) -> dict[str, html.HtmlElement]:
    answer = client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    found = html.fromstring(answer.text).xpath("//section[@aria-labelledby]")
    return {each.get("aria-labelledby"): each for each in found}


def text(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def counted(section: html.HtmlElement) -> dict[str, str]:
    return {text(each.find("dt")): text(each.find("dd")) for each in section.xpath(".//dl/div")}


def test_a_body_shows_what_it_is_asked_and_by_whom(linked: httpx.Client) -> None:
    asked = sections(linked, "/id/body/security-council")["recommendations-addressedTo"]
    assert text(asked.xpath("h2")[0]) == "What it is asked 4"
    assert "Amnesty International 2" in counted(asked)["by whom"]
    assert "refer to the International Criminal Court 1" in counted(asked)["for what"]
    (referral,) = [each for each in asked.xpath(".//li[a]") if "Refer the" in text(each)]
    assert "Commission of inquiry" in text(referral)
    # Its own name is not said again in each line.
    assert "Security Council," not in text(referral)
    assert referral.xpath(".//a[starts-with(@href, '/evidence?of=')]")


def test_a_mandate_shows_what_it_says_and_who_cites_it(linked: httpx.Client) -> None:
    found = sections(linked, "/id/body/special-rapporteur-dprk")
    assert text(found["recommendations-saidBy"].xpath("h2")[0]) == "What it asks for 5"
    assert text(found["quotations-attributedTo"].xpath("h2")[0]).startswith("Words of it")
    cites = counted(found["citations-citedBody"])
    assert cites["in"].startswith("Joint Letter to UN Security Council Members")
    assert cites["which of them"].startswith("A/70/362")
    assert "cited 4 times" in text(found["documents-issuedBy"])


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/id/organisation/amnesty-international", "documents-signatory"),
        ("/id/situation/PRK", "findings-concerns"),
        ("/id/state/PRK", "recommendations-state"),
        ("/vocabulary/action/refer-to-icc", "recommendations-asksFor"),
        ("/vocabulary/violation/extermination", "findings-violation"),
    ],
)
def test_each_kind_of_thing_has_its_sections(linked: httpx.Client, path: str, name: str) -> None:
    assert sections(linked, path)[name].xpath(".//li//a/@href")


def test_all_of_a_section_is_one_step_away(linked: httpx.Client) -> None:
    found = sections(linked, "/id/situation/PRK")
    everything = {
        name: each.xpath(".//p[@class='actions']/a")[0]
        for name, each in found.items()
        if each.xpath(".//p[@class='actions']/a")
    }
    assert everything
    for name, link in everything.items():
        answer = linked.get(link.get("href"), headers={"Accept": "text/html"})
        assert answer.status_code == 200, name
        total = int(text(link).removeprefix("All "))
        assert f"{total} row" in text(html.fromstring(answer.text)), name
