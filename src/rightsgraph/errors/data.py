"""RDF, shapes, authority files and the query catalogue."""

from __future__ import annotations

from rightsgraph.errors.roots import InputError, RightsgraphError


class RdfSyntaxError(InputError):
    """An RDF file does not parse."""

    code = "rdf-syntax"
    title = "The RDF does not parse"
    default_remedy = "Correct the file at the line named."


class RdfFormatError(InputError):
    """An RDF format or file name extension is not known."""

    code = "rdf-format-unknown"
    title = "Unknown RDF format"
    default_remedy = "Use .ttl, .trig, .nt, .nq, .rdf or .jsonld."


class ShapesError(RightsgraphError):
    """Data fails the SHACL shapes; `details["violations"]` lists node, path, shape and message."""

    code = "shapes-violated"
    status = 422
    title = "The data fails its shapes"
    default_remedy = "Correct the nodes named, then run `rightsgraph validate` on the file."


class CatalogueError(RightsgraphError):
    """A file of the query catalogue is broken."""

    code = "catalogue-broken"
    title = "A query of the catalogue is broken"
    default_remedy = "Correct the file named; queries/README.md says what its header holds."


class AuthorityError(RightsgraphError):
    """A row of an authority file is malformed, or contradicts another one."""

    code = "authority-file-invalid"
    title = "An authority file is broken"
    default_remedy = "Correct the file at the line named; data/authorities/README.md explains it."
