"""What a question means: names, matching, ranking. It knows no SQL."""
