"""Runs a call, or a file, and tells line by line what happened: one JSON object a line, to descriptor 3.

Standard library only, Python 3.8 or later; the syntax is kept so old that an older one gets to say that it is too old.
The request comes as JSON on standard input, which is at its end from then on. What an event means stands in
core/trace/event.ts, how a value is shortened in core/trace/value.ts. Nothing of the program's own is called to show a
value: no __repr__, no property, no __getattr__, no __eq__.
"""
import os
import sys

if sys.version_info < (3, 8):
    os.write(3, ('{"e":"end","reason":"refused","fault":{"code":"too-old","version":"%s"}}\n'
                 % sys.version.split()[0]).encode())
    sys.exit(0)

import ast
import dis
import io
import json
import threading
import types
from itertools import islice
from operator import is_

quoted = json.encoder.encode_basestring_ascii

# --- what a value looks like -----------------------------------------------------------------------------------------

TOP_ITEMS = 20
INNER_ITEMS = 8
DEPTH = 3
TEXT_CHARS = 100
WHOLE_CHARS = 400
INT_BITS = 1000

type_of = type
name_of_type = type.__dict__['__name__'].__get__
order_of_type = type.__dict__['__mro__'].__get__
dict_of_type = type.__dict__['__dict__'].__get__
args_of_error = BaseException.__dict__['args'].__get__

NoneType = type(None)
SCALARS = frozenset((int, float, str, bool, NoneType, bytes, complex))
SEQUENCES = {list: '[]', tuple: '()', set: '{}', frozenset: '{}'}
# Written in C and without effects; only their own types, never a subclass.
PLAIN_REPR = {('decimal', 'Decimal'), ('datetime', 'datetime'), ('datetime', 'date'), ('datetime', 'time'),
              ('datetime', 'timedelta')}
FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType)
GENERATORS = {types.GeneratorType: 'generator', types.CoroutineType: 'coroutine',
              types.AsyncGeneratorType: 'async generator'}


class Shown(object):
    """The writing of one value: how much room is left, and whether anything was left out."""

    __slots__ = ('room', 'cut', 'open')

    def __init__(self):
        self.room = WHOLE_CHARS
        self.cut = False
        self.open = []

    def text(self, value, depth):
        text = self.written(value, depth)
        self.room -= len(text)
        return text

    def written(self, value, depth):
        kind = type_of(value)
        if kind in SCALARS:
            return self.scalar(kind, value)
        base = builtin_base(kind)
        if base is None:
            return self.other(kind, value, depth)
        if base in SCALARS:
            return '<%s %s>' % (name_of_type(kind), self.scalar(base, value))
        if id(value) in self.open:
            return '<cycle>'
        if depth >= DEPTH:
            size = base.__len__(value)
            if size:
                self.cut = True
                return '<%s of %d>' % (name_of_type(kind), size)
        self.open.append(id(value))
        try:
            if base is dict:
                text = self.pairs(dict.items(value), dict.__len__(value), depth)
            else:
                text = self.items(base, value, depth)
        except RuntimeError:
            self.cut = True
            text = '<changing>'
        finally:
            self.open.pop()
        return text if kind is base else '<%s %s>' % (name_of_type(kind), text)

    def scalar(self, kind, value):
        if kind is str or kind is bytes:
            size = kind.__len__(value)
            if size <= TEXT_CHARS:
                return kind.__repr__(value)
            self.cut = True
            return '%s\u2026 %d more' % (kind.__repr__(kind.__getitem__(value, slice(0, TEXT_CHARS))),
                                    size - TEXT_CHARS)
        if kind is int and int.bit_length(value) > INT_BITS:
            self.cut = True
            return '<int of %d bits>' % int.bit_length(value)
        return kind.__repr__(value)

    def items(self, base, value, depth):
        size = base.__len__(value)
        parts = []
        most = INNER_ITEMS if depth else TOP_ITEMS
        for item in islice(base.__iter__(value), most):
            if self.room < 0:
                break
            parts.append(self.text(item, depth + 1))
        self.rest(parts, size)
        if size == 0 and base in (set, frozenset):
            return base.__name__ + '()'
        inner = ', '.join(parts)
        if base is tuple and size == 1:
            inner += ','
        first, last = SEQUENCES[base]
        text = first + inner + last
        return 'frozenset(' + text + ')' if base is frozenset else text

    def pairs(self, items, size, depth):
        parts = []
        for key, value in islice(items, INNER_ITEMS if depth else TOP_ITEMS):
            if self.room < 0:
                break
            parts.append('%s: %s' % (self.text(key, depth + 1), self.text(value, depth + 1)))
        self.rest(parts, size)
        return '{' + ', '.join(parts) + '}'

    def rest(self, parts, size):
        if len(parts) < size:
            self.cut = True
            parts.append('\u2026 %d more' % (size - len(parts)))

    def other(self, kind, value, depth):
        if kind in FUNCTIONS:
            return '<function %s>' % short(value.__name__)
        if kind is types.MethodType:
            function = value.__func__
            return '<method %s>' % (short(function.__name__) if type_of(function) in FUNCTIONS else '?')
        if kind is types.ModuleType:
            return '<module>'
        if kind in GENERATORS:
            return '<%s %s>' % (GENERATORS[kind], short(value.__name__))
        if kind is range:
            return range.__repr__(value)
        name = short(name_of_type(kind))
        if issubclass_of(kind, type):
            return '<class %s>' % short(name_of_type(value))
        module = dict_of_type(kind).get('__module__')
        if type_of(module) is str and (module, name) in PLAIN_REPR and sys.modules.get(module) is not None \
                and getattr(sys.modules[module], name, None) is kind:
            return kind.__repr__(value)
        if id(value) in self.open:
            return '<cycle>'
        fields = list(islice(fields_of(kind, value), TOP_ITEMS + 1))
        if issubclass_of(kind, BaseException):
            fields.insert(0, ('args', args_of_error(value)))
        if not fields:
            return '<%s>' % name
        if depth >= DEPTH:
            self.cut = True
            return '<%s \u2026>' % name
        self.open.append(id(value))
        parts = [name]
        for field, held in fields[:INNER_ITEMS if depth else TOP_ITEMS]:
            if self.room < 0:
                break
            parts.append('%s=%s' % (short(field), self.text(held, depth + 1)))
        if len(parts) <= len(fields):
            self.cut = True
            parts.append('\u2026')
        self.open.pop()
        return '<' + ' '.join(parts) + '>'


def short(name):
    """A name as it may stand in the text of a value."""
    if type_of(name) is not str:
        return '?'
    return name if len(name) <= 80 else name[:80] + '\u2026'


def issubclass_of(kind, base):
    for each in order_of_type(kind):
        if each is base:
            return True
    return False


bases = {}


def builtin_base(kind):
    """The builtin type whose own methods read such a value."""
    known = bases.get(kind, bases)
    if known is not bases:
        return known
    found = None
    for each in order_of_type(kind):
        if each in SEQUENCES or each is dict or each in SCALARS:
            found = each
            break
    if len(bases) < 1000:
        bases[kind] = found
    return found


def fields_of(kind, value):
    """Names and values from __dict__ and __slots__, by their descriptors alone."""
    for each in order_of_type(kind):
        holder = dict_of_type(each).get('__dict__')
        if each is not type and type_of(holder) is types.GetSetDescriptorType:
            try:
                held = holder.__get__(value, kind)
            except (AttributeError, TypeError):
                break
            for name in list(islice(dict.keys(held), TOP_ITEMS + 1)):
                yield name, dict.get(held, name)
            break
    for each in order_of_type(kind):
        # Of a builtin type such descriptors are its inner parts.
        if type_of(dict_of_type(each).get('__module__')) is not str or '__slots__' not in dict_of_type(each):
            continue
        for name, member in list(dict_of_type(each).items()):
            if type_of(member) is types.MemberDescriptorType:
                try:
                    yield name, member.__get__(value, kind)
                except AttributeError:
                    continue


KINDS = {NoneType: 'none', bool: 'bool', int: 'int', float: 'float', str: 'str', bytes: 'bytes',
         complex: 'complex', list: 'list', tuple: 'tuple', set: 'set', frozenset: 'set', dict: 'dict'}


def wire(value):
    """A value as JSON: its kind, its text, and, where anything was left out, that and how many there are."""
    kind = type_of(value)
    if kind in PLAIN_KINDS:
        return PLAIN_KINDS[kind] + kind.__repr__(value) + '"}'
    shown = Shown()
    try:
        text = shown.text(value, 0)
    except Exception:
        # Another thread, or a type that is odder than was thought of.
        text = '<not shown>'
        shown.cut = True
    base = builtin_base(kind)
    name = KINDS.get(kind) or kind_of(kind, base)
    tail = ''
    if shown.cut:
        tail = ',"c":1'
        if base is not None and (base in SEQUENCES or base in (dict, str, bytes)):
            tail += ',"n":%d' % base.__len__(value)
    return '{"k":"%s","s":%s%s}' % (name, quoted(text), tail)


# Their writing needs no quotes of JSON, and is short.
PLAIN_KINDS = {float: '{"k":"float","s":"', bool: '{"k":"bool","s":"', NoneType: '{"k":"none","s":"'}


def kind_of(kind, base):
    if kind in FUNCTIONS or kind is types.MethodType:
        return 'function'
    if kind in GENERATORS:
        return 'generator'
    if kind is range:
        return 'range'
    if kind is types.ModuleType:
        return 'module'
    if issubclass_of(kind, type):
        return 'class'
    if issubclass_of(kind, BaseException):
        return 'error'
    return 'object'


def error_text(error):
    """What an exception says, by its arguments: its own __str__ is not asked."""
    args = args_of_error(error)
    if len(args) == 1 and type_of(args[0]) is str:
        return args[0] if len(args[0]) <= 300 else args[0][:300] + '\u2026'
    if not args:
        return ''
    shown = Shown()
    return shown.text(args[0] if len(args) == 1 else args, 0)


# --- what is told ----------------------------------------------------------------------------------------------------

class Teller(object):
    """Writes events. What it was given is in the pipe when it returns, so that a kill takes nothing away."""

    def __init__(self, fd, limits):
        self.fd = fd
        self.pid = os.getpid()
        self.lock = threading.Lock()
        self.steps = limits.get('steps', 100000)
        self.printed = limits.get('printedChars', 1000000)
        self.waiting = []
        self.over = False

    def tell(self, text):
        with self.lock:
            self.put(text)

    def put(self, text):
        if self.over:
            return
        if self.waiting:
            text = self.said() + text
        data = text.encode('ascii', 'backslashreplace')
        done = os.write(self.fd, data)
        while done < len(data):
            done += os.write(self.fd, data[done:])

    def said(self):
        waiting, self.waiting = self.waiting, []
        lines = []
        for to, text in waiting:
            lines.append('{"e":"print","to":"%s","text":%s}\n' % (to, quoted(text)))
        return ''.join(lines)

    def say(self, to, text):
        with self.lock:
            if self.over:
                return
            is_full = len(text) > self.printed
            text = text[:self.printed]
            self.printed -= len(text)
            if self.waiting and self.waiting[-1][0] == to and len(self.waiting[-1][1]) < 4000:
                text = self.waiting.pop()[1] + text
            self.waiting.append((to, text))
            if len(self.waiting) > 8 or len(text) > 4000:
                self.put('')
        if is_full:
            self.leave('{"e":"end","reason":"output"}\n')

    def end(self, text):
        with self.lock:
            self.put(text)
            self.over = True

    def leave(self, text):
        self.end(text)
        os._exit(0)


class Out(io.BufferedIOBase):
    """What is printed, told as events; in a forked child, to the real stream."""

    def __init__(self, teller, to, fd):
        io.BufferedIOBase.__init__(self)
        self.teller = teller
        self.to = to
        self.fd = fd

    def writable(self):
        return True

    def fileno(self):
        return self.fd

    def write(self, data):
        if os.getpid() != self.teller.pid:
            os.write(self.fd, data)
        else:
            self.teller.say(self.to, bytes(data).decode('utf-8', 'replace'))
        return len(data)


class Source(object):
    """A file whose lines are told: which lines there are, where branches lead, what is declared global."""

    __slots__ = ('number', 'branches', 'globals', 'loops')

    def __init__(self, number, tree):
        self.number = number
        self.branches = {}
        self.globals = {}
        self.loops = []
        for node in ast.walk(tree):
            if isinstance(node, (ast.If, ast.While, ast.For, ast.AsyncFor)):
                head = node.test if isinstance(node, (ast.If, ast.While)) else node.iter
                body = first_line(node.body[0])
                # Where both are on one line nothing tells which way it went.
                if body > head.end_lineno:
                    kind = 'if' if isinstance(node, ast.If) else 'loop'
                    if kind == 'loop':
                        self.loops.append((node.lineno, node.body[-1].end_lineno))
                    for line in range(node.lineno, head.end_lineno + 1):
                        self.branches[line] = (node.lineno, head.end_lineno, body, node.body[-1].end_lineno, kind)
            elif isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)):
                names = [name for each in ast.walk(node) if isinstance(each, ast.Global) for name in each.names]
                if names:
                    self.globals[(node.name, first_line(node))] = names


def compact(numbers):
    return json.dumps(numbers, separators=(',', ':'))


def first_line(node):
    return min([node.lineno] + [each.lineno for each in getattr(node, 'decorator_list', [])])


def lines_of(code, tree):
    """The lines that can be reached."""
    lines = set()
    codes = [code]
    while codes:
        each = codes.pop()
        lines.update(line for _, line in dis.findlinestarts(each) if line)
        codes.extend(const for const in each.co_consts if isinstance(const, types.CodeType))
    if sys.version_info < (3, 10):
        # Its optimiser jumps past such a line although it belongs to the way.
        for node in ast.walk(tree):
            if isinstance(node, (ast.Continue, ast.Break, ast.Pass)):
                lines.discard(node.lineno)
    return sorted(lines)


CO_OPTIMIZED = 1


class Call(object):
    """One call of a function that is under way: what its variables looked like when it was last looked at."""

    __slots__ = ('number', 'source', 'texts', 'held', 'branch', 'globals', 'is_module', 'is_raising')

    def __init__(self, number, source, names, is_module):
        self.number = number
        self.source = source
        self.texts = {}
        self.held = {}
        self.branch = None
        self.globals = names
        self.is_module = is_module
        self.is_raising = False


HIDDEN_IN_MODULE = (types.ModuleType, types.FunctionType, types.BuiltinFunctionType, type)


class Recorder(object):
    """Turns what the interpreter reports into events."""

    def __init__(self, teller, roots, file):
        self.teller = teller
        self.roots = [os.path.join(os.path.realpath(root), '') for root in roots]
        self.file = file
        self.codes = {}
        self.sources = {}
        self.paths = {}
        self.given = {}
        self.calls = {}
        self.count = 0
        self.left = teller.steps
        self.names = {}
        self.errors = {}
        self.error_count = 0
        self.here = os.path.realpath(__file__)

    def add(self, path, text):
        """The text of a file that is not the one on disk."""
        self.given[path] = text

    def source_of(self, code):
        try:
            return self.codes[code]
        except KeyError:
            pass
        source = self.codes[code] = self.found(code.co_filename)
        return source

    def found(self, name):
        if name in self.sources:
            return self.sources[name]
        source = None
        path = os.path.realpath(name)
        if not name.startswith('<') and (path == self.file or self.is_ours(path)):
            source = self.opened(path)
        self.sources[name] = source
        return source

    def is_ours(self, path):
        if path == self.here or 'site-packages' in path or 'dist-packages' in path:
            return False
        return any(path.startswith(root) for root in self.roots)

    def opened(self, path):
        if path in self.paths:
            return self.paths[path]
        try:
            text = self.given.get(path)
            if text is None:
                with open(path, 'rb') as file:
                    text = file.read()
            code = compile(text, path, 'exec', dont_inherit=True)
            tree = ast.parse(text)
        except Exception:
            return None
        number = len(self.paths)
        source = self.paths[path] = Source(number, tree)
        self.teller.tell('{"e":"file","id":%d,"path":%s,"lines":%s,"loops":%s}\n' % (
            number, quoted(path), compact(lines_of(code, tree)), compact(source.loops)))
        return source

    # Each of these is told by the interpreter, whichever way it reports.

    def called(self, frame, source):
        code = frame.f_code
        self.count += 1
        names = source.globals.get((code.co_name, code.co_firstlineno), ())
        # A class body has no variables of its own kind either.
        is_module = not code.co_flags & CO_OPTIMIZED
        call = Call(self.count, source, names, is_module)
        self.calls[id(frame)] = call
        back = frame.f_back
        by = None
        while back is not None:
            by = self.calls.get(id(back))
            if by is not None:
                break
            back = back.f_back
        name = getattr(code, 'co_qualname', code.co_name)
        self.teller.tell('{"e":"call","f":%d,"by":%d,"file":%d,"l":%d,"name":%s%s}\n' % (
            call.number, by.number if by else 0, source.number, code.co_firstlineno, quoted(short(name)),
            '' if is_module else self.changed(call, frame)))
        return call

    def at(self, frame, call, line):
        """A line is about to run; what the one before it did in this call is known now."""
        self.left -= 1
        if self.left < 0:
            self.teller.leave('{"e":"end","reason":"steps"}\n')
        text = self.done(call, frame)
        branch = call.branch
        if branch is not None and not branch[0] <= line <= branch[1]:
            text += self.branched(call, branch[2] <= line <= branch[3])
            branch = None
        if branch is None:
            call.branch = call.source.branches.get(line)
        call.is_raising = False
        self.teller.tell('%s{"e":"line","f":%d,"l":%d}\n' % (text, call.number, line))

    def done(self, call, frame):
        changed = self.changed(call, frame)
        return '{"e":"values","f":%d%s}\n' % (call.number, changed) if changed else ''

    def branched(self, call, taken):
        first, _, _, _, kind = call.branch
        call.branch = None
        return '{"e":"branch","f":%d,"l":%d,"what":"%s","taken":%s}\n' % (
            call.number, first, kind, 'true' if taken else 'false')

    def returned(self, frame, call, value):
        text = self.done(call, frame)
        if call.branch is not None:
            text += self.branched(call, False)
        del self.calls[id(frame)]
        self.teller.tell('%s{"e":"return","f":%d,"value":%s}\n' % (text, call.number, wire(value)))

    def yielded(self, frame, call, value, is_passed_on):
        # What an await hands to its loop is no value of the program's; what `yield from` passes on was told before.
        if is_passed_on:
            event = '"pause","f":%d' % call.number
        elif frame.f_code.co_flags & CO_ASYNC_GENERATOR:
            # Wrapped by the interpreter, which does not let anybody look in.
            event = '"yield","f":%d' % call.number
        else:
            event = '"yield","f":%d,"value":%s' % (call.number, wire(value))
        self.teller.tell('%s{"e":%s}\n' % (self.done(call, frame), event))

    def resumed(self, call):
        self.teller.tell('{"e":"resume","f":%d}\n' % call.number)

    def raised(self, frame, call, error):
        call.branch = None
        call.is_raising = True
        number = self.errors.get(id(error))
        if number is None:
            self.error_count += 1
            number = self.error_count
            # Only what is under way is needed, and an id may come again for another.
            self.errors = {id(error): number}
        self.teller.tell('%s{"e":"raise","f":%d,"l":%d,"x":%d,"kind":%s,"text":%s}\n' % (
            self.done(call, frame), call.number, frame.f_lineno, number,
            quoted(short(name_of_type(type_of(error)))), quoted(error_text(error))))

    def unwound(self, frame, call):
        text = self.done(call, frame)
        del self.calls[id(frame)]
        self.teller.tell('%s{"e":"leave","f":%d}\n' % (text, call.number))

    def named(self, name):
        key = self.names[name] = quoted(short(name)) + ':'
        return key

    def forget(self, frame):
        """After an event that could not be told: what is known of the values may not be what was told."""
        call = self.calls.get(id(frame))
        if call is not None:
            call.texts = {}
            call.held = {}
            call.branch = None

    def changed(self, call, frame):
        """',"set":{\u2026},"gone":[\u2026]' of what is not as it was; nothing where all is."""
        held, texts = call.held, call.texts
        if call.is_module:
            values = {}
            space = frame.f_locals
            # The namespace of a class may be anything that its metaclass made.
            for name, value in list(space.items()) if type_of(space) is dict else ():
                kind = type_of(value)
                if type_of(name) is str and not name.startswith('__') and kind not in HIDDEN_IN_MODULE \
                        and not issubclass_of(kind, type):
                    values[name] = value
                    if len(values) >= MODULE_NAMES:
                        break
        else:
            values = frame.f_locals
            if type_of(values) is not dict:
                values = dict(values.items())
            if call.globals:
                values = dict(values)
                for name in call.globals:
                    if name in frame.f_globals:
                        values[name] = frame.f_globals[name]
        parts = None
        for name, value in values.items():
            before = held.get(name, UNHELD)
            kind = type_of(value)
            if before is value and kind in SCALARS:
                continue
            if kind is int and -MUCH < value < MUCH:
                held[name] = value
                text = '{"k":"int","s":"%d"}' % value
            elif kind in SCALARS:
                held[name] = value
                text = wire(value)
            elif kind in COPIED:
                if type_of(before) is Copy and before.is_of(kind, value):
                    continue
                copy = held[name] = copy_of(kind, value)
                text = wire(value) if copy is UNHELD else wire_scalars(kind, value, copy)
            else:
                held[name] = UNHELD
                text = wire(value)
            if texts.get(name) != text:
                texts[name] = text
                if parts is None:
                    parts = []
                parts.append((self.names.get(name) or self.named(name)) + text)
        gone = ''
        if len(values) < len(texts):
            names = [name for name in texts if name not in values]
            for name in names:
                del texts[name]
                held.pop(name, None)
            gone = ',"gone":[' + ','.join(quoted(short(name)) for name in names) + ']'
        return (',"set":{' + ','.join(parts) + '}' if parts else '') + gone


MODULE_NAMES = 200
MUCH = 10 ** 18


class Copy(object):
    """What a list or a dictionary held, where that was scalars alone: nothing else of the program's is kept alive by
    being looked at. The same scalars in it are the same text."""

    __slots__ = ('kind', 'size', 'items', 'keys')

    def __init__(self, kind, size, items, keys):
        self.kind = kind
        self.size = size
        self.items = items
        self.keys = keys

    def is_of(self, kind, value):
        if self.kind is not kind or self.size != len(value):
            return False
        if kind is dict:
            try:
                # Ends with the shorter one, which is that of what is shown.
                return all(map(is_, self.keys, value)) and all(map(is_, self.items, value.values()))
            except RuntimeError:
                return False
        return all(map(is_, self.items, value))


COPIED = frozenset((list, tuple, dict))
# Stands for nothing that a program can have.
UNHELD = object()


def copy_of(kind, value):
    """UNHELD where not all that is shown is scalar."""
    keys = None
    if kind is dict:
        try:
            keys = list(islice(value, TOP_ITEMS))
            items = list(islice(value.values(), TOP_ITEMS))
        except RuntimeError:
            # Another thread is at it.
            return UNHELD
        if not SCALARS.issuperset(map(type_of, keys)):
            return UNHELD
    else:
        items = value[:TOP_ITEMS]
    return Copy(kind, len(value), items, keys) if SCALARS.issuperset(map(type_of, items)) else UNHELD


def wire_scalars(kind, value, copy):
    """As `wire` would write it; at the interpreter's own speed where nothing is to be shortened."""
    if copy.size <= TOP_ITEMS and all(map(is_brief, copy.items)) and (copy.keys is None or all(map(is_brief, copy.keys))):
        text = kind.__repr__(value)
        if len(text) <= WHOLE_CHARS:
            return '{"k":"%s","s":%s}' % (KINDS[kind], quoted(text))
    return wire(value)


def is_brief(value):
    kind = type_of(value)
    if kind is int:
        return -MUCH < value < MUCH
    return kind is not str and kind is not bytes or len(value) <= TEXT_CHARS


# --- the two ways in which the interpreter reports -------------------------------------------------------------------

CO_GENERATOR, CO_COROUTINE, CO_ITERABLE_COROUTINE, CO_ASYNC_GENERATOR = 0x20, 0x80, 0x100, 0x200
PAUSING = CO_GENERATOR | CO_COROUTINE | CO_ITERABLE_COROUTINE | CO_ASYNC_GENERATOR

op = dis.opmap.get
RETURNS = {op('RETURN_VALUE'), op('RETURN_CONST')} - {None}
YIELD_VALUE, YIELD_FROM, SEND, RESUME = op('YIELD_VALUE'), op('YIELD_FROM', -1), op('SEND', -1), op('RESUME', -1)
ENDS = {op('FOR_ITER'), op('END_ASYNC_FOR'), YIELD_FROM, SEND}


class Instructions(object):
    """The instructions of codes, by offset: two bytes each."""

    def __init__(self):
        self.bytes = {}

    def at(self, code, offset):
        raw = self.bytes.get(code)
        if raw is None:
            raw = self.bytes[code] = code.co_code
        return raw[offset] if 0 <= offset < len(raw) else -1

    def passes_on(self, code, offset):
        """Whether the yield there is that of an await or of `yield from`."""
        return bool(code.co_flags & (CO_COROUTINE | CO_ITERABLE_COROUTINE)) or self.at(code, offset + 2) == YIELD_FROM \
            or SEND in (self.at(code, offset - 2), self.at(code, offset - 4))


class BySettrace(object):
    """Before 3.12. Whether a frame returned, yielded or was left shows in the instruction at which it stands."""

    def __init__(self, recorder):
        self.recorder = recorder
        self.instructions = Instructions()

    def start(self):
        threading.settrace(self.on_call)
        sys.settrace(self.on_call)

    def stop(self):
        """Whether it was still ours until now."""
        is_ours = sys.gettrace() == self.on_call
        threading.settrace(None)
        sys.settrace(None)
        return is_ours

    def on_call(self, frame, event, arg):
        recorder = self.recorder
        source = recorder.source_of(frame.f_code)
        if source is None:
            return None
        try:
            call = recorder.calls.get(id(frame))
            if call is not None and frame.f_code.co_flags & PAUSING and not self.is_fresh(frame):
                recorder.resumed(call)
            else:
                recorder.called(frame, source)
        except RecursionError:
            recorder.forget(frame)
        return self.on_event

    def is_fresh(self, frame):
        if RESUME < 0:
            return frame.f_lasti < 0
        raw = self.instructions.at(frame.f_code, frame.f_lasti)
        return frame.f_lasti < 0 or raw == RESUME and self.instructions.at(frame.f_code, frame.f_lasti + 1) == 0

    def on_event(self, frame, event, arg):
        recorder = self.recorder
        call = recorder.calls.get(id(frame))
        if call is None:
            return None
        try:
            if event == 'line':
                recorder.at(frame, call, frame.f_lineno)
            elif event == 'return':
                self.on_return(frame, call, arg)
            elif event == 'exception':
                self.on_exception(frame, call, arg)
        except RecursionError:
            recorder.forget(frame)
        return self.on_event

    def on_return(self, frame, call, value):
        code, offset, at = frame.f_code, frame.f_lasti, self.instructions.at
        if at(code, offset) in RETURNS:
            self.recorder.returned(frame, call, value)
        elif code.co_flags & PAUSING and not (call.is_raising and value is None) \
                and (at(code, offset) == YIELD_VALUE or at(code, offset + 2) == YIELD_FROM):
            self.recorder.yielded(frame, call, value, self.instructions.passes_on(code, offset))
        else:
            self.recorder.unwound(frame, call)

    def on_exception(self, frame, call, arg):
        kind, error, _ = arg
        if not isinstance(error, BaseException):
            # As the interpreter itself would make it, later.
            error = kind() if error is None else kind(error)
        is_end = type_of(error) in (StopIteration, StopAsyncIteration)
        offset = frame.f_lasti
        if is_end and not ENDS.isdisjoint((self.instructions.at(frame.f_code, offset),
                                           self.instructions.at(frame.f_code, offset + 2))):
            # The end of a loop, which the interpreter reports in the same way.
            return
        self.recorder.raised(frame, call, error)


class ByMonitoring(object):
    """From 3.12 on: code of others is asked about once and runs at its own speed from then on."""

    def __init__(self, recorder):
        self.recorder = recorder
        self.instructions = Instructions()
        self.monitoring = sys.monitoring

    def start(self):
        watch, events = self.monitoring, self.monitoring.events
        self.tool = next(number for number in (4, 3, 1, 0, 2) if watch.get_tool(number) is None)
        watch.use_tool_id(self.tool, 'marginalia')
        handlers = {events.PY_START: self.on_start, events.PY_RESUME: self.on_resume, events.PY_THROW: self.on_throw,
                    events.LINE: self.on_line, events.PY_RETURN: self.on_return, events.PY_YIELD: self.on_yield,
                    events.PY_UNWIND: self.on_unwind, events.RAISE: self.on_raise}
        for event, handler in handlers.items():
            watch.register_callback(self.tool, event, handler)
        watch.set_events(self.tool, sum(handlers))

    def stop(self):
        is_ours = self.monitoring.get_tool(self.tool) == 'marginalia'
        if is_ours:
            self.monitoring.set_events(self.tool, 0)
            self.monitoring.free_tool_id(self.tool)
        return is_ours

    def on_start(self, code, offset):
        source = self.recorder.source_of(code)
        if source is None:
            return self.monitoring.DISABLE
        frame = sys._getframe(1)
        try:
            self.recorder.called(frame, source)
        except RecursionError:
            self.recorder.forget(frame)

    def on_resume(self, code, offset):
        if self.recorder.source_of(code) is None:
            return self.monitoring.DISABLE
        self.on_throw(code, offset, None)

    def on_throw(self, code, offset, error):
        call = self.recorder.calls.get(id(sys._getframe(2 if error is None else 1)))
        if call is not None:
            self.recorder.resumed(call)

    def on_line(self, code, line):
        if self.recorder.source_of(code) is None:
            return self.monitoring.DISABLE
        frame = sys._getframe(1)
        call = self.recorder.calls.get(id(frame))
        if call is not None:
            try:
                self.recorder.at(frame, call, line)
            except RecursionError:
                self.recorder.forget(frame)

    def on_return(self, code, offset, value):
        if self.recorder.source_of(code) is None:
            return self.monitoring.DISABLE
        self.ending(sys._getframe(1), lambda frame, call: self.recorder.returned(frame, call, value))

    def on_yield(self, code, offset, value):
        if self.recorder.source_of(code) is None:
            return self.monitoring.DISABLE
        passed = self.instructions.passes_on(code, offset)
        self.ending(sys._getframe(1), lambda frame, call: self.recorder.yielded(frame, call, value, passed))

    def on_unwind(self, code, offset, error):
        if self.recorder.source_of(code) is not None:
            self.ending(sys._getframe(1), self.recorder.unwound)

    def on_raise(self, code, offset, error):
        if self.recorder.source_of(code) is not None:
            self.ending(sys._getframe(1), lambda frame, call: self.recorder.raised(frame, call, error))

    def ending(self, frame, tell):
        call = self.recorder.calls.get(id(frame))
        if call is None:
            return
        try:
            tell(frame, call)
        except RecursionError:
            self.recorder.forget(frame)


# --- the run ---------------------------------------------------------------------------------------------------------

def package_of(path):
    """The name of the module, and the folder from which it is imported: packages are folders with __init__.py."""
    folder, name = os.path.split(path)
    parts = [os.path.splitext(name)[0]]
    while os.path.exists(os.path.join(folder, '__init__.py')) and os.path.dirname(folder) != folder:
        folder, name = os.path.split(folder)
        parts.insert(0, name)
    return parts, folder


def refused(code, **more):
    fault = {'code': code}
    fault.update(more)
    return '{"e":"end","reason":"refused","fault":%s}\n' % json.dumps(fault)


def syntax_fault(error, path):
    where = {} if error.lineno is None else {'line': error.lineno}
    return refused('syntax', file=path, detail=str(error.msg)[:300], **where)


def compiled(request, path):
    """The code of the file and of the call; raises SyntaxError, ValueError, OSError."""
    text = request.get('text')
    if text is None:
        with open(path, 'rb') as file:
            text = file.read()
    return compile(text, path, 'exec', dont_inherit=True)


def raised_end(error):
    tail = ''
    if isinstance(error, ImportError) and type_of(error.name) is str and type_of(error) is ModuleNotFoundError:
        tail = ',"missing":%s' % quoted(error.name)
    return '{"e":"end","reason":"raised","kind":%s,"text":%s%s' % (
        quoted(short(name_of_type(type_of(error)))), quoted(error_text(error)), tail)


def main():
    request = json.loads(sys.stdin.buffer.read().decode('utf-8'))
    os.set_inheritable(3, False)
    path = os.path.realpath(request['file'])
    teller = Teller(3, request.get('limits', {}))
    teller.tell('{"e":"begin","v":1,"language":"python","runtime":"%s","file":%s,"call":%s}\n' % (
        sys.version.split()[0], quoted(path), json.dumps(request.get('call'))))
    try:
        code = compiled(request, path)
    except SyntaxError as error:
        return teller.end(syntax_fault(error, path))
    except (ValueError, OSError) as error:
        return teller.end(refused('unreadable', file=path, detail=str(error)[:300]))
    call = request.get('call')
    if call is not None:
        try:
            call = compile(call, '<call>', 'eval', dont_inherit=True)
        except (SyntaxError, ValueError) as error:
            return teller.end(refused('call', detail=str(error)[:300]))
    bound(request.get('limits', {}))
    recorder = Recorder(teller, request.get('roots', []), path)
    if request.get('text') is not None:
        recorder.add(path, request['text'])
    sys.stdout = stream(teller, 'out', 1)
    sys.stderr = stream(teller, 'err', 2)
    watcher = (ByMonitoring if hasattr(sys, 'monitoring') else BySettrace)(recorder)
    if hasattr(os, 'register_at_fork'):
        os.register_at_fork(after_in_child=lambda: in_child(teller, watcher))
    teller.end(run(watcher, code, call, path, request))


def in_child(teller, watcher):
    """A child that was forked off runs without us."""
    teller.over = True
    teller.lock = threading.Lock()
    watcher.stop()
    os.close(teller.fd)


def stream(teller, to, fd):
    return io.TextIOWrapper(Out(teller, to, fd), encoding='utf-8', errors='backslashreplace', newline='\n',
                            write_through=True)


def bound(limits):
    try:
        import resource
    except ImportError:
        return
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    memory = limits.get('memoryBytes')
    if memory and sys.platform == 'linux':
        # What is really used is watched from outside; this only stops one allocation that is beyond all measure.
        most = 4 * memory + (4 << 30)
        resource.setrlimit(resource.RLIMIT_AS, (most, most))


def run(watcher, code, call, path, request):
    parts, folder = package_of(path)
    own = os.path.dirname(path)
    sys.path[0:1] = [own] + ([folder] if folder != own else []) + list(request.get('importPath', []))
    sys.argv = [path]
    name = '.'.join(parts)
    # A file called as a module that is there already must not take its place: others need that one.
    if call is None:
        name = '__main__'
    elif name in sys.modules or name in getattr(sys, 'stdlib_module_names', ()):
        name += '_'
    module = types.ModuleType(name)
    module.__file__ = path
    module.__builtins__ = __builtins__
    if call is not None and len(parts) > 1:
        module.__package__ = '.'.join(parts[:-1])
    sys.modules[name] = module
    try:
        is_ours = False
        try:
            watcher.start()
            if call is not None and len(parts) > 1:
                __import__(module.__package__)
            exec(code, module.__dict__)
            value = None
            if call is not None:
                value = eval(call, module.__dict__)
                if type_of(value) is types.CoroutineType:
                    import asyncio
                    value = asyncio.run(value)
        finally:
            is_ours = watcher.stop()
        end = '{"e":"end","reason":"finished"' + (',"value":%s' % wire(value) if call is not None else '')
    except SystemExit as error:
        end = '{"e":"end","reason":"exited","status":%s' % json.dumps(status_of(error))
    except SyntaxError as error:
        # Of a file that was imported.
        end = raised_end(error)
    except BaseException as error:
        end = raised_end(error)
    return end + ('' if is_ours else ',"blind":true') + '}\n'


def status_of(error):
    status = args_of_error(error)[:1] or (0,)
    return status[0] if type_of(status[0]) is int else 0 if status[0] is None else 1


if __name__ == '__main__':
    main()
