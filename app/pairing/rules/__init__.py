"""The pure rules of pairing: how candidates are ranked and why, and the codes of reasons and outcomes."""
