"""One issue of a newsletter: chosen posts in; a mail, its page and text, and a web page out.

`edition` puts the posts together, `envelope` writes what is seen before opening, and `stories`
says each post and the rest in words for templates, which `look` finds; `colours` and `outline`
keep texts readable and headings in order. `page` fits the mail into its budget, with `blocks`
and `fit`, and `inline` moves styles where mail clients read them; `text` and `web` are the same
issue for other readers, `merge` writes an engine's tags, and `message` packs it all. `documents`
is the door: it does these in turn.
"""
