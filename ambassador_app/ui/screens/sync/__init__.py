"""The office: what waits, what is under way, what two people changed at once, and the receipts."""
