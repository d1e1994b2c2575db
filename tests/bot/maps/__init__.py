"""Tests of what maps show and of how they are drawn."""
