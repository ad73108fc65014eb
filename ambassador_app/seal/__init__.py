"""Sealed PDFs: sign, verify, and read what is embedded."""
