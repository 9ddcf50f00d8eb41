"""What mail clients support of HTML and CSS, by feature and client."""
