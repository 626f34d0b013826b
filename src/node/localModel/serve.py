"""Serves one model file by llama.cpp's own HTTP server, for as long as somebody holds it.

The first line of stdin is a JSON object of options. Facts go to stdout, one JSON object a line; the server's log goes
to stderr. stdin is a holder; so is, when a token is given, every connection to the control port that begins with that
token. When the last one lets go the process ends: whoever started it may die in any way and leaves nothing behind.
"""

import json
import os
import socket
import sys
import threading
import time

# What the library prints must not mix with our facts.
facts = os.fdopen(os.dup(1), "w")
os.dup2(2, 1)

holders = 1
counting = threading.Lock()


def say(**fact):
    try:
        print(json.dumps(fact), file=facts, flush=True)
    except OSError:
        pass  # Whoever started us is gone; others may still hold.


def let_go(who):
    global holders
    with counting:
        holders -= 1
        if holders == 0:
            os._exit(0)
    say(released=who, holders=holders)


def hold(connection, token):
    global holders
    with connection, connection.makefile("rb") as lines:
        if lines.readline(200).decode("ascii", "replace").strip() != token:
            return
        with counting:
            holders += 1
        try:
            connection.sendall(b"held\n")
            if lines.readline(200).strip() == b"end":
                os._exit(0)
        except OSError:
            pass  # A window that crashed lets go, too.
        let_go("connection")


def accept(control, token):
    while True:
        connection, _ = control.accept()
        threading.Thread(target=hold, args=(connection, token), daemon=True).start()


def serve(options):
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = options["modelFile"]
    params.model_alias = {options["alias"]}
    params.port = options["port"]
    params.n_parallel = options["parallel"]
    params.n_ctx = options["contextTokens"] * options["parallel"]
    # A hang-up is noticed when something is written; while a prompt is read that is once a batch, where the request asks
    # for progress as ours do. The default of 2048 takes a small machine the better part of a minute. Read with one thread,
    # 1,018 tokens by the 135M went at 162 a second in default batches and at 156 in these; the 1.5B saw no difference.
    params.n_batch = 128
    params.cpuparams.n_threads = params.cpuparams_batch.n_threads = options["threads"]
    params.endpoint_slots = params.endpoint_props = params.endpoint_metrics = True
    params.offline = True
    params.ui = False
    # Pages in the reader's browser have no business here. They could read prompts, which is the reader's code.
    params.cors_origins = ""
    params.cors_credentials = False
    params.cache_ram_mib = options["promptCacheMib"]
    if options.get("chatTemplate"):
        params.chat_template = options["chatTemplate"]
    return xllamacpp.Server(params)


options = json.loads(sys.stdin.buffer.readline())
say(state="loading", port=options["port"])
try:
    server = serve(options)  # Returns when the model is loaded; until then /health answers 503.
except RuntimeError:
    # llama.cpp logs the cause from a thread of its own, which would end with us before it has spoken.
    time.sleep(0.5)
    raise

token = options.get("token")
control = socket.create_server(("127.0.0.1", 0)) if token else None
if control:
    threading.Thread(target=accept, args=(control, token), daemon=True).start()
say(state="ready", url=server.listening_address, control=control.getsockname()[1] if control else None)

sys.stdin.buffer.read()
let_go("stdin")
threading.Event().wait()
