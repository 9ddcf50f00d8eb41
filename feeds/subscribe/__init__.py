"""What helps people to follow a site's feeds: their look, a page, a list, a snippet."""
