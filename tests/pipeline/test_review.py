"""A review on this machine: who may write, what is written, what two people at once lose (nothing), the sample."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.site.answers import AnswerFiles, ChangedMeanwhileError, NotKeptError
from pipeline.site.desk import Sample
from pipeline.site.review import HOST, Review
from pipeline.site.sampling import draw, precision, wilson
from qingdan.store import open_build
from schemas.overrides import Decision, Override, read_overrides
from tests.pipeline.reviewing import put_release, reviewed

_TEXT = """关于推动会展业发展的工作清单（2026年）

一、重点任务
1. 办好年度博览会，完善展馆设施。（商务部、财政部负责）
2. 加强志愿服务（含翻译），做好宣传。（牵头单位：教育部，配合单位：民政部）
3. 推动数据共享。
"""


@pytest.fixture
def review(tmp_path: Path) -> Iterator[Review]:
    with reviewed(tmp_path, _TEXT, Sample(2)) as review:
        yield review


def _ask(review: Review, path: str, body: Any = None, **headers: str) -> tuple[int, Any]:
    """The status and the answer of a request as the pages of the review make it; ``headers`` replace its own."""
    port = int(review.host.partition(":")[2])
    connection = http.client.HTTPConnection(HOST, port, timeout=60)
    sent = {"Host": review.host}
    if body is not None:
        sent |= {"Origin": f"http://{review.host}", "Content-Type": "application/json"}
    sent |= {name.replace("_", "-"): value for name, value in headers.items()}
    data = None if body is None else json.dumps(body)
    connection.request("GET" if body is None else "POST", path, data, {k: v for k, v in sent.items() if v})
    response = connection.getresponse()
    answer = response.read()
    connection.close()
    is_json = response.headers["Content-Type"] == "application/json"
    return response.status, json.loads(answer) if is_json else answer.decode("utf-8", "replace")


def _answer(words: str, decision: str, answer: str, version: str = "") -> dict[str, Any]:
    start = _TEXT.index(words)
    question = {"release_id": "list", "decision": decision, "start": start, "end": start + len(words)}
    return {**question, "answer": answer, "who": "a reader", "version": version}


def test_only_the_token_this_host_and_this_origin_are_answered(review: Review) -> None:
    own = f"/{review.token}"
    status, page = _ask(review, f"{own}/r/list.html")
    assert (status, "data-review" in page, "connect-src" in page) == (200, True, True)
    assert _ask(review, "/index.html")[0] == 403
    assert _ask(review, "/guess/index.html")[0] == 403
    assert _ask(review, f"{own}/index.html", Host="evil.example")[0] == 421
    assert _ask(review, f"{own}/../../etc/passwd")[0] == 404
    assert _ask(review, f"{own}/%2e%2e/%2e%2e/out/latest/build.json")[0] == 404
    answer = _answer("2. 加强", "unit", "paragraph")
    assert _ask(review, f"{own}/review/answer", answer, Origin="https://evil.example")[0] == 403
    assert _ask(review, f"{own}/review/answer", answer, Origin="")[0] == 403
    assert _ask(review, f"{own}/review/answer", answer, Content_Type="text/plain")[0] == 403
    assert _ask(review, f"{own}/review/answer", {**answer, "reason": "x" * 70_000})[0] == 413
    assert _ask(review, f"{own}/review/answers/list") == (200, {"version": "", "overrides": []})


def test_an_answer_is_kept_and_the_next_run_applies_it(review: Review, tmp_path: Path) -> None:
    own = f"/{review.token}/review"
    status, kept = _ask(review, f"{own}/answer", _answer("2. 加强", "unit", "paragraph"))
    assert status == 200
    file = tmp_path / "raw" / "list" / "overrides.toml"
    (override,) = read_overrides(file.read_text(encoding="utf-8"))
    assert (override.decision, override.expects, override.who) == (Decision.UNIT, "2. 加强", "a reader")
    assert override.when is not None
    assert _ask(review, f"{own}/run", {})[0] == 200
    items = [row["item_id"] for row in open_build(tmp_path / "out" / "latest").rows("items")]
    assert items == ["list/1/1", "list/1/3"]
    assert "list/1/2" not in _ask(review, f"/{review.token}/r/list.html")[1]
    taken_back = {**_answer("2. 加强", "unit", "paragraph", kept["version"]), "remove": True}
    assert _ask(review, f"{own}/answer", taken_back)[1]["overrides"] == []


def test_two_people_at_once_lose_nothing(review: Review) -> None:
    own = f"/{review.token}/review/answer"
    _, first = _ask(review, own, _answer("2. 加强", "unit", "paragraph"))
    status, refused = _ask(review, own, _answer("财政部", "role", "lead"))  # has not seen the first
    assert (status, "meanwhile" in refused["error"]) == (409, True)
    _, second = _ask(review, own, _answer("财政部", "role", "lead", first["version"]))
    assert [one["decision"] for one in second["overrides"]] == ["role", "unit"]


@pytest.mark.parametrize(
    "change",
    [
        {"decision": "colour"},
        {"answer": "verse"},
        {"start": -1},
        {"end": 9999},
        {"start": "3"},
        {"release_id": "other"},
        {"release_id": "../list"},
    ],
)
def test_an_answer_that_cannot_be_meant_is_refused(review: Review, change: dict[str, Any], tmp_path: Path) -> None:
    status, answer = _ask(
        review, f"/{review.token}/review/answer", {**_answer("2. 加强", "unit", "paragraph"), **change}
    )
    assert (status, bool(answer["error"])) == (400, True)
    assert not (tmp_path / "raw" / "list" / "overrides.toml").exists()


def test_writers_over_one_version_are_told_apart(tmp_path: Path) -> None:
    put_release(tmp_path, _TEXT)
    files = AnswerFiles([tmp_path])
    one = Override(Decision.UNIT, 0, 1, "关", "title")
    kept: list[str] = []
    refused: list[str] = []

    def write(answer: str) -> None:
        try:
            files.write("list", "", [Override(Decision.TITLE, 0, 0, "", answer)])
            kept.append(answer)
        except ChangedMeanwhileError:
            refused.append(answer)

    threads = [threading.Thread(target=write, args=(f"标题{n}",)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(kept), len(refused)) == (1, 7)
    assert [o.answer for o in files.read("list").overrides] == kept
    with pytest.raises(NotKeptError):
        files.write("list", files.read("list").version, [one, one])
    with pytest.raises(NotKeptError, match=r"release\.toml"):
        files.read("nobody")


def test_a_sample_is_drawn_by_strata_and_is_the_same_for_a_seed(review: Review) -> None:
    assert len(_ask(review, f"/{review.token}/review/sample")[1]["tasks"]) == 2
    strata: dict[tuple[str, ...], list[str]]
    strata = {("pdf",): [f"p/{n}" for n in range(60)], ("text",): [f"t/{n}" for n in range(30)], ("web",): ["w/1"]}
    drawn = [one.item_id for one in draw(strata, 30, 1)]
    assert drawn == [one.item_id for one in draw(strata, 30, 1)]
    assert drawn != [one.item_id for one in draw(strata, 30, 2)]
    assert {kind: sum(item.startswith(kind) for item in drawn) for kind in "ptw"} == {"p": 20, "t": 10, "w": 0}
    assert len(draw(strata, 500, 1)) == 91
    assert draw({}, 5, 1) == []


def test_precision_and_its_interval() -> None:
    """Against the values that textbooks print for 45 of 50."""
    low, high = wilson(45, 50)
    assert (round(low, 3), round(high, 3)) == (0.786, 0.957)
    answers = [Override(Decision.RIGHT, n, n, "", "right" if n else "wrong") for n in range(10)]
    found = precision([*answers, Override(Decision.UNIT, 0, 0, "", "item")])
    assert found is not None
    assert (found.checked, found.right, found.share) == (10, 9, 0.9)
    assert precision([]) is None


@given(st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))))
def test_the_interval_holds_the_share(counts: tuple[int, int]) -> None:
    right, checked = counts
    low, high = wilson(right, checked)
    assert 0 <= low <= right / checked + 1e-9
    assert right / checked - 1e-9 <= high <= 1
