"""The economics of each kind of measure, one module a family."""
