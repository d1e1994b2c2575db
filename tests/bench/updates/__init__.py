"""What an update costs a whole bot: CPU of its process, over HTTP, beside two echoes."""
