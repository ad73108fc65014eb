"""All visits, with search and status."""
