"""The first screen: what is planned, under way, due and overdue."""
