"""What tuning can do with what a model already knows, and what happens when it has to learn new facts.

Run it:  python3 knowing.py
One memory holds all facts, and one habit hides them. Facts that are known already change the habit, and all others
profit. Facts that are not have to be pressed into the same memory, and push others out of it.
This illustrates a finding; a toy proves nothing about large models.
"""

from math import exp
from random import Random

SIZE, ANSWERS = 24, 8
GO_ON = ANSWERS  # the ninth output: no answer, but another question
KNOWN, UNKNOWN, TUNED = 40, 10, 5


def facts(rng, count):
    """Facts as a key of +1 and -1, with the number of the right answer."""
    return [([rng.choice((-1, 1)) for _ in range(SIZE)], rng.randrange(ANSWERS)) for _ in range(count)]


# region model
def fresh():
    """The memory: a row of weights for each answer. The habit: one number for going on with a question."""
    return {"memory": [[0.0] * SIZE for _ in range(ANSWERS)], "habit": 0.0}


def outputs(model, key):
    return [sum(w * x for w, x in zip(row, key)) for row in model["memory"]] + [model["habit"]]


def answer(model, key):
    scores = outputs(model, key)
    return scores.index(max(scores))
# endregion


# region learn
def learn(model, items, rounds, rate=0.05):
    """Gradient descent: make what really followed a little likelier, as in pre-training and in tuning."""
    memory = model["memory"]
    for _ in range(rounds):
        for key, followed in items:
            scores = outputs(model, key)
            total = sum(exp(score) for score in scores)
            errors = [exp(score) / total - (output == followed) for output, score in enumerate(scores)]
            model["habit"] -= rate * errors[GO_ON]
            for output in range(ANSWERS):
                step = rate * errors[output]
                memory[output] = [w - step * x for w, x in zip(memory[output], key)]
    return model
# endregion


# region base
def base_model(known):
    """In its texts a question is followed by its answer once, and three times by another question."""
    pages = [(key, after) for key, right in known for after in (right, GO_ON, GO_ON, GO_ON)]
    return learn(fresh(), pages, rounds=60)
# endregion


# region elicit
def elicit(model, items):
    """Tune the habit alone, on a few facts that the memory holds already, until they are answered."""
    while right(model, items) < len(items):
        model["habit"] -= 0.05
    return model
# endregion


# region inject
def inject(model, items):
    """Press facts into the memory that it does not hold, until they are answered."""
    while right(model, items) < len(items):
        learn(model, items, rounds=1)
    return model
# endregion


def right(model, items):
    return sum(answer(model, key) == value for key, value in items)


def compare(seed=0):
    """How many of the known facts come out right: untuned, after known facts, after unknown ones as well."""
    rng = Random(seed)
    known, unknown = facts(rng, KNOWN), facts(rng, UNKNOWN)
    model = base_model(known)
    untuned = right(model, known)
    elicited = right(elicit(model, known[:TUNED]), known)
    after = right(inject(model, unknown), known)
    return {"untuned": untuned, "elicited": elicited, "after": after}


def figures():
    """The numbers that the chapter quotes."""
    told = compare()
    return {"known": KNOWN, "unknown": UNKNOWN, "tuned": TUNED, **told, "lost": told["elicited"] - told["after"]}


if __name__ == "__main__":
    told = figures()
    print(f"known facts answered, of {KNOWN}")
    print(f"  before tuning:                       {told['untuned']}")
    print(f"  after tuning on {TUNED} known facts:       {told['elicited']}")
    print(f"  after {UNKNOWN} unknown facts as well:     {told['after']}  ({told['lost']} lost)")
