"""Findings as rows of their table, and back."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

import pyarrow as pa

from schemas.findings import Code, Finding
from schemas.tables import Row, make_table


def findings_table(findings: Sequence[Finding]) -> pa.Table:
    """``findings`` as the published table has them."""
    return make_table("findings", [_finding_row(finding) for finding in findings])


def _finding_row(finding: Finding) -> Row:
    return {**asdict(finding), "code": finding.code.value, "severity": finding.severity.value}


def read_findings(table: pa.Table) -> tuple[Finding, ...]:
    """The findings of a published table."""
    rows = table.drop_columns(["severity"]).to_pylist()
    return tuple(Finding(**{**row, "code": Code(row["code"])}) for row in rows)
