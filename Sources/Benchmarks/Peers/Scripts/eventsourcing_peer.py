"""Appends single events with the recorder of `eventsourcing`, in threads that share a pool.

Arguments: a socket's folder, a user, a database, threads, seconds, bytes of an event.
Prints how many events were appended, and in how many seconds.
"""

import sys
import threading
import time
from uuid import uuid4

from eventsourcing.persistence import StoredEvent
from eventsourcing.postgres import PostgresApplicationRecorder, PostgresDatastore

POOL_SIZE = 8


def main():
    folder, user, database = sys.argv[1:4]
    threads, seconds, size = int(sys.argv[4]), float(sys.argv[5]), int(sys.argv[6])
    datastore = PostgresDatastore(
        database, folder, 5432, user, "",
        pool_size=POOL_SIZE, connect_timeout=60, schema="peer",
    )
    recorder = PostgresApplicationRecorder(datastore, events_table_name="eventsourcing_events")
    recorder.create_table()
    state = b"x" * size
    counts = [0] * threads
    errors = []
    start = threading.Barrier(threads + 1)
    deadline = [0.0]

    def write(place):
        originator, version = uuid4(), 0
        start.wait()
        try:
            while time.monotonic() < deadline[0]:
                version += 1
                recorder.insert_events(
                    [StoredEvent(originator, version, "directory:InterestsDeclared", state)]
                )
                counts[place] += 1
        except Exception as error:
            errors.append(error)

    workers = [threading.Thread(target=write, args=(place,)) for place in range(threads)]
    for worker in workers:
        worker.start()
    began = time.monotonic()
    deadline[0] = began + seconds
    start.wait()
    for worker in workers:
        worker.join()
    elapsed = time.monotonic() - began
    datastore.close()
    if errors:
        sys.exit(f"{len(errors)} threads failed, the first with {errors[0]!r}")
    print(sum(counts), elapsed)


main()
