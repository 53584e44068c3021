"""Technical ground without a business word: everything a feature may lean on, and nothing that knows a feature."""
