"""What qingdan costs, beside what a user would pick instead: `make bench`. Needs nothing but this checkout."""
