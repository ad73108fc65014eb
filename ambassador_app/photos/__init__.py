"""Pictures taken on the visit, made fit to keep and to print."""
