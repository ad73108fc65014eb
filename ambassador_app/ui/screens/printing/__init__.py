"""The reports that wait for a printer."""
