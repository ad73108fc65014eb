"""Programmes of several municipalities: what each has released, and one's own release."""
