"""Which posts an edition of a newsletter is made of: pure, records in and records out.

    claims = Claims(read_chain(editions))           # what editions have, oldest first
    held = claims.among(posts)                      # of all posts that the site has
    window = due(newsletter, zone, now, editions, claims.chain.newest)
    eligible = candidates(newsletter, site, posts, window.until)
    choice, findings = choose(newsletter, site, eligible, "Other", edition, held, names)

An issue that rolls, where there are no editions, is `choose` without an edition.
"""
