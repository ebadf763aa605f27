"""Linked data: every IRI of the graph opens in a browser and in a program.

addresses      IRIs of the graph and addresses of this server
description    what the graph says of a thing, read by a few bounded queries
formats        the description in Turtle, JSON-LD, N-Triples, RDF/XML
compaction     JSON-LD with the published context
routes         /id/..., /vocabulary/..., /graph/..., /ontology, /shapes, /dataset
"""
