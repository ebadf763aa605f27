"""Scripts that make generated files and check that they are fresh."""
