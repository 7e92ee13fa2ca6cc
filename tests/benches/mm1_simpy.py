# The peer that tests/benches/mm1.rs times beside ours: the same M/M/1 in SimPy.
"""M/M/1 in SimPy: arrival rate 0.9, service rate 1.0, one million customers.

Prints the mean time in the system (theory: 10). Time the whole process: it is the
model that the engine's own M/M/1 bench is compared with, in the same run.
"""
import random
import simpy

CUSTOMERS, ARRIVAL_RATE, SERVICE_RATE = 1_000_000, 0.9, 1.0


class Server:
    """A single first-come-first-served server fed by a Poisson source."""

    def __init__(self, env):
        self.env, self.line, self.total, self.served = env, simpy.Store(env), 0.0, 0
        env.process(self.source())
        env.process(self.serve())

    def source(self):
        draw = random.Random(1)
        for _ in range(CUSTOMERS):
            yield self.env.timeout(draw.expovariate(ARRIVAL_RATE))
            self.line.put(self.env.now)

    def serve(self):
        draw = random.Random(2)
        while True:
            arrived = yield self.line.get()
            yield self.env.timeout(draw.expovariate(SERVICE_RATE))
            self.total += self.env.now - arrived
            self.served += 1


env = simpy.Environment()
server = Server(env)
env.run()
print(f"mean time in system {server.total / server.served:.4f} (theory 10), served {server.served}")
