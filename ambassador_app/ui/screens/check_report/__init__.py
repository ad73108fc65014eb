"""A report that somebody hands over, checked: is it as it was sealed, by whom, when."""
