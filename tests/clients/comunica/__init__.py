"""Comunica: the package, its lock file, and the program that runs queries in it."""
