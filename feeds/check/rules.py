"""Every rule that there is, by name."""

from __future__ import annotations

from collections.abc import Mapping

from feeds.check import bodies, chains, enclosures, formats, links, outputs, references
from feeds.check.body.faults import Rule
from feeds.check.feed import (
    apple,
    atom,
    atom_entry,
    atom_links,
    atom_parts,
    atom_people,
    atom_text,
    atom_values,
    common,
    history,
    json_feed,
    json_item,
    json_values,
    media,
    names,
    opening,
    opml,
    podcasting,
    rss,
    rss_channel,
    rss_item,
    rss_values,
)

__all__ = ["GROUPS", "RULES"]

GROUPS: Mapping[str, Mapping[str, Rule]] = {
    "Files": {**opening.RULES, **names.RULES},
    "Any feed": common.RULES,
    "Atom": {
        **atom.RULES,
        **atom_parts.RULES,
        **atom_values.RULES,
        **atom_people.RULES,
        **atom_links.RULES,
        **atom_text.RULES,
        **atom_entry.RULES,
    },
    "RSS": {**rss.RULES, **rss_channel.RULES, **rss_item.RULES, **rss_values.RULES},
    "JSON Feed": {**json_feed.RULES, **json_item.RULES, **json_values.RULES},
    "OPML": opml.RULES,
    "Archives and hubs": {**history.RULES, **chains.RULES},
    "Podcasts and media": {**apple.RULES, **podcasting.RULES, **media.RULES},
    "All feeds of a site": {**outputs.RULES, **formats.RULES, **enclosures.RULES},
    "Bodies": bodies.RULES,
    "References": {**references.RULES, **links.RULES},
}
"""What rules are about, in the order of the documentation."""

RULES: Mapping[str, Rule] = {
    name: rule for group in GROUPS.values() for name, rule in group.items()
}
