"""A model that is trained only to continue text: counts of which word followed which two words.

Run it:  python3 trigram.py
The same counts are read in two ways, greedily and by chance, and each text's repetition is measured.
"""

from collections import Counter, defaultdict
from random import Random

TEXT = """
the reader opens the book and the reader turns the page . the page is thin and the page is old .
a note stands in the margin of the page . the note is short and the note is sharp .
the reader turns the page and the note is gone . a second note stands beside the line .
the reader reads the note and the reader turns the lamp down . the lamp is old and the light is low .
the light falls on the line and the line is clear . the reader marks the line and closes the book .
the book is heavy and the night is long . the reader opens the window and the rain is near .
the rain falls on the roof and the reader sleeps . in the morning the reader turns the page again .
the margin is full of notes and the reader writes a note of her own . the note is long .
a friend opens the book and the friend reads the note . the friend laughs and the friend turns the page .
""".split()


# region count
def count(words):
    """Training: for every two words, how often each word came next. Nothing else is kept."""
    follows = defaultdict(Counter)
    for first, second, third in zip(words, words[1:], words[2:]):
        follows[first, second][third] += 1
    return follows
# endregion


# region greedy
def greedy(choices, rng):
    """The likeliest next word; of equals, the one that was seen first."""
    return max(choices, key=choices.get)
# endregion


# region sample
def sample(choices, rng):
    """A next word by chance, each as often as it was counted."""
    ticket = rng.random() * sum(choices.values())
    for word, times in choices.items():
        ticket -= times
        if ticket < 0:
            return word
    return word
# endregion


# region continue
def continue_text(follows, start, choose, rng, length=60):
    """Write on, one word at a time, from what was counted."""
    words = list(start)
    while len(words) < length:
        choices = follows.get((words[-2], words[-1]))
        if not choices:
            break
        words.append(choose(choices, rng))
    return words
# endregion


# region repeats
def repeated_share(words, size=4):
    """The share of four-word pieces that had already occurred earlier in the same text."""
    pieces = list(zip(*(words[skip:] for skip in range(size))))
    return 1 - len(set(pieces)) / len(pieces)
# endregion


def texts_by_chance(follows, times=1000):
    return [continue_text(follows, ("the", "reader"), sample, Random(seed)) for seed in range(times)]


def figures():
    """The numbers that the chapter quotes."""
    follows = count(TEXT)
    seen = follows["the", "reader"]
    looped = continue_text(follows, ("the", "reader"), greedy, Random(0))
    texts = texts_by_chance(follows)
    return {
        "turns": seen["turns"],
        "opens": seen["opens"],
        "others": sum(1 for word in seen if word not in ("turns", "opens")),
        "greedy": round(100 * repeated_share(looped)),
        "loop": loop_length(looped),
        "sampled": round(100 * sum(map(repeated_share, texts)) / len(texts)),
    }


def loop_length(words):
    """After how many words the end of the text comes round again."""
    return next(step for step in range(1, len(words)) if words[-step:] == words[-2 * step:-step])


if __name__ == "__main__":
    follows = count(TEXT)
    told = figures()
    print(f"trained on {len(TEXT)} words, {len(follows)} word pairs")
    print("after 'the reader':", ", ".join(f"{w} {n}" for w, n in follows["the", "reader"].most_common()))
    print(f"  that is 'turns' {told['turns']}, 'opens' {told['opens']}, and {told['others']} others once each")

    words = continue_text(follows, ("the", "reader"), greedy, Random(0))
    print(f"\ngreedy: {told['greedy']}% of the 4-word pieces are repeats, in a loop of {told['loop']} words")
    print(" ".join(words))

    words = continue_text(follows, ("the", "reader"), sample, Random(1))
    print(f"\nsampled once: {repeated_share(words):.0%} of the 4-word pieces are repeats")
    print(" ".join(words))

    print(f"\nsampled 1,000 times: {told['sampled']}% on average")
