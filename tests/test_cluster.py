"""The same batch on a Dask cluster: two real workers of this machine, one of which may die."""

import json
import os

import geopandas
import pytest

from mapper import batch
from mapper.batch import Settings
from mapper.batch import cluster as on_cluster
from mapper.errors import SourceUnreachable, UnreadableInput
from tests import standin
from tests.test_batch import contents, lines, some

pytestmark = pytest.mark.filterwarnings("ignore")  # Dask's own, about its processes


@pytest.fixture(scope="module")
def cluster():
    import dask
    from distributed import LocalCluster

    with (
        dask.config.set({"distributed.scheduler.allowed-failures": 1}),  # Dask's own 3 only takes longer
        LocalCluster(n_workers=2, threads_per_worker=1, dashboard_address=None, silence_logs=50) as running,
    ):
        yield running


def mapped(source, out, cluster, **options):
    engine = on_cluster.engine(cluster.scheduler_address)
    return batch.run([source], out, engine=engine, **{"opener": standin.opened, **options})


def test_a_cluster_gives_what_this_machine_gives(tmp_path, cluster):
    source = lines(tmp_path / "a.jsonl", some(200) | {"bad": "FAIL"})
    done = mapped(source, tmp_path / "there", cluster)
    batch.run([source], tmp_path / "here", opener=standin.opened)
    assert (done.read, done.failed) == (201, 1)
    assert contents(tmp_path / "there" / "incidents") == contents(tmp_path / "here" / "incidents")


def test_a_workers_death_costs_nothing_but_the_report_that_kills(tmp_path, cluster):
    texts = some(20) | {"deadly": "DIE"}
    mapped(lines(tmp_path / "a.jsonl", texts), tmp_path / "out", cluster)
    rows = geopandas.read_parquet(tmp_path / "out" / "incidents")
    assert set(rows.report) == set(texts)
    assert rows[rows.status == "failed"].report.tolist() == ["deadly"]


def test_a_worker_killed_in_the_middle_of_the_work_loses_nothing(tmp_path, cluster):
    """Somebody else's kill, while bundles are out."""
    from distributed import Client

    with Client(cluster.scheduler_address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=60)
        pid = next(iter(client.run(os.getpid).values()))
    texts = some(300)
    killed = []

    def watch(things, *, total=None, what=""):
        for thing in things:
            if not killed:
                os.kill(pid, 9)
                killed.append(pid)
            yield thing

    mapped(lines(tmp_path / "a.jsonl", texts), tmp_path / "out", cluster, opener=standin.slow, watch=watch)
    rows = geopandas.read_parquet(tmp_path / "out" / "incidents")
    assert killed
    assert set(rows[rows.status != "failed"].report) == set(texts)


def test_the_users_gazetteers_travel_to_workers_that_share_no_disk(tmp_path, cluster):
    own = tmp_path / "own.geojson"
    own.write_text("a place of mine", "utf-8")
    source = lines(tmp_path / "a.jsonl", some(5))
    mapped(source, tmp_path / "out", cluster, opener=standin.keeping, settings=Settings(gazetteers=(str(own),)))
    rows = geopandas.read_parquet(tmp_path / "out" / "incidents")
    said = json.loads(rows.report_title.iloc[0])
    assert said["text"] == "a place of mine"
    assert said["path"] != str(own)
    with pytest.raises(UnreadableInput, match=r"none\.csv"):
        mapped(source, tmp_path / "other", cluster, settings=Settings(gazetteers=(str(tmp_path / "none.csv"),)))


def watched(dask_worker):
    watch = dask_worker.periodic_callbacks.get("profile")
    return watch is not None and watch.is_running()


def test_dask_watches_its_workers_again_when_the_batch_is_done(tmp_path, cluster):
    from distributed import Client

    source = lines(tmp_path / "a.jsonl", some(20))
    mapped(source, tmp_path / "out", cluster, opener=standin.watched)
    assert set(geopandas.read_parquet(tmp_path / "out" / "incidents").report_title) == {"unwatched"}
    with Client(cluster.scheduler_address, set_as_default=False) as client:
        assert all(client.run(watched).values())


def test_a_scheduler_that_is_not_there_is_said_with_what_would_help(tmp_path, monkeypatch):
    monkeypatch.setattr(on_cluster, "_PATIENCE_S", 0.5)
    with pytest.raises(SourceUnreachable, match="dask scheduler"):
        batch.run(
            [lines(tmp_path / "a.jsonl", some(1))],
            tmp_path / "out",
            engine=on_cluster.engine("tcp://127.0.0.1:1"),
            opener=standin.opened,
        )
