class RuntimeProblem(Exception):
    """Something of the one-command runtime that a person has to mend: one readable text, and an exit code."""

    def __init__(self, text: str, exit_code: int = 1) -> None:
        super().__init__(text)
        self.exit_code = exit_code
