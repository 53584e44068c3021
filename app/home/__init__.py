"""Pages that show several stages at once. Holds no rule."""
