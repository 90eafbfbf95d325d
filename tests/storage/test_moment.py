from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy.dialects.sqlite import dialect

from storage.schema.moment import Moment

IN_INDIA = timezone(timedelta(hours=5, minutes=30))


def test_a_time_is_stored_in_utc_as_text_that_sorts_as_it_passes() -> None:
    moments = (datetime(2026, 3, 1, 9, 30, tzinfo=IN_INDIA), datetime(2026, 3, 1, 4, 0, 1, 5, UTC))

    stored = [Moment().process_bind_param(moment, dialect()) for moment in moments]

    assert stored == ["2026-03-01T04:00:00.000000+00:00", "2026-03-01T04:00:01.000005+00:00"]
    assert [Moment().process_result_value(each, dialect()) for each in stored] == list(moments)


def test_no_time_is_stored_as_nothing() -> None:
    assert Moment().process_bind_param(None, dialect()) is None
    assert Moment().process_result_value(None, dialect()) is None


def test_a_time_without_a_zone_is_refused() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        Moment().process_bind_param(datetime(2026, 3, 1, 9, 30), dialect())  # noqa: DTZ001 - on purpose


def test_a_time_that_names_no_zone_is_not_read() -> None:
    with pytest.raises(ValueError, match="without a zone"):
        Moment().process_result_value("2026-03-01 09:30:00", dialect())
