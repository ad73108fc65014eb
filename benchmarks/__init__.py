"""Every figure we publish, as a ratio against a floor that is measured side by side in the same run."""
