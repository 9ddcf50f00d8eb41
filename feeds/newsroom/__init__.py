"""What editors do with editions: begin one, approve it, mark it as sent."""
