"""Rules about the HTML of one entry, a module for each kind of trouble."""
