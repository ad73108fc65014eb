"""Taking a company list in: file, columns, check, import."""
