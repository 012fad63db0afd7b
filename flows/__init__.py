"""The top floor: Prefect flows and the command line. Prefect is imported here only, and late."""
