"""A fixed budget of rows, spread over few tasks or many: what carries over to a task that was never seen?

Run it:  python3 diversity.py
A task is a direction u in a space of eight; its rows are pairs of an input x and the answer u . x. The model gets u,
the "instruction", together with x, and has to learn what an instruction has to do with an answer.
"""

from random import Random

SIZE, ROWS = 8, 512
TASK_COUNTS = (1, 2, 4, 6, 8, 16)


def vector(rng):
    return [rng.gauss(0, 1) for _ in range(SIZE)]


def dot(a, b):
    return sum(x * y for x, y in zip(a, b))


# region rows
def rows(rng, task_count):
    """The same number of rows, whatever the number of tasks."""
    tasks = [vector(rng) for _ in range(task_count)]
    return [(tasks[row % task_count], vector(rng)) for row in range(ROWS)]
# endregion


# region train
def train(data, rounds=25, rate=0.01):
    """A table of 8 x 8 weights from instruction and input to answer, by gradient descent from nothing."""
    table = [[0.0] * SIZE for _ in range(SIZE)]
    for _ in range(rounds):
        for task, x in data:
            said = dot(task, [dot(row, x) for row in table])
            error = said - dot(task, x)
            for row, of_task in zip(table, task):
                step = rate * error * of_task
                for column in range(SIZE):
                    row[column] -= step * x[column]
    return table
# endregion


# region unseen
def error_on_unseen(table, rng, trials=400):
    """Squared error on new tasks, as a share of the error of a model that always says 0."""
    wrong = nothing = 0.0
    for _ in range(trials):
        task, x = vector(rng), vector(rng)
        wanted = dot(task, x)
        wrong += (dot(task, [dot(row, x) for row in table]) - wanted) ** 2
        nothing += wanted ** 2
    return wrong / nothing
# endregion


def curve(seeds=range(2)):
    """For each number of tasks the error on unseen ones, averaged over the seeds."""
    def once(count, seed):
        return error_on_unseen(train(rows(Random(seed), count)), Random(1000 + seed))

    return {count: sum(once(count, seed) for seed in seeds) / len(seeds) for count in TASK_COUNTS}


def figures():
    """The numbers that the chapter quotes: percent of the error that is left."""
    return {"rows": ROWS, **{f"tasks-{count}": round(100 * error) for count, error in curve().items()}}


if __name__ == "__main__":
    told = figures()
    print(f"{told['rows']} rows each time; error on unseen tasks, in percent of knowing nothing")
    for count in TASK_COUNTS:
        left = told[f"tasks-{count}"]
        print(f"  {count:2} tasks: {left:3}  {'#' * (left // 2)}")
