"""Two assistants with the same accuracy: one is sure of everything, one of nothing. Confidence is not knowledge.

Run it:  python3 calibration.py
"""

# region answers
BOLD = [(95, True)] * 24 + [(95, False)] * 16
TIMID = [(35, True)] * 24 + [(35, False)] * 16
FAIR = [(90, True)] * 18 + [(90, False)] * 2 + [(30, True)] * 6 + [(30, False)] * 14
# endregion


# region accuracy
def accuracy(answers):
    """Percent right, whatever was said about it."""
    return 100 * sum(right for _, right in answers) / len(answers)
# endregion


# region bins
def by_confidence(answers):
    """For each stated confidence: how many answers, and what percent of them is right."""
    table = {}
    for stated, right in answers:
        table.setdefault(stated, []).append(right)
    return {stated: (len(rights), 100 * sum(rights) / len(rights)) for stated, rights in table.items()}
# endregion


# region error
def calibration_error(answers):
    """The gap between what was said and what was right, weighted by how often it was said; in points."""
    table = by_confidence(answers)
    return sum(count * abs(stated - share) for stated, (count, share) in table.items()) / len(answers)
# endregion


def figures():
    """The numbers that the chapter quotes."""
    told = {"count": len(BOLD)}
    for name, answers in (("bold", BOLD), ("timid", TIMID), ("fair", FAIR)):
        told[f"{name}-right"] = round(accuracy(answers))
        told[f"{name}-error"] = round(calibration_error(answers))
        told[f"{name}-said"] = round(sum(stated for stated, _ in answers) / len(answers))
    for name, stated in (("sure", 90), ("unsure", 30)):
        count, share = by_confidence(FAIR)[stated]
        told[name], told[f"{name}-right"] = count, round(count * share / 100)
    return told


if __name__ == "__main__":
    told = figures()
    print(f"{told['count']} answers each")
    for name in ("bold", "timid", "fair"):
        row = [told[f"{name}-{of}"] for of in ("right", "said", "error")]
        print(f"  {name:5}  right {row[0]}%, says {row[1]}%, calibration error {row[2]} points")
    print(f"the fair one: of {told['sure']} sure answers {told['sure-right']} are right, of {told['unsure']} unsure ones {told['unsure-right']}")
