"""The window: everything of ours that knows Qt, apart from the composition root."""
