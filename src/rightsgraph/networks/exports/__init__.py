"""Files that a network can be taken home in, one module for each kind."""

from rightsgraph.networks.exports.formats import EXPORTS, Export, export_of, write_network

__all__ = ["EXPORTS", "Export", "export_of", "write_network"]
