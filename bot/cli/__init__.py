"""The command line: `pobratim run|ask|export|…`."""
