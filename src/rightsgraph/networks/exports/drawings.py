"""The picture as SVG, and as PNG where Pillow is installed.

Source: Scalable Vector Graphics (SVG) 2; Portable Network Graphics, third edition.
"""

from __future__ import annotations

from io import BytesIO
from typing import IO, TYPE_CHECKING, Final

import networkx as nx
from lxml import etree

from rightsgraph.errors import InputError
from rightsgraph.networks.exports.appearance import rgb
from rightsgraph.networks.exports.picture import Disc, Line, Picture, Words, draw

if TYPE_CHECKING:
    from PIL import ImageDraw

_SPACE: Final = "http://www.w3.org/2000/svg"
_FONTS: Final = "system-ui, 'Helvetica Neue', Arial, 'Noto Sans', sans-serif"
_SCALE: Final = 2  # pixels of the PNG for each of the picture
_FINER: Final = 2  # it is drawn larger and made smaller, which smooths the lines
_ARROW: Final = 7.0


def write_svg(network: nx.Graph, out: IO[bytes]) -> None:
    """Write a picture as SVG; each node links to its IRI and tells its label."""
    tree = svg(draw(network))
    out.write(etree.tostring(tree, xml_declaration=True, encoding="utf-8") + b"\n")


def svg(picture: Picture) -> etree._Element:
    """The picture as an SVG element."""
    root = etree.Element(_tag("svg"), nsmap={None: _SPACE})
    root.set("viewBox", f"0 0 {picture.width} {picture.height}")
    root.set("role", "img")
    root.set("aria-labelledby", "picture-title picture-description")
    root.set("font-family", _FONTS)
    etree.SubElement(root, _tag("title"), id="picture-title").text = picture.title
    etree.SubElement(root, _tag("desc"), id="picture-description").text = picture.description
    for colour in sorted({m.colour for m in picture.marks if isinstance(m, Line) and m.arrow}):
        root.append(_arrow_head(colour))
    size = {"width": str(picture.width), "height": str(picture.height), "fill": "#ffffff"}
    etree.SubElement(root, _tag("rect"), size)
    for mark in picture.marks:
        match mark:
            case Line():
                root.append(_line(mark))
            case Disc():
                root.append(_disc(mark))
            case Words():
                root.append(_words(mark))
    return root


def _tag(name: str) -> str:
    return f"{{{_SPACE}}}{name}"


def _arrow_head(colour: str) -> etree._Element:
    marker = etree.Element(
        _tag("marker"),
        id=f"arrow-{colour[1:]}",
        viewBox="0 0 10 10",
        refX="9",
        refY="5",
        markerWidth=f"{_ARROW:g}",
        markerHeight=f"{_ARROW:g}",
        markerUnits="userSpaceOnUse",
        orient="auto",
    )
    etree.SubElement(marker, _tag("path"), d="M0 0 L10 5 L0 10 z", fill=colour)
    return marker


def _line(line: Line) -> etree._Element:
    element = etree.Element(
        _tag("line"),
        x1=f"{line.x1:g}",
        y1=f"{line.y1:g}",
        x2=f"{line.x2:g}",
        y2=f"{line.y2:g}",
        stroke=line.colour,
    )
    element.set("stroke-width", f"{line.width:g}")
    if line.opacity < 1:
        element.set("opacity", f"{line.opacity:g}")
    if line.arrow:
        element.set("marker-end", f"url(#arrow-{line.colour[1:]})")
    return element


def _disc(disc: Disc) -> etree._Element:
    circle = etree.Element(
        _tag("circle"),
        cx=f"{disc.x:g}",
        cy=f"{disc.y:g}",
        r=f"{disc.radius:g}",
        fill=disc.colour,
        stroke="#ffffff",
    )
    if not disc.node:
        return circle
    etree.SubElement(circle, _tag("title")).text = disc.title
    if not disc.node.startswith(("http://", "https://")):
        return circle
    link = etree.Element(_tag("a"), href=disc.node)
    link.append(circle)
    return link


def _words(words: Words) -> etree._Element:
    element = etree.Element(_tag("text"), x=f"{words.x:g}", y=f"{words.y:g}", fill=words.colour)
    element.set("font-size", f"{words.size:g}")
    if words.anchor != "start":
        element.set("text-anchor", words.anchor)
    if words.bold:
        element.set("font-weight", "600")
    # A rim, so that letters stand out from lines beneath them.
    element.set("stroke", "#ffffff")
    element.set("stroke-width", "3")
    element.set("stroke-linejoin", "round")
    element.set("paint-order", "stroke")
    element.text = words.text
    return element


def write_png(network: nx.Graph, out: IO[bytes]) -> None:
    """Write a picture as PNG, 2800 by 2000 pixels.

    Its letters are those of the font that comes with Pillow; it has Latin, and no other scripts.

    Raises:
        InputError: Pillow is not installed.
    """
    try:
        from PIL import Image, ImageDraw, ImageFont
    except ImportError:
        raise InputError(
            "A PNG needs Pillow, which is not installed.",
            remedy="pip install 'rightsgraph[png]', or take SVG.",
        ) from None
    picture = draw(network)
    scale = _SCALE * _FINER
    image = Image.new("RGB", (picture.width * scale, picture.height * scale), "#ffffff")
    pen = ImageDraw.Draw(image)
    for mark in picture.marks:
        match mark:
            case Line():
                _draw_line(pen, mark, scale)
            case Disc():
                x, y, radius = mark.x * scale, mark.y * scale, mark.radius * scale
                box = (x - radius, y - radius, x + radius, y + radius)
                pen.ellipse(box, fill=mark.colour, outline="#ffffff", width=scale)
            case Words():
                anchor = {"start": "ls", "middle": "ms", "end": "rs"}[mark.anchor]
                pen.text(
                    (mark.x * scale, mark.y * scale),
                    mark.text,
                    fill=mark.colour,
                    font=ImageFont.load_default(mark.size * scale),
                    anchor=anchor,
                    stroke_width=0 if mark.bold else round(1.5 * scale),
                    stroke_fill="#ffffff",
                )
    small = image.resize(
        (picture.width * _SCALE, picture.height * _SCALE), Image.Resampling.LANCZOS
    )
    data = BytesIO()
    small.save(data, "PNG", optimize=True)
    out.write(data.getvalue())


def _draw_line(pen: ImageDraw.ImageDraw, line: Line, scale: int) -> None:
    # A lighter colour on white is what an opacity amounts to.
    colour = tuple(round(255 - (255 - part) * line.opacity) for part in rgb(line.colour))
    ends = (line.x1 * scale, line.y1 * scale, line.x2 * scale, line.y2 * scale)
    pen.line(ends, fill=colour, width=max(1, round(line.width * scale)))
    length = ((ends[2] - ends[0]) ** 2 + (ends[3] - ends[1]) ** 2) ** 0.5
    if line.arrow and length:
        along = ((ends[2] - ends[0]) / length, (ends[3] - ends[1]) / length)
        size = _ARROW * scale
        foot = (ends[2] - along[0] * size, ends[3] - along[1] * size)
        half = size / 2
        pen.polygon(
            [
                (ends[2], ends[3]),
                (foot[0] - along[1] * half, foot[1] + along[0] * half),
                (foot[0] + along[1] * half, foot[1] - along[0] * half),
            ],
            fill=colour,
        )
