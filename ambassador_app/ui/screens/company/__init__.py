"""One site: facts, contacts, case, energy, visits; and planning the next visit."""
