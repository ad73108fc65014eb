"""One package a screen; screens do not know each other."""
