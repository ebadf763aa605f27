"""The recommendations on pages: a list with facets, a timeline, the chain of evidence of each.

asked       what an address asks for, and the addresses of what is near
listing     rows, facets and timeline, read from the tables of the snapshot
chain       from a statement to the places that prove it
picture     a chain as SVG
routes      the pages and their twins
schemas     the twins in OpenAPI
"""
