"""The only package that speaks SQL. Repositories are functions over a connection, grouped by noun."""
