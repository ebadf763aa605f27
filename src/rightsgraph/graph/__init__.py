"""RDF: reading files of it, naming its graphs, checking it against the shapes."""
