"""What it takes to hold a model in memory: its weights, its cache for each conversation, its training.

Run it:  python3 memory_bill.py
GB are 10^9 bytes, GiB are 2^30 bytes.
"""

GB, GIB, KIB, MB = 10 ** 9, 2 ** 30, 2 ** 10, 10 ** 6
BILLION = 10 ** 9


# region weights
def weights(parameters, bits):
    """Every parameter takes so many bits."""
    return parameters * bits / 8
# endregion


# region cache
def cache_per_token(layers, width, bytes_each=2, groups=1):
    """A key and a value, as wide as the model, in each layer; heads that share them divide the width."""
    return 2 * layers * width // groups * bytes_each
# endregion


# region training
def training(parameters):
    """With Adam in mixed precision: weights, gradients and the optimiser's numbers take 16 bytes a parameter."""
    return parameters * 16
# endregion


# region checks
def checks():
    """Two shapes whose cache is known from elsewhere."""
    opt = cache_per_token(layers=40, width=5120)
    gpt3 = cache_per_token(layers=96, width=12288)
    return {"opt-13b": round(opt / KIB), "gpt3": round(gpt3 / MB, 1), "gpt3-2048": round(2048 * gpt3 / GB, 1)}
# endregion


SIZE = 35 * BILLION
SHAPE = {"layers": 60, "width": 7168}
HEADS, SHARED = 56, 8  # 56 heads of 128 numbers; 8 keys and values among them


def figures():
    """The numbers that the chapter quotes."""
    full = cache_per_token(**SHAPE)
    shared = cache_per_token(**SHAPE, groups=HEADS // SHARED)
    return {
        **SHAPE,
        **{f"bits-{bits}": f"{weights(SIZE, bits) / GB:g}" for bits in (16, 8, 4)},
        "gib-16": f"{weights(SIZE, 16) / GIB:.1f}",
        "token": f"{full / MB:.1f}",
        "full": f"{4096 * full / GB:.1f}",
        "shared": f"{4096 * shared / GB:.1f}",
        "ten-users": f"{10 * 4096 * full / GB:.0f}",
        "training": f"{training(SIZE) / GB:.0f}",
        "times": f"{training(SIZE) / weights(SIZE, 16):.0f}",
        **checks(),
    }


if __name__ == "__main__":
    told = figures()
    print("weights of 35 billion parameters")
    for bits in (16, 8, 4):
        print(f"  {bits:2} bits: {told[f'bits-{bits}']} GB")
    print(f"  16 bits in GiB: {told['gib-16']}")
    print(f"cache, {SHAPE['layers']} layers of width {SHAPE['width']}, 16 bits: {told['token']} MB a token")
    print(f"  4,096 tokens: {told['full']} GB; with shared heads {told['shared']} GB; for ten users {told['ten-users']} GB")
    print(f"training: {told['training']} GB, {told['times']} times the weights in 16 bits")
    print(f"checks: OPT-13B {told['opt-13b']} KiB a token; GPT-3's shape {told['gpt3']} MB a token,")
    print(f"  {told['gpt3-2048']} GB at 2,048 tokens")
