"""A message goes to a mail server: the only place that speaks SMTP."""
