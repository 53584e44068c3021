"""What trainers' pages decide, as pure rules."""
