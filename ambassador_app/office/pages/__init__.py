"""The office's pages for people: is this report genuine, and, behind a login, which laptops there are."""
