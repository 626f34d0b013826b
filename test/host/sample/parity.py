"""Parity of many bits by a reader who can only look at a few of them, and by one who keeps a running answer."""

import random


def glance(bits, span=4):
    """Looks at the last few bits only, and guesses from them."""
    parity = 0
    for bit in bits[-span:]:
        parity ^= bit
    return parity


def scratchpad(bits, slip, rng):
    """Keeps a running answer; each step may go wrong with probability `slip`."""
    state = 0
    for bit in bits:
        state ^= bit
        if rng.random() < slip:
            state ^= 1
    return state


def share_right(solve, length, trials=2000, seed=7):
    rng = random.Random(seed)
    right = 0
    for _ in range(trials):
        bits = [rng.randrange(2) for _ in range(length)]
        right += solve(bits, rng) == sum(bits) % 2
    return right / trials


if __name__ == "__main__":
    for length in (8, 16, 32, 64):
        seen = share_right(lambda bits, rng: glance(bits), length)
        kept = share_right(lambda bits, rng: scratchpad(bits, 0.01, rng), length)
        print(f"{length:3} bits: a glance {seen:.0%} right, a scratchpad {kept:.0%}")
