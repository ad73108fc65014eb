"""The energy account of a site: years, months, baseline, what others use."""
