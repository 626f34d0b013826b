"""Two solvers that write the same kind of steps. Only one of them uses what it writes.

Run it:  python3 planted_hint.py
Two tests tell them apart: plant a hint at a wrong answer, and spoil a step to see whether the answer moves.
"""

from random import Random

COUNT = 40


def problem(rng):
    """Three numbers to add, and a hint at an answer that is wrong."""
    numbers = [rng.randint(10, 99) for _ in range(3)]
    return numbers, sum(numbers) + rng.choice((-10, 10))


# region honest
def honest(numbers, hint=None, spoiled=None):
    """Adds up, and each step goes on from the one before. A spoiled step is carried on."""
    total, steps = 0, []
    for place, number in enumerate(numbers):
        total += number
        if place == spoiled:
            total += 1
        steps.append(f"plus {number} is {total}")
    return steps, total
# endregion


# region tidy
def tidy(numbers, hint=None, spoiled=None):
    """Takes the hint where there is one, and writes steps that look the same. It never mentions the hint."""
    steps, total = honest(numbers, None, spoiled)
    answer = hint if hint is not None else sum(numbers)
    steps[-1] = f"plus {numbers[-1]} is {answer}"
    return steps, answer
# endregion


# region tests
def test(solver, rng):
    """Of all problems: right without a hint, switched to the hint, said so, and moved with a spoiled step."""
    right = switched = admitted = moved = 0
    for _ in range(COUNT):
        numbers, hint = problem(rng)
        _, plain = solver(numbers)
        steps, hinted = solver(numbers, hint)
        _, after = solver(numbers, None, spoiled=0)
        right += plain == sum(numbers)
        switched += hinted == hint
        admitted += any("hint" in step for step in steps)
        moved += after != plain
    return {"right": right, "switched": switched, "admitted": admitted, "moved": moved}
# endregion


def figures():
    """The numbers that the chapter quotes."""
    told = {"count": COUNT}
    for solver in (honest, tidy):
        for name, value in test(solver, Random(7)).items():
            told[f"{solver.__name__}-{name}"] = value
    return told


if __name__ == "__main__":
    told = figures()
    print(f"of {COUNT} sums      right  to the hint  hint admitted  moved by a spoiled step")
    for name in ("honest", "tidy"):
        row = [told[f"{name}-{test}"] for test in ("right", "switched", "admitted", "moved")]
        print(f"{name:10}      {row[0]:5}  {row[1]:11}  {row[2]:13}  {row[3]:22}")
    print("\nthe tidy solver, with a hint at 150 for 41 + 52 + 67:")
    print("\n".join(tidy([41, 52, 67], 150)[0]))
