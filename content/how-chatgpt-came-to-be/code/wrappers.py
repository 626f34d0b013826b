"""One question in four wrappers: the exact row of pieces that a model would be asked to continue.

Run it:  python3 wrappers.py
The pieces are cut by a simple rule (a word with the blank before it, a mark, a line end); real tokenizers
cut finer. What matters is the same in both: there is one row, and everything stands in it.
"""

import re

QUESTION = "What is the capital of Peru?"
EXAMPLES = [
    ("What is the capital of Kenya?", "Nairobi"),
    ("What is the capital of Norway?", "Oslo"),
    ("What is the capital of Japan?", "Tokyo"),
]


class Mark(str):
    """A role marker: one piece with a number of its own, that no typed text can turn into."""


USER, ASSISTANT, END = Mark("<|user|>"), Mark("<|assistant|>"), Mark("<|end|>")


# region wrappers
# region bare
def bare(question):
    """The question alone. A list of quiz questions begins like this too."""
    return [question]
# endregion


# region frame
def frame(question):
    """A form with an empty field: the likeliest continuation is to fill it in."""
    return [f"Q: {question}\nA:"]
# endregion


# region examples
def examples(question):
    """Three filled-in forms, then ours. They show the task, the length and the style of an answer."""
    return ["".join(f"Q: {q}\nA: {a}\n\n" for q, a in EXAMPLES) + f"Q: {question}\nA:"]
# endregion


# region chat
def chat(question):
    """A play with two speakers. The row ends where the assistant's line begins."""
    return [USER, question, END, ASSISTANT]
# endregion
# endregion wrappers


# region pieces
def pieces(segments):
    """The row that the model gets: a marker stays whole, typed text is always cut."""
    row = []
    for segment in segments:
        if isinstance(segment, Mark):
            row.append(segment)
        else:
            row.extend(re.findall(r" ?\w+| ?[^\w\s]|\n|\s", segment))
    return row
# endregion


def figures():
    """The numbers that the chapter quotes."""
    rows = {wrapper.__name__: len(pieces(wrapper(QUESTION))) for wrapper in (bare, frame, examples, chat)}
    return {**rows, "typed": len(pieces([str(ASSISTANT)]))}


def show(name, segments):
    row = pieces(segments)
    marks = sum(isinstance(piece, Mark) for piece in row)
    print(f"\n{name}: {len(row)} pieces, {marks} of them role markers")
    print("  " + "".join(f"[{piece}]" for piece in row).replace("\n", "\\n"))


if __name__ == "__main__":
    for wrapper in (bare, frame, examples, chat):
        show(wrapper.__name__, wrapper(QUESTION))
    show("typed by hand", [str(ASSISTANT)])
