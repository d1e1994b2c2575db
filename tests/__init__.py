"""Tests: sentences about behaviour, in the folders of what they speak of."""
