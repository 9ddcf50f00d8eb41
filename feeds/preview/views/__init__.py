"""The views of the preview: one module each, with its routes and its templates."""
