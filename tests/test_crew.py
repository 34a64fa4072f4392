"""Work shared out among processes comes back whole and in order, however large it is."""

import threading

from mapper.batch import crew

LARGE = 4_000_000  # bytes: many times what a pipe holds


def doubled(number: int, load: bytes) -> tuple[int, bytes]:
    """As large an answer as its task."""
    return 2 * number, load


def test_tasks_and_answers_larger_than_a_pipe_do_not_wait_for_each_other():
    came: list[int] = []

    def work() -> None:
        tasks = ((number, bytes(LARGE)) for number in range(12))
        came.extend(number for number, _ in crew.in_processes(doubled, tasks, workers=2))

    running = threading.Thread(target=work, daemon=True)
    running.start()
    running.join(40)
    assert came == [2 * number for number in range(12)]
