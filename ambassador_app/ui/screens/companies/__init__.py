"""All companies, farms, public buildings and homes, with search."""
