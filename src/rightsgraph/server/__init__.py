"""The server: SPARQL endpoint, JSON API and pages over one graph."""

from rightsgraph.server.app import create_app
from rightsgraph.server.run import serve

__all__ = ["create_app", "serve"]
