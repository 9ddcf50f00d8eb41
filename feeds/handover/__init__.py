"""An edition leaves the laptop of whoever works on it: by git, or by a command of the site's."""
