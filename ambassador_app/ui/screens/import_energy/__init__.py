"""Taking a meter file in: file, columns, check, result."""
