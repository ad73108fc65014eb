"""The controls that several screens share."""
