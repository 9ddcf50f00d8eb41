"""What `feeds init --format json` says to a program: one object."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from posixpath import dirname

from feeds.adopt import Comparison, Survey, Verdict, head_links, hints, kinds

__all__ = ["tell"]

_FIRST = 3


def tell(
    survey: Survey, comparison: Comparison | None, new_settings: str | None, *, written: bool
) -> None:
    """Prints all of it."""
    form = comparison.feed.written_as if comparison else None
    found = {
        **_survey(survey),
        "settings": {"exists": survey.settings_file, "text": new_settings, "written": written},
        "head": head_links(survey.feeds, survey.site.url, form),
        "against": _comparison(comparison, survey) if comparison else None,
    }
    print(json.dumps(found, ensure_ascii=False, indent=2))


def _survey(survey: Survey) -> Mapping[str, object]:
    site, shown = survey.site, survey.shown
    return {
        "folder": str(site.root),
        "dialect": survey.dialect,
        "signs": survey.signs,
        "site": {
            "title": site.title,
            "url": site.url if survey.url_from != "nobody" else None,
            "language": site.language,
            "timezone": site.timezone.key,
        },
        "unset": sorted({*survey.unset, *(["url"] if survey.url_from != "site" else [])}),
        "posts": survey.states,
        "first": shown[-1].published.isoformat() if shown else None,
        "last": shown[0].published.isoformat() if shown else None,
        "folders": _counts(dirname(post.path) or "." for post in survey.posts),
        "categories": _counts(term for post in shown for term in post.categories),
        "tags": _counts(term for post in shown for term in post.tags),
        "authors": _counts(person.name for post in shown for person in post.authors),
        "languages": _counts(post.language for post in shown),
        "feeds": [
            {
                "name": feed.name,
                "title": feed.title,
                "by": feed.by,
                "count": feed.count,
                "paths": dict(feed.paths),
            }
            for feed in survey.feeds
        ],
        "feeds_from": survey.feeds_from,
        "newsletters": [newsletter.name for newsletter in site.newsletters],
        "findings": [
            {
                "level": kind.level,
                "count": len(kind.findings),
                "remedies": kind.remedies[:_FIRST],
                "first": [
                    {
                        "what": one.what,
                        "path": one.path,
                        "line": one.line,
                    }
                    for one in kind.findings[:_FIRST]
                ],
            }
            for kind in kinds(survey.findings)
        ],
    }


def _counts(terms: Iterable[str]) -> Mapping[str, int]:
    return dict(sorted(Counter(terms).items(), key=lambda item: (-item[1], item[0])))


def _comparison(comparison: Comparison, survey: Survey) -> Mapping[str, object]:
    feed = comparison.feed
    return {
        "feed": feed.place,
        "form": feed.form,
        "entries": len(feed.entries),
        "same": comparison.same,
        "hints": hints(comparison, survey),
        "verdicts": [_verdict(verdict) for verdict in comparison.verdicts],
    }


def _verdict(verdict: Verdict) -> Mapping[str, object]:
    entry, post, here = verdict.entry, verdict.post, verdict.here
    return {
        "verdict": _word(verdict),
        "differs": verdict.differs,
        "state": verdict.state if post else None,
        "there": {
            "id": entry.id,
            "link": entry.link,
            "title": entry.title,
            "date": entry.date.isoformat() if entry.date else None,
        },
        "here": {
            "path": post.path,
            "id": post.id,
            "link": post.url,
            "title": post.title,
            "date": here.isoformat() if here else None,
        }
        if post
        else None,
    }


def _word(verdict: Verdict) -> str:
    if verdict.post is None or verdict.state != "shown":
        return "missing"
    return "same" if verdict.same else "differs"
