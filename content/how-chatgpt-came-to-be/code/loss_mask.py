"""From records to training text, with a mask that says which pieces the model is trained to write.

Run it:  python3 loss_mask.py
A toy model then counts the masked pieces only, once with the mask on the answers, once with a mask of ones.
"""

from collections import Counter, defaultdict

USER, ASSISTANT, END = "<|user|>", "<|assistant|>", "<|end|>"

RECORDS = [
    {"instruction": "Name the colour.", "input": "snow", "output": "White."},
    {"instruction": "Name the colour.", "input": "coal", "output": "Black."},
    {"instruction": "Name the colour.", "input": "grass", "output": "Green."},
    {"instruction": "Give the opposite.", "input": "hot", "output": "Cold."},
    {"instruction": "Give the opposite.", "input": "early", "output": "Late."},
    {"instruction": "Count the words.", "input": "one fine day", "output": "Three words."},
]


# region turns
def turns(record):
    """A record as pieces, each with the speaker that it belongs to. The end mark is the assistant's."""
    asked = f"{record['instruction']} {record['input']}".strip().split()
    answered = record["output"].split()
    return [(piece, "user") for piece in [USER, *asked, ASSISTANT]] + [
        (piece, "assistant") for piece in [*answered, END]
    ]
# endregion


# region mask
def answer_mask(row):
    """1 where the assistant speaks, 0 elsewhere. The end mark counts: stopping has to be learnt too."""
    return [1 if speaker == "assistant" else 0 for _, speaker in row]
# endregion


# region wrong
def mask_of_ones(row):
    """The mistake: every piece counts, so the user's part is learnt as well."""
    return [1 for _ in row]
# endregion


# region train
def train(row, mask):
    """Count what follows every two pieces, but only where the mask is 1."""
    follows = defaultdict(Counter)
    for place in range(2, len(row)):
        if mask[place]:
            follows[row[place - 2][0], row[place - 1][0]][row[place][0]] += 1
    return follows
# endregion


# region run_on
def run_on(follows, start, length=9):
    """What the model would write if nobody stopped it at the end mark."""
    words = list(start)
    while len(words) < len(start) + length:
        choices = follows.get((words[-2], words[-1]))
        if not choices:
            break
        words.append(max(choices, key=choices.get))
    return words[len(start):]
# endregion


PROMPT = [USER, "Name", "the", "colour.", "snow", ASSISTANT]


def figures():
    """The numbers that the chapter quotes."""
    row = [piece for record in RECORDS for piece in turns(record)]
    mask = answer_mask(row)
    return {
        "pieces": len(row),
        "answers": sum(mask),
        "users": sum(mask_of_ones(row)) - sum(mask),
    }


if __name__ == "__main__":
    row = [piece for record in RECORDS for piece in turns(record)]
    first = turns(RECORDS[0])
    print("piece  ", *(piece for piece, _ in first))
    print("answers", *answer_mask(first))
    print("ones   ", *mask_of_ones(first))

    for name, mask in (("answers", answer_mask(row)), ("ones", mask_of_ones(row))):
        trained = sum(mask)
        asked = sum(1 for (_, speaker), counts in zip(row, mask) if counts and speaker == "user")
        print(f"\nmask '{name}': {trained} of {len(row)} pieces have a 1, {asked} of them are the user's")
        print("  writes:", " ".join(run_on(train(row, mask), PROMPT)))
