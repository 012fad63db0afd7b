"""Which task of a release carries on which of an earlier one."""
