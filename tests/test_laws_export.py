"""Every law that stands beside the project is valid Akoma Ntoso and round-trips."""

from __future__ import annotations

from akn_schema import fault, lone_writer
from test_laws import laws


def test_every_law_is_valid_and_round_trips(note: list[str]) -> None:
    wrong = {}
    for name, (_, reading) in laws().items():
        said = fault(reading.regulation, lone_writer(reading.regulation))
        if said:
            wrong[name] = said
    assert not wrong
    note.append(f"法律语料：{len(laws())} 部的 Akoma Ntoso 合乎标准，读回来是同一棵树")
