"""Lists of what the graph holds: filters, order, pages, facets; for the API and for pages."""
