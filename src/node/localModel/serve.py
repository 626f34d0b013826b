"""Serves one model file by llama.cpp's own HTTP server, for as long as somebody holds it.

Two processes. This one, the gate, listens on loopback and lets through what bears the key, names us as its host and does
not come from a web page. Behind it the engine computes; it answers on a socket in a folder of the reader's own, so nobody
comes past the gate. (It is a process because it holds Python's lock while it loads, and may crash on a broken file.)

The first line of stdin is a JSON object of options. Facts go to stdout, one JSON object a line; the server's log goes
to stderr. stdin is a holder; so is every connection that begins with `hold`. When the last one lets go both processes end:
whoever started them may die in any way and leaves nothing behind.
"""

import hashlib
import hmac
import json
import os
import secrets
import select
import signal
import socket
import subprocess
import sys
import threading
import time


def engine(options):
    """The second process: says its address once the model is loaded, and ends with its stdin."""
    facts = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # What the library prints must not mix with our facts.
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = options["modelFile"]
    params.model_alias = {options["alias"]}
    if options["engineSocket"]:
        params.hostnames = [options["engineSocket"]]
    params.port = 0
    params.api_keys = [options["engineKey"]]
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
    params.cors_origins = ""
    params.cors_credentials = False
    params.cache_ram_mib = options["promptCacheMib"]
    if options.get("chatTemplate"):
        params.chat_template = options["chatTemplate"]
    try:
        server = xllamacpp.Server(params)  # Returns when the model is loaded; until then /health answers 503.
    except RuntimeError:
        # llama.cpp logs the cause from a thread of its own, which would end with us before it has spoken.
        time.sleep(0.5)
        raise
    print(server.listening_address, file=facts, flush=True)
    sys.stdin.buffer.read()
    os._exit(0)


class Gate:
    """What the first process knows: who holds the server, how many requests are under way, and how to end it all."""

    def __init__(self, options):
        self.options = options
        self.facts = os.fdopen(os.dup(1), "w")
        self.holders = 1
        self.requests = 0
        self.counting = threading.Lock()
        self.turns = threading.Semaphore(options["parallel"])
        self.engine = None
        self.engine_port = None
        self.listener = listen(options["port"])
        self.port = self.listener.getsockname()[1]
        self.hosts = {f"127.0.0.1:{self.port}".encode(), f"localhost:{self.port}".encode()}
        self.bearer = b"Bearer " + options["key"].encode()
        options["engineKey"] = secrets.token_hex(32)
        # Relative to our own folder: the path of a socket ends at 104 bytes, and folders of editors are deep.
        options["engineSocket"] = f"engine-{os.getpid()}.sock" if hasattr(socket, "AF_UNIX") else ""

    def say(self, **fact):
        try:
            print(json.dumps(fact), file=self.facts, flush=True)
        except OSError:
            pass  # Whoever started us is gone; others may still hold.

    def end(self, *_):
        if self.engine:
            self.engine.kill()
        for path in (self.options.get("runningFile"), self.options["engineSocket"]):
            try:
                if path:
                    os.unlink(path)
            except OSError:
                pass
        os._exit(0)

    def let_go(self, who):
        with self.counting:
            self.holders -= 1
            if self.holders == 0:
                self.end()
        self.say(released=who, holders=self.holders)

    def run(self):
        for name in ("SIGTERM", "SIGINT", "SIGHUP"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self.end)
        sweep_sockets()
        command = [sys.executable, "-I", os.path.abspath(__file__), "engine"]
        self.engine = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
        self.engine.stdin.write(json.dumps(self.options).encode() + b"\n")
        self.engine.stdin.flush()
        self.say(state="loading", port=self.port)
        threading.Thread(target=self.accept, daemon=True).start()
        threading.Thread(target=self.watch_stdin, daemon=True).start()
        address = self.engine.stdout.readline().decode().strip()
        if address:
            if address.startswith("http:"):
                self.engine_port = int(address.rsplit(":", 1)[1])
            url = f"http://127.0.0.1:{self.port}"
            if self.options.get("runningFile"):
                self.announce(url)
            self.say(state="ready", url=url)
            self.engine.stdout.read()
        # The engine has ended, and nobody told it to: it crashed, or the system took its memory.
        self.engine.wait()
        self.end()

    def watch_stdin(self):
        sys.stdin.buffer.read()
        self.let_go("stdin")

    def announce(self, url):
        """What other windows need in order to use it, whole or not at all, for the eyes of this user only."""
        told = {"url": url, "pid": os.getpid(), "key": self.options["key"], "secret": self.options["secret"]}
        path = self.options["runningFile"]
        draft = f"{path}.{secrets.token_hex(8)}"
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
            json.dump(told, file)
        os.replace(draft, path)

    def accept(self):
        while True:
            connection, _ = self.listener.accept()
            threading.Thread(target=self.serve, args=(connection,), daemon=True).start()

    def serve(self, connection):
        connection.settimeout(headSeconds)
        try:
            with connection, connection.makefile("rb") as lines:
                first = lines.readline(lineBytes)
                if first.startswith((b"hold ", b"prove ", b"use ")):
                    first = self.greet(connection, lines, first)
                if first:
                    self.let_through(connection, lines, first)
        except (OSError, ValueError):
            pass  # It hung up, or took too long to say what it wants.

    def greet(self, connection, lines, first):
        """Proves that we are who wrote the file, to anybody; whoever wants to hold us proves that it can read it.

        Gives the first line of a request where one may follow.
        """
        kind, nonce = first.decode("ascii").split()
        challenge = secrets.token_hex(32)
        connection.sendall(f"{self.proof('server', nonce)} {challenge} {self.requests}\n".encode())
        if kind == "use":
            return lines.readline(lineBytes)
        if kind != "hold" or not hmac.compare_digest(
            lines.readline(lineBytes).strip(), self.proof("client", challenge).encode()
        ):
            return None
        with self.counting:
            self.holders += 1
        try:
            connection.settimeout(None)
            connection.sendall(b"held\n")
            if lines.readline(lineBytes).strip() == b"end":
                self.end()
        except OSError:
            pass  # A window that crashed lets go, too.
        self.let_go("connection")
        return None

    def proof(self, who, nonce):
        # The port is in it: nobody can pass a question on to us and our answer off as his own.
        text = f"{who} {self.port} {nonce}".encode()
        return hmac.new(self.options["secret"].encode(), text, hashlib.sha256).hexdigest()

    def let_through(self, connection, lines, first):
        words = first.split()
        method = words[0] if words else b""
        headers = read_headers(lines)
        if len(words) != 3 or not words[2].startswith(b"HTTP/1.") or headers is None:
            return refuse(connection, method, "400 Bad Request")
        known = dict(headers)
        if known.get(b"host") not in self.hosts or b"origin" in known:
            return refuse(connection, method, "403 Forbidden")
        if not hmac.compare_digest(known.get(b"authorization", b""), self.bearer):
            return refuse(connection, method, "401 Unauthorized")
        length = known.get(b"content-length", b"0")
        if len(known) != len(headers) or b"transfer-encoding" in known or not length.isdigit():
            return refuse(connection, method, "400 Bad Request")
        if int(length) > bodyBytes:
            return refuse(connection, method, "413 Content Too Large")
        body = lines.read(int(length))
        if len(body) < int(length):
            return
        kept = [pair for pair in headers if pair[0] not in ours]
        kept += [(b"authorization", b"Bearer " + self.options["engineKey"].encode()), (b"connection", b"close")]
        head = [first.strip(), *(name + b": " + value for name, value in kept), b"", b""]
        with self.counting:
            self.requests += 1
        try:
            self.ask_engine(connection, method, words[1], b"\r\n".join(head) + body)
        finally:
            with self.counting:
                self.requests -= 1

    def ask_engine(self, connection, method, path, request):
        # llama.cpp puts off what finds no slot free, and now and then never comes back to it: it is not asked before.
        takes_slot = method == b"POST" and path.split(b"?")[0].rsplit(b"/", 1)[-1] in slotted
        if takes_slot and not self.wait_for_turn(connection):
            return
        try:
            try:
                behind = self.to_engine()
            except OSError:
                return refuse(connection, method, "503 Service Unavailable", "Loading model", "unavailable_error")
            with behind:
                behind.sendall(request)
                pass_on(connection, behind)
        finally:
            if takes_slot:
                self.turns.release()

    def wait_for_turn(self, connection):
        """False where it hung up meanwhile. All of its request was read: what can be read now is its end."""
        while not self.turns.acquire(timeout=turnSeconds):
            if select.select([connection], [], [], 0)[0]:
                return False
        return True

    def to_engine(self):
        if self.options["engineSocket"]:
            behind = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            behind.connect(self.options["engineSocket"])
            return behind
        if self.engine_port is None:
            raise ConnectionRefusedError
        return socket.create_connection(("127.0.0.1", self.engine_port))


headSeconds = 10
goodbyeSeconds = 1
turnSeconds = 0.05
letGoSeconds = 30
bodyBytes = 64 << 20
# How the paths end that are answered in a slot. What steers an answer, or only counts, must get past one that is under way.
slotted = (
    *(b"completion", b"completions", b"chat", b"messages", b"responses", b"infill"),
    *(b"embedding", b"embeddings", b"rerank", b"reranking"),
)
lineBytes = 16_384
# Headers that belong to one connection, or that we write ourselves.
ours = (b"authorization", b"connection", b"keep-alive", b"upgrade", b"expect", b"te", b"trailer", b"proxy-connection")


def listen(port):
    listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
    # On Windows the first would let others listen beside us; the second keeps them away.
    exclusive = getattr(socket, "SO_EXCLUSIVEADDRUSE", None)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR if exclusive is None else exclusive, 1)
    try:
        listener.bind(("127.0.0.1", port))
        listener.listen(64)
    except OSError as error:
        sys.exit(f"cannot listen on port {port}: {error.strerror}")
    return listener


def sweep_sockets():
    """What an engine left whose gate was killed; the number in its name is the gate's. (On Windows `kill` would kill.)"""
    if not hasattr(socket, "AF_UNIX"):
        return
    for name in os.listdir("."):
        number = name[len("engine-") : -len(".sock")]
        if name != f"engine-{number}.sock" or not number.isdigit():
            continue
        try:
            os.kill(int(number), 0)
        except PermissionError:
            pass
        except OSError:
            os.unlink(name)


def read_headers(lines):
    """Pairs of a lower-case name and a value; None where it is not HTTP, or too much of it."""
    headers = []
    while len(headers) < 100:
        line = lines.readline(lineBytes)
        if line in (b"\r\n", b"\n"):
            return headers
        name, colon, value = line.partition(b":")
        if not line.endswith(b"\n") or not colon or name != name.strip() or not name:
            return None
        headers.append((name.lower(), value.strip()))
    return None


def refuse(connection, method, status, message="not for you", kind="authentication_error"):
    error = {"code": int(status[:3]), "message": message, "type": kind}
    body = json.dumps({"error": error}).encode()
    head = f"HTTP/1.1 {status}\r\nContent-Type: application/json\r\nContent-Length: {len(body)}\r\nConnection: close\r\n\r\n"
    connection.sendall(head.encode() + (b"" if method == b"HEAD" else body))
    say_goodbye(connection)


def say_goodbye(connection):
    """Reads on for a moment: a connection that is closed with something unread takes back what was written to it."""
    connection.settimeout(goodbyeSeconds)
    connection.shutdown(socket.SHUT_WR)
    for _ in range(16):
        if not connection.recv(65_536):
            return


def pass_on(connection, behind):
    """The answer back; a hang-up on either side is one on the other."""
    connection.settimeout(None)
    while True:
        ready, _, _ = select.select([connection, behind], [], [])
        if connection in ready and not connection.recv(4096):
            return hang_up(behind)
        if behind in ready:
            piece = behind.recv(65_536)
            if not piece:
                return say_goodbye(connection)
            connection.sendall(piece)


def hang_up(behind):
    """Settles when the engine has let go: its slot is free from then on."""
    behind.settimeout(letGoSeconds)
    behind.shutdown(socket.SHUT_WR)
    while behind.recv(65_536):
        pass


options = json.loads(sys.stdin.buffer.readline())
if sys.argv[1:] == ["engine"]:
    engine(options)
else:
    Gate(options).run()
