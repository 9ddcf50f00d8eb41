"""Rules about the very message that will be sent."""
