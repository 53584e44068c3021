"""Module packages: the format, its checks, versions and catalogue."""
