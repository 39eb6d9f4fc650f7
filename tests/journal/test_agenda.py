"""The agenda gives what is due, the earliest first, and nothing that is out of date."""

from hypothesis import given
from hypothesis import strategies as st

from mulligan.journal.agenda import Agenda

plans = st.lists(
    st.tuples(st.sampled_from("abcdef"), st.none() | st.integers(0, 50).map(float)), max_size=400
)


@given(plans)
def test_only_the_last_plan_of_each_counts(puts: list[tuple[str, float | None]]) -> None:
    agenda, wanted = Agenda(), dict[str, float]()
    for name, due in puts:
        agenda.put(name, due)
        if due is None:
            wanted.pop(name, None)
        else:
            wanted[name] = due
    popped = []
    while (found := agenda.pop(by=25.0)) is not None:
        popped.append(found)
    assert popped == sorted(
        ((name, due) for name, due in wanted.items() if due <= 25.0),
        key=lambda one: (one[1], one[0]),
    )


def test_plans_that_change_often_stay_few() -> None:
    agenda = Agenda()
    for due in range(10_000):
        agenda.put("c", float(due))
    assert len(agenda) < 200
    assert agenda.pop(by=1e9) == ("c", 9_999.0)
