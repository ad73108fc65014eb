"""The checklists of the municipality and their versions."""
