"""The bot's texts: a gettext catalogue for each language."""
