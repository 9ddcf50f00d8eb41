"""Jinja2 templates: where they lie, and what runs them."""
