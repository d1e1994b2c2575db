"""What is wrong with a dataset, told in the data's own words."""

from collections.abc import Sequence


class DatasetError(Exception):
    """The dataset cannot be used; `problems` says where and why, and nothing was written."""

    def __init__(self, problems: Sequence[str]) -> None:
        more = f" (and {len(problems) - 1} more)" if len(problems) > 1 else ""
        super().__init__(problems[0] + more)
        self.problems = tuple(problems)
