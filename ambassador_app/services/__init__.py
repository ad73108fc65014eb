"""What a person can do: the whole API of window, command line and tests."""
