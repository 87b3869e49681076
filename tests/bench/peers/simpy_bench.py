"""The same work on SimPy, timed inside Python. Prints a line per row: name, nanoseconds."""

import random
import time

import simpy


def timed(env, counter, count):
    """Nanoseconds of processor time per unit of work; `counter` holds how many are done."""
    start_count = counter[0]
    start = time.process_time_ns()
    while counter[0] < start_count + count:
        env.step()
    return (time.process_time_ns() - start) / count


def hold(pending, events):
    env, counter = simpy.Environment(), [0]

    def tick():
        while True:
            yield env.timeout(random.expovariate(1.0))
            counter[0] += 1

    for _ in range(pending):
        env.process(tick())
    for _ in range(pending):
        env.step()  # each process begins
    timed(env, counter, events // 4)
    return timed(env, counter, events)


def single_server(customers):
    env, counter, sojourns = simpy.Environment(), [0], []
    server = simpy.Resource(env, capacity=1)

    def visit():
        arrived = env.now
        with server.request() as turn:
            yield turn
            yield env.timeout(random.expovariate(1.0))
        sojourns.append(env.now - arrived)
        counter[0] += 1

    def arrivals():
        while True:
            yield env.timeout(random.expovariate(0.8))
            env.process(visit())

    env.process(arrivals())
    timed(env, counter, customers // 4)
    return timed(env, counter, customers)


def main():
    random.seed(42)
    for pending, events in ((100, 200_000), (10_000, 200_000), (1_000_000, 100_000)):
        print(f"hold/simpy/{pending} {hold(pending, events):.1f}", flush=True)
    print(f"single_server/simpy {single_server(50_000):.1f}", flush=True)


main()
