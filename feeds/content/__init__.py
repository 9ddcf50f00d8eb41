"""A post's text becomes one body that is safe to show in feeds and mail.

`pipeline.render` is the door, and holds the way that a body takes, step by step.
"""
