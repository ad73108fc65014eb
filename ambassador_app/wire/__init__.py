"""What laptop and office say to each other: the messages, their limits, one way of writing a value, and how a secret
is wrapped or sealed on its way.
"""
