"""Scale drives both the share of code and the score. What does a comparison make of that?

Run it:  python3 confounder.py
The true effect of code is set by us, so each way of estimating it can be held against the truth.
"""

from random import Random

EFFECTS = (0.0, 0.1, 0.3)
COUNT = 4000


# region world
def world(effect, rng, randomised=False):
    """Models with a scale, a share of code and a score. Large models happen to get more code, unless chance decides."""
    rows = []
    for _ in range(COUNT):
        scale = rng.gauss(0, 1)
        code = rng.gauss(0, 1) if randomised else 0.8 * scale + rng.gauss(0, 0.6)
        rows.append((scale, code, scale + effect * code + rng.gauss(0, 0.5)))
    return rows
# endregion


def mean(values):
    return sum(values) / len(values)


def covariance(a, b):
    of_a, of_b = mean(a), mean(b)
    return mean([(x - of_a) * (y - of_b) for x, y in zip(a, b)])


# region slope
def slope(rows):
    """The score against code alone: the line through the cloud."""
    _, code, score = zip(*rows)
    return covariance(code, score) / covariance(code, code)
# endregion


# region adjusted
def adjusted(rows):
    """The same at equal scale: what code explains beyond what scale explains of both."""
    scale, code, score = zip(*rows)
    of_code = covariance(scale, code) / covariance(scale, scale)
    of_score = covariance(scale, score) / covariance(scale, scale)
    left_code = [c - of_code * s for s, c in zip(scale, code)]
    left_score = [y - of_score * s for s, y in zip(scale, score)]
    return covariance(left_code, left_score) / covariance(left_code, left_code)
# endregion


# region palm
PALM = {"8B": (4.9, 4.1), "62B": (9.6, 29.9), "540B": (17.9, 56.9)}  # GSM8K, percent: without steps, with steps


def gains(table):
    """One share of code, 5 percent, in all three: what differs must come from something else."""
    return {size: round(after - before, 1) for size, (before, after) in table.items()}
# endregion


def signed(number):
    """With a true minus sign, as it is printed in a text."""
    return number.replace("-", "\u2212")


def figures():
    """The numbers that the chapter quotes; an effect of 0.1 is called "10"."""
    told = {"count": COUNT}
    for effect in EFFECTS:
        name = round(100 * effect)
        rows = world(effect, Random(5))
        told[f"naive-{name}"] = signed(f"{slope(rows):.2f}")
        told[f"adjusted-{name}"] = signed(f"{adjusted(rows):.2f}")
        told[f"randomised-{name}"] = signed(f"{slope(world(effect, Random(7), randomised=True)):.2f}")
    return {**told, **{f"palm-{size.lower()}": signed(f"{gain:+.1f}") for size, gain in gains(PALM).items()}}


if __name__ == "__main__":
    told = figures()
    print(f"{COUNT} models in each world")
    print("true effect  naive  at equal scale  randomised")
    for effect in EFFECTS:
        name = round(100 * effect)
        row = [told[f"{way}-{name}"] for way in ("naive", "adjusted", "randomised")]
        print(f"{effect:11}  {row[0]:5}  {row[1]:14}  {row[2]:10}")
    print("PaLM, gain by chain of thought on GSM8K, in points:")
    for size in PALM:
        print(f"  {size}: {told[f'palm-{size.lower()}']}")
