"""Human-rights letters and reports as a knowledge graph of findings and recommendations."""

__version__ = "0.1.0"
