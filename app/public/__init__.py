"""The landing page, help, legal pages and public statistics."""
