"""Two ways to hold examples back, and how one of them flatters the score; then a fact that no skill can supply.

Run it:  python3 splits.py
The "model" is a library of small text rules. For an instruction that it was trained on it takes the rule that fits the
rows; for one that it was not, the rule of the known instruction that shares most words with it.
"""

from random import Random

WORDS = "river stone lamp window garden paper silver morning button candle".split()
RULES = {
    "write the word backwards": lambda word: word[::-1],
    "write the first letter": lambda word: word[0],
    "write the last letter": lambda word: word[-1],
    "write the word twice": lambda word: word + word,
    "write the first letter twice": lambda word: word[0] * 2,
    "write the last letter twice": lambda word: word[-1] * 2,
    "count the letters": lambda word: str(len(word)),
    "count the vowels": lambda word: str(sum(letter in "aeiou" for letter in word)),
}
ROWS = [(instruction, word, rule(word)) for instruction, rule in RULES.items() for word in WORDS]


# region split_rows
def split_rows(rng, share=0.25):
    """Hold back some rows. Their instructions stay in training, so the type of task leaks."""
    rows = rng.sample(ROWS, len(ROWS))
    held = int(share * len(rows))
    return rows[held:], rows[:held]
# endregion


# region split_types
def split_types(rng, share=0.25):
    """Hold back whole instructions, with all their rows."""
    types = rng.sample(list(RULES), len(RULES))
    held = set(types[: int(share * len(types))])
    return [row for row in ROWS if row[0] not in held], [row for row in ROWS if row[0] in held]
# endregion


# region model
def train(rows):
    """For each instruction that occurs, the rule that fits all of its rows."""
    fits = {}
    for instruction in {row[0] for row in rows}:
        own = [row for row in rows if row[0] == instruction]
        fits[instruction] = next(
            rule for rule in RULES.values() if all(rule(word) == answer for _, word, answer in own)
        )
    return fits


def follow(fits, instruction, word):
    """A known instruction, or the one that is most like it in its words."""
    def alike(known):
        ours, theirs = set(instruction.split()), set(known.split())
        return len(ours & theirs) / len(ours | theirs)

    return fits[max(sorted(fits), key=alike)](word)
# endregion


def score(split, seeds=range(200)):
    """Percent right on what was held back, averaged over the seeds."""
    total = 0.0
    for seed in seeds:
        training, held = split(Random(seed))
        fits = train(training)
        total += sum(follow(fits, task, word) == answer for task, word, answer in held) / len(held)
    return round(100 * total / len(seeds))


# region by_hand
def by_hand():
    """One task held back, and one word of it: what the model says, and what was wanted."""
    held = "write the first letter twice"
    fits = train([row for row in ROWS if row[0] != held])
    return follow(fits, held, "lamp"), RULES[held]("lamp")
# endregion


# region fact
CAPITALS = {"Peru": "Lima", "Kenya": "Nairobi", "Norway": "Oslo", "Japan": "Tokyo"}


def look_up(country, told=None):
    """A fact that was held back is not there; told in the prompt, it is."""
    known = {name: city for name, city in CAPITALS.items() if name != "Peru"}
    return {**known, **(told or {})}.get(country, "unknown")
# endregion


def figures():
    """The numbers that the chapter quotes."""
    return {
        "types": len(RULES),
        "rows": len(ROWS),
        "by-row": score(split_rows),
        "by-type": score(split_types),
        "lamp-said": by_hand()[0],
        "lamp-wanted": by_hand()[1],
        "untold": look_up("Peru"),
        "told": look_up("Peru", {"Peru": "Lima"}),
    }


if __name__ == "__main__":
    told = figures()
    print(f"{told['rows']} rows of {told['types']} kinds of task, a quarter held back")
    print(f"  rows held back:  {told['by-row']}% right")
    print(f"  kinds held back: {told['by-type']}% right")
    print(f"the first letter of lamp twice, that task held back: '{told['lamp-said']}', wanted '{told['lamp-wanted']}'")
    print(f"capital of Peru, held back: {told['untold']}; told in the prompt: {told['told']}")
