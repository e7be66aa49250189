"""How a peer answers: one JSON object a line for each line `TASK MODEL SECONDS` that it is asked."""

import json
import os
import sys
import time


STEPS = 500
"""Steps of a training before it begins anew: later it knows its batch by heart, and numbers get so small that
arithmetic takes longer. Tulle's does as well; neither is timed."""


class Training:
    """Steps that begin anew in time. `step` takes one, `restart` sets weights and optimizer back."""

    def __init__(self, step, restart):
        self.step, self.restart, self.count = step, restart, 0

    def __call__(self):
        self.step()
        self.count += 1

    def between(self):
        if self.count == STEPS:
            self.restart()
            self.count = 0


def median_of(step, seconds):
    """Calls `step` for so long, 3 times at least: the median of the calls in microseconds, and how many they were."""
    between = getattr(step, "between", lambda: None)
    times = []
    end = time.perf_counter() + seconds
    while len(times) < 3 or time.perf_counter() < end:
        begin = time.perf_counter()
        step()
        times.append(time.perf_counter() - begin)
        between()
    times.sort()
    return {"micros": times[len(times) // 2] * 1e6, "runs": len(times)}


def peak_of(step):
    """How many bytes the process grew at its highest while `step`, which makes all it needs, ran."""
    with open("/proc/self/clear_refs", "w") as file:
        file.write("5")
    before = resident("VmRSS")
    step()
    return {"bytes": resident("VmHWM") - before}


def resident(field):
    with open("/proc/self/status") as file:
        return next(int(line.split()[1]) * 1024 for line in file if line.startswith(field))


def serve(name, version, make):
    """`make(model)` gives a dict from tasks to steps, `train` to a Training; each stays warm for the next question."""
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what libraries print is no answer
    answers.write(json.dumps({"name": name, "version": version}) + "\n")
    made = {}
    for line in sys.stdin:
        task, model, seconds = line.split()
        try:
            if task == "memory":
                make("tiny_mlp")["train"]()  # what a library loads for its first step is no net's
                answer = peak_of(lambda: make(model)["train"]())
            else:
                if model not in made:
                    made.clear()
                    made[model] = make(model)
                step = made[model].get(task)
                if step is None:
                    answer = {"error": "not among what this peer has"}
                else:
                    median_of(step, 0)
                    answer = median_of(step, float(seconds))
        except Exception as failure:
            answer = {"error": (str(failure).splitlines() or [type(failure).__name__])[0]}
        answers.write(json.dumps(answer) + "\n")
