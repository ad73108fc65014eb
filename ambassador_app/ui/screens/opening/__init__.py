"""The screen before there is a profile: first start, passphrase, recovery key, the demo municipality."""
