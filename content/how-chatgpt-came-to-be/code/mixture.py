"""How many tokens of each kind a model reads, and how often it has to read the same ones again.

Run it:  python3 mixture.py
The stocks are made up; the shares and the budget of the first mix are PaLM's, those of the second follow a rule of
thumb, 20 tokens for each parameter.
"""

BILLION = 10 ** 9
MOST_TIMES = 4  # beyond this the calculator warns


# region budget
def budget(parameters, tokens_each=20):
    """Tokens for a model of this size, by the rule of thumb."""
    return parameters * tokens_each
# endregion


# region mix
def mix(tokens, shares, stocks):
    """For each kind the tokens that are read, and how many times the stock is gone through."""
    if abs(sum(shares.values()) - 1) > 1e-9:
        raise ValueError("the shares must add up to 1")
    return {kind: (tokens * share, tokens * share / stocks[kind]) for kind, share in shares.items()}
# endregion


# region warn
def warnings(mixed):
    """The kinds that would be read too often."""
    return [kind for kind, (_, times) in mixed.items() if times > MOST_TIMES]
# endregion


PALM = mix(780 * BILLION, {"text": 0.95, "code": 0.05}, {"text": 741 * BILLION, "code": 39 * BILLION})
OURS = budget(35 * BILLION)
STOCKS = {"text": 140 * BILLION, "code": 100 * BILLION}
TEXT_ONLY = mix(OURS, {"text": 1.0, "code": 0.0}, STOCKS)
WITH_CODE = mix(OURS, {"text": 0.7, "code": 0.3}, STOCKS)


def figures():
    """The numbers that the chapter quotes: billions of tokens, and times that a stock is read."""
    return {
        "palm-code": round(PALM["code"][0] / BILLION),
        "budget": round(OURS / BILLION),
        "text-stock": round(STOCKS["text"] / BILLION),
        "code-stock": round(STOCKS["code"] / BILLION),
        "text-times": round(TEXT_ONLY["text"][1], 1),
        "mixed-text": round(WITH_CODE["text"][0] / BILLION),
        "mixed-text-times": round(WITH_CODE["text"][1], 1),
        "mixed-code": round(WITH_CODE["code"][0] / BILLION),
        "mixed-code-times": round(WITH_CODE["code"][1], 1),
        "most-times": MOST_TIMES,
    }


if __name__ == "__main__":
    told = figures()
    print(f"PaLM: {told['palm-code']} billion tokens of code")
    print(f"35 billion parameters, by the rule of thumb: {told['budget']} billion tokens; a warning above {MOST_TIMES} times")
    print(f"in stock, made up: {told['text-stock']} billion of text, {told['code-stock']} billion of code")
    for name, mixed in (("text only", TEXT_ONLY), ("30% code", WITH_CODE)):
        print(f"  {name}")
        for kind, (tokens, times) in mixed.items():
            mark = "  too often" if kind in warnings(mixed) else ""
            print(f"    {kind}: {tokens / BILLION:.0f} billion, {round(times, 1):g} times{mark}")
