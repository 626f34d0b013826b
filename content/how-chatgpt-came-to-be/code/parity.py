"""Is the number of ones in a row of bits odd? A reader with a small window, and a scratchpad that sometimes slips.

Run it:  python3 parity.py
"""

from random import Random

SLIP = 0.01
LENGTHS = (8, 16, 32, 64)


# region reader
def reader(bits, rng, window=4):
    """Answers at once from the last four bits. Whatever came before, it cannot tell."""
    return sum(bits[-window:]) % 2
# endregion


# region scratchpad
def scratchpad(bits, rng, slip=SLIP):
    """Writes the state after every bit and goes on from there. Each step goes wrong with the chance of a slip."""
    state = 0
    for bit in bits:
        state ^= bit
        if rng.random() < slip:
            state ^= 1
    return state
# endregion


# region theory
def expected(length, slip=SLIP):
    """Right at the end is right with an even number of slips: (1 + (1 - 2 slip)^n) / 2."""
    return (1 + (1 - 2 * slip) ** length) / 2
# endregion


# region measure
def share_right(answer, length, trials=4000):
    """Percent of random rows that are answered right."""
    rng = Random(length)
    rows = [[rng.randrange(2) for _ in range(length)] for _ in range(trials)]
    return 100 * sum(answer(bits, rng) == sum(bits) % 2 for bits in rows) / trials
# endregion


# region example
def written(bits):
    """The scratchpad on paper: the state after each bit."""
    states, state = [], 0
    for bit in bits:
        state ^= bit
        states.append(state)
    return states
# endregion


EXAMPLE = [1, 0, 1, 1, 0, 1, 0, 1]


def figures():
    """The numbers that the chapter quotes."""
    return {
        "bits": "".join(map(str, EXAMPLE)),
        "states": " ".join(map(str, written(EXAMPLE))),
        "answer": written(EXAMPLE)[-1],
        **{f"reader-{n}": round(share_right(reader, n)) for n in LENGTHS},
        **{f"pad-{n}": round(share_right(scratchpad, n)) for n in LENGTHS},
        **{f"theory-{n}": round(100 * expected(n)) for n in LENGTHS},
    }


if __name__ == "__main__":
    told = figures()
    print(f"bits {told['bits']}, states {told['states']}, so the answer is {told['answer']}")
    print("bits  reader  scratchpad  theory   (percent right)")
    for n in LENGTHS:
        print(f"{n:4}  {told[f'reader-{n}']:6}  {told[f'pad-{n}']:10}  {told[f'theory-{n}']:6}")
