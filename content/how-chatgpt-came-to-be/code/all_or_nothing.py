"""One ability that grows smoothly, scored in two ways.

Run it:  python3 all_or_nothing.py
A task of several steps counts as solved only if every step is right. The share of right steps grows evenly; the share
of solved tasks lies low for long and then shoots up.
"""

STEPS = 10
LEVELS = (0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99)


# region score
def solved(per_step, steps=STEPS):
    """All or nothing: every one of the steps has to be right, each with the same chance."""
    return per_step ** steps
# endregion


# region halfway
def needed(share, steps=STEPS):
    """How sure each step must be for this share of tasks to be solved."""
    return share ** (1 / steps)
# endregion


# region curves
def curves():
    """For each level the two scores, in percent."""
    return [(round(100 * level), round(100 * solved(level))) for level in LEVELS]
# endregion


def figures():
    """The numbers that the chapter quotes."""
    by_level = {f"solved-{level}": share for level, share in curves()}
    lengths = {f"eighty-{steps}": round(100 * solved(0.8, steps)) for steps in (5, 10, 20)}
    return {"steps": STEPS, **by_level, **lengths, "half": round(100 * needed(0.5))}


if __name__ == "__main__":
    told = figures()
    print(f"tasks of {told['steps']} steps")
    for level, share in curves():
        print(f"  a step right in {level:2}%  {'.' * (level // 2):50}  solved {share:2}%  {'#' * (share // 2)}")
    print("a step right in 80%:", *(f"{told[f'eighty-{n}']}% solved with {n} steps;" for n in (5, 10, 20)))
    print(f"half of the tasks are solved once a step is right in {told['half']}%")
