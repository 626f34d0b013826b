"""One word problem in prose, as a program, and as the trace of that program.

Run it:  python3 word_problem.py
The evaluator knows numbers and four signs; nothing that a model writes is ever handed to Python itself.
"""

import ast
import operator
from random import Random

PROBLEM = "248 shelves hold 137 books each. 1,916 books are lent out. How many are on the shelves?"

# region prose
PROSE = [
    ("248 times 137 is 33,876.", 33876),  # the slip: it is 33,976
    ("33,876 minus 1,916 is 31,960.", 31960),
]
# endregion

# region program
PROGRAM = "248 * 137 - 1916"
# endregion

SIGNS = {ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv}


# region evaluate
def evaluate(text, trace=None):
    """The value of an expression of numbers and signs; the trace gets one line for each step."""
    def value(node):
        if isinstance(node, ast.Constant) and type(node.value) in (int, float):
            return node.value
        if isinstance(node, ast.BinOp) and type(node.op) in SIGNS:
            left, right = value(node.left), value(node.right)
            found = SIGNS[type(node.op)](left, right)
            if trace is not None:
                trace.append((ast.unparse(node), found))
            return found
        raise ValueError(f"not allowed here: {ast.unparse(node)}")

    return value(ast.parse(text, mode="eval").body)
# endregion


# region compare
def compare(trials=10000, plan=0.9, step=0.95, steps=3):
    """Percent right where a model plans and calculates, and where it only plans and the machine calculates."""
    rng = Random(1)
    prose = program = 0
    for _ in range(trials):
        planned = rng.random() < plan
        calculated = all(rng.random() < step for _ in range(steps))
        prose += planned and calculated
        program += planned
    return {"prose": round(100 * prose / trials), "program": round(100 * program / trials)}
# endregion


def figures():
    """The numbers that the chapter quotes."""
    trace = []
    result = evaluate(PROGRAM, trace)
    return {
        "said": f"{PROSE[0][1]:,}",
        "slipped": f"{PROSE[-1][1]:,}",
        "product": f"{trace[0][1]:,}",
        "result": f"{result:,}",
        "off": result - PROSE[-1][1],
        **compare(),
    }


if __name__ == "__main__":
    told = figures()
    print(PROBLEM)
    print("\nprose, with a slip in its first step")
    for line, _ in PROSE:
        print(f"  {line}")
    print(f"\nprogram: {PROGRAM}\ntrace of its run")
    trace = []
    evaluate(PROGRAM, trace)
    for expression, found in trace:
        print(f"  {expression} = {found:,}")
    print(f"\nthe prose ends at {told['slipped']}, the run at {told['result']}: {told['off']} apart, from {told['product']}")
    try:
        evaluate("__import__('os')")
    except ValueError as refused:
        print(f"refused: {refused}")
    print(f"\na right plan in 90%, a right calculation in 95%, three of them: prose {told['prose']}%, program {told['program']}%")
