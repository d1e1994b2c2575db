"""The other side of the conversation: a local Bot API server with a chat page.

For newcomers without a token, and for tests. It knows nothing of the bot, nor the bot of it.
"""
