"""What mail clients support of HTML and CSS, by feature and client."""

from feeds.clients.names import DEFAULT_CLIENTS, client_names, client_title
from feeds.clients.support import Answer, Feature, Share, Support, date, feature, share, slugs

__all__ = [
    "DEFAULT_CLIENTS",
    "Answer",
    "Feature",
    "Share",
    "Support",
    "client_names",
    "client_title",
    "date",
    "feature",
    "share",
    "slugs",
]
