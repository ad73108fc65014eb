"""All measures over all visits."""
