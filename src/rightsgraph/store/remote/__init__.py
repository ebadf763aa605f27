"""A store on another server, asked by SPARQL 1.1 Protocol.

endpoint    where it is, how a question is sent, what a refusal means
replies     the answers of engines, read and written in our own formats
manifest    which state of the graph it holds, as `push` has left it
reading     questions of one process, one at a time
serving     questions of a server, many at a time
writing     graphs put and removed
pushing     a snapshot written to it, graph by graph
"""
