"""Citation networks: built from a snapshot, measured, laid out, written."""
