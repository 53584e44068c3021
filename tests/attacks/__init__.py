"""Attacks made whole, in a real browser: what somebody hostile writes, through every place where it is shown."""
