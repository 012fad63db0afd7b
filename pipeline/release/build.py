"""One release: bytes → rows and findings. Pure but for the child process that reads PDFs: no disk, no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from pipeline.release.checks import check_account, check_spans, expectation_findings
from pipeline.release.issues import find_issues, gathered
from pipeline.release.override_findings import override_findings
from pipeline.release.parsing import ParsedRelease, ReleaseInput, Tools, read_release
from pipeline.release.renditions import rendition_findings
from pipeline.release.rows import make_rows, release_row
from schemas.findings import Code, DocumentError, Finding, Severity
from schemas.tables import Rows, in_columns

_LONGEST_VALUE = 300
"""Characters of a failure that its finding quotes, with the name of the rule that failed."""


@dataclass(frozen=True)
class ReleaseBuild:
    """The rows of one release, or the finding that quarantined it (then there are no rows and no text)."""

    release_id: str
    source_name: str
    rows: Rows
    text: str
    findings: tuple[Finding, ...]

    @property
    def is_read(self) -> bool:
        """Whether there are rows, published or not."""
        return bool(self.rows)

    @property
    def is_published(self) -> bool:
        """Whether the release may be published."""
        return not any(f.severity is Severity.ERROR for f in self.findings)


def build_release(given: ReleaseInput, tools: Tools) -> ReleaseBuild:
    """Build one release, of its renditions the first that can be read.

    A defect of the document quarantines it; it never raises for one, but MemoryError.
    """
    failed: list[ReleaseBuild] = []
    for one in (given, *given.renditions):
        built = _attempt(one, given, tools, failed)
        if built.is_read:
            return built
        failed.append(built)
    return replace(failed[0], findings=tuple(finding for build in failed for finding in build.findings))


def _attempt(one: ReleaseInput, given: ReleaseInput, tools: Tools, failed: Sequence[ReleaseBuild]) -> ReleaseBuild:
    """The release by one of its files, or the finding on that file; ``failed`` are those that were tried before."""
    if one.problem:
        return failed_build(one.release_id, one.problem.source_name or one.source_name, one.problem)
    try:
        return _build(read_release(one, tools), given, tools, failed)
    except DocumentError as error:
        finding = Finding(error.code, error.message, error.value)
    except MemoryError:
        raise  # the limited child that builds it says so
    except Exception as error:  # one bad release must not end the run
        rules = "".join(f" ({note})" for note in getattr(error, "__notes__", ()))
        message = f"{type(error).__name__}: {error}"[: _LONGEST_VALUE - len(rules)] + rules
        finding = Finding(Code.INTERNAL_ERROR, "the release could not be built", message)
    return failed_build(one.release_id, one.source_name, finding)


def failed_build(release_id: str, source_name: str, finding: Finding) -> ReleaseBuild:
    """A quarantined release: no rows, one finding."""
    named = replace(finding, release_id=release_id, source_name=source_name)
    return ReleaseBuild(release_id, source_name, {}, "", (named,))


def _build(reading: ParsedRelease, given: ReleaseInput, tools: Tools, failed: Sequence[ReleaseBuild]) -> ReleaseBuild:
    release_id, source_name = reading.given.release_id, reading.given.source_name
    others = [one for one in (given, *given.renditions) if one.source_name != source_name]
    texts, by_hand = (reading.source.text, reading.text), reading.by_hand.overrides
    account = check_account(release_id, *texts, reading.plan, reading.outline.blocks, by_hand)
    rows = make_rows(reading)
    rows["account"] = in_columns(account)
    found = (
        *gathered(find_issues(reading)),
        *override_findings(reading),
        *expectation_findings(reading.given.manifest, rows),
    )
    of_renditions = rendition_findings(reading, others, [b.findings[0] for b in failed], tools, given.compares)
    findings = (
        *(replace(finding, release_id=release_id, source_name=source_name) for finding in found),
        *(replace(finding, release_id=release_id) for finding in of_renditions),
    )
    rows["releases"] = in_columns([release_row(reading, rows, findings, [one.source_name for one in others])])
    check_spans(release_id, reading.source.text, reading.plan, rows)
    return ReleaseBuild(release_id, source_name, rows, reading.source.text, findings)
