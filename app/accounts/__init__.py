"""People, their roles, sign-up, sign-in, sessions and passwords."""
