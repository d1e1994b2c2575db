"""What both echoes say."""

TEXT = "<b>Echo</b> " + "x" * 590  # 600 characters of HTML
