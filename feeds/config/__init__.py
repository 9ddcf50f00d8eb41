"""Settings: `feeds.toml`, and what an adopted site already says, become one checked Site."""

from feeds.config.site import load

__all__ = ["load"]
