"""Pictures made small enough for mail."""
