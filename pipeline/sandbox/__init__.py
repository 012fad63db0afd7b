"""The limited child process that reads documents."""
