"""Stars from 1 to 5 under a resolution (SPEC C8, H6)."""

LOW = 2  # up to this many stars open a talk with the lead
