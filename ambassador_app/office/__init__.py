"""The office server: a thin, stateless service over an append-only log of changes for each tenant, and its blobs."""
