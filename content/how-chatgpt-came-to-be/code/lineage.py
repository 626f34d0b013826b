"""The davinci family as a graph whose edges say how they are known.

Run it:  python3 lineage.py
"""

STATED, INFERRED, UNKNOWN = "stated", "inferred", "unknown"

# region edges
EDGES = [
    # parent, child, how it is known
    ("davinci (2020)", "code-davinci-002", INFERRED),
    ("code-davinci-002", "text-davinci-002", STATED),
    ("text-davinci-002", "text-davinci-003", STATED),
    ("a GPT-3.5 model", "ChatGPT", STATED),
    ("text-davinci-003", "a GPT-3.5 model", UNKNOWN),
]
# endregion

# region published
PUBLISHED = {
    "davinci (2020)": {"parameters": "175 billion", "tokens": "published"},
    "code-davinci-002": {},
    "text-davinci-002": {},
    "text-davinci-003": {},
    "ChatGPT": {},
}
# endregion


# region way
def way(start, end):
    """The edges from an ancestor to a descendant, or None where the family tree knows no way."""
    if start == end:
        return []
    for parent, child, known in EDGES:
        if parent == start:
            rest = way(child, end)
            if rest is not None:
                return [(parent, child, known), *rest]
    return None
# endregion


# region weakest
def weakest(start, end):
    """A claim about two relatives is as good as the weakest edge between them."""
    edges = way(start, end)
    if edges is None:
        return "unrelated"
    known = {how for _, _, how in edges}
    return next(how for how in (UNKNOWN, INFERRED, STATED) if how in known)
# endregion


QUESTIONS = [
    ("code-davinci-002", "text-davinci-002"),
    ("code-davinci-002", "text-davinci-003"),
    ("davinci (2020)", "text-davinci-002"),
    ("code-davinci-002", "ChatGPT"),
    ("text-davinci-002", "code-davinci-002"),
]


def figures():
    """The numbers and words that the chapter quotes."""
    return {
        "edges": len(EDGES),
        "stated": sum(how == STATED for _, _, how in EDGES),
        "inferred": sum(how == INFERRED for _, _, how in EDGES),
        "unknown": sum(how == UNKNOWN for _, _, how in EDGES),
        "without-size": sum("parameters" not in facts for facts in PUBLISHED.values()),
        "models": len(PUBLISHED),
    }


if __name__ == "__main__":
    told = figures()
    print(f"{told['edges']} edges: {told['stated']} stated, {told['inferred']} inferred, {told['unknown']} unknown")
    for start, end in QUESTIONS:
        print(f"  {start} -> {end}: {weakest(start, end)}")
    print(f"no size published for {told['without-size']} of {told['models']} models")
