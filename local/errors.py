class RuntimeProblem(Exception):  # noqa: N818 - it is shown to a person as it stands
    """Something of the one-command runtime that a person has to mend: one readable text."""
