"""Taking a list of proposals into a visit: file, columns, check, import."""
