"""A lively fictional demonstration, made through the services with past dates."""
