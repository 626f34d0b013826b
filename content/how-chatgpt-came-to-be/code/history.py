"""A conversation that grows, a window that does not, and three ways to choose what is sent again.

Run it:  python3 history.py
Words stand for tokens here. A summary is cut by rule, so that every reader can follow what it loses.
"""

WINDOW = 60

TURNS = [
    "user: My name is Ines and I am allergic to nuts.",
    "assistant: Noted, Ines. I will keep nuts out of it.",
    "user: We are six at the table on Friday.",
    "assistant: Six on Friday. I will plan for six.",
    "user: The kitchen has no oven, only two hobs.",
    "assistant: Then everything has to be cooked on two hobs.",
    "user: One guest eats no meat.",
    "assistant: I will plan a main dish without meat.",
    "user: The shop closes at seven in the evening.",
    "assistant: Then the shopping is done before seven.",
]
QUESTION = "user: Suggest a dessert for us."
FACTS = {"nuts": "allergic to nuts", "six": "six at the table", "oven": "no oven", "shop": "closes at seven"}


def size(turns):
    return sum(len(turn.split()) for turn in turns)


# region cut_oldest
def cut_oldest(turns, window):
    """Drops the oldest turns until the rest fits."""
    kept = list(turns)
    while size(kept) > window:
        kept.pop(0)
    return kept
# endregion


# region first_and_last
def first_and_last(turns, window):
    """Keeps the first turn, and as many of the last as still fit."""
    return [turns[0], *cut_oldest(turns[1:], window - size(turns[:1]))]
# endregion


# region summary
def running_summary(turns, window):
    """Keeps the last turns, and of each older one of the user the last three words."""
    recent = cut_oldest(turns, window - 16)
    older = [turn for turn in turns[: len(turns) - len(recent)] if turn.startswith("user:")]
    short = "summary: " + "; ".join(" ".join(turn.rstrip(".").split()[-3:]) for turn in older)
    return [short, *recent]
# endregion


# region known
def known(sent):
    """Which facts still stand in what is sent. Nothing else is remembered."""
    text = " ".join(sent)
    return [name for name, words in FACTS.items() if words in text]
# endregion


POLICIES = {"cut": cut_oldest, "ends": first_and_last, "summary": running_summary}


def figures():
    """The numbers and names that the chapter quotes."""
    all_turns = [*TURNS, QUESTION]
    told = {"window": WINDOW, "all": size(all_turns)}
    for name, policy in POLICIES.items():
        sent = policy(all_turns, WINDOW)
        told[f"{name}-size"] = size(sent)
        told[f"{name}-known"] = ", ".join(known(sent))
    return told


if __name__ == "__main__":
    told = figures()
    print(f"the conversation has {told['all']} words, the window {told['window']}")
    for name, policy in POLICIES.items():
        sent = policy([*TURNS, QUESTION], WINDOW)
        print(f"\n{policy.__name__}: {told[f'{name}-size']} words; still known: {told[f'{name}-known']}")
        print("\n".join(f"  {turn}" for turn in sent))
