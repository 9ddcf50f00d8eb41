"""WebSub as a publisher does it (W3C Recommendation of 23 January 2018, §4 and §6)."""

from feeds.websub.telling import Outcome, due, ping
from feeds.websub.told import Told
from feeds.websub.topics import Topic, topics_of

__all__ = ["Outcome", "Told", "Topic", "due", "ping", "topics_of"]
