"""One issue of a newsletter: chosen posts in, a page, a plain text and a mail out.

`edition` groups the posts, `envelope` writes what is seen before opening, `render` fills
the templates that `templates` finds, `inline` moves styles where mail clients read them,
`message` packs both parts, and `documents` is the door: it does all of these in turn.
"""
