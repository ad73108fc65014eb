"""What laptop and office say to each other: the messages, their limits, and one way of writing a value."""
