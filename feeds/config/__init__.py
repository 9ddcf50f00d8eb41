"""Settings: `feeds.toml`, and what an adopted site already says, become one checked Site."""

from feeds.config.site import chosen_dialect, load

__all__ = ["chosen_dialect", "load"]
