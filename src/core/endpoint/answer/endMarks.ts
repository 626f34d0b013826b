// Takes the marks off the end of an answer with which a model ends its turn and which a server should have kept to
// itself. Only what follows a mark tells that it is one: anywhere else the answer may be about such marks.
import { codeTracker } from './codeTracker';

export interface EndMarks {
  /** Takes the next piece of the answer, cut anywhere; returns what can be told of it. */
  push(text: string): string;
  /** The answer is over: what was held back and is no mark at its end. */
  end(): string;
  /** What was held back, as it came; begins anew. */
  letGo(): string;
}

/** What may end an answer, beside `<|…|>` and `<｜…｜>` with the names below. */
const plainEnds = [
  '</s>',
  '<eos>',
  '<eot>',
  '<end_of_turn>',
  '<end_of_utterance>',
  '<seed:eos>',
  '<turn|>',
  '[/inst]',
  '[eos]',
  '[e~[',
];
const endName = /(?:^|[_▁])(?:end|eo[dstm]|stop|return|call)|^(?:user|observation)$/i;
/** What may follow an end: the beginning of the next turn. */
const plainStarts = ['<s>', '<start_of_turn>', '<|turn>', '[inst]'];
const startName =
  /^(?:im_start|im_sep|start(?:_header_id|_of_role)?|begin[_▁]of[_▁].*|user|assistant|system|tool|observation)$/i;
const bracketed = /<([|｜])([^\s<>|｜]{1,40})\1>/y;
const bracketedStart = /^<(?:[|｜](?:[^\s<>|｜]{1,40}[|｜]?)?)?$/;
const longestMark = 44;

/** Whose turn begins; words of theirs are not the answer any more. */
const role = /[A-Za-z]{1,12}/y;
const roles = ['user', 'human', 'system', 'tool', 'observation', 'ipython'];
const ownRoles = ['assistant', 'model'];
const space = /\s+/y;
const anyStart = /[<[]/g;

type Mark = { readonly kind: 'end' | 'start'; readonly text: string };

/**
 * Held back is a mark with all that may come after the last word: white space, more marks, the head of a next turn.
 * Any other word after it shows that it was none. A turn of the reader's that the model goes on to invent is dropped,
 * unless it stands in code, or the answer has shown before how turns are written.
 */
export function endMarks(): EndMarks {
  /** Marks and what stands between them. */
  let held: string[] = [];
  /** What may be the beginning of a mark or of a role. */
  let open = '';
  let expectsRole = false;
  /** A role was read last. */
  let isRoleRead = false;
  let isForeignTurn = false;
  let isDropping = false;
  /** Opened on this line, so that their ends are meant. */
  let opened = new Set<string>();
  /** A turn was begun where none ends: the answer shows how turns are written. */
  let isAboutTurns = false;
  /** What was told, read only where it matters whether it ends inside code. */
  let unread: string[] = [];
  let code = codeTracker();

  function isInCode(): boolean {
    code.take(unread.join(''));
    unread = [];
    return code.isInside();
  }

  function release(): string {
    const text = held.join('');
    held = [];
    expectsRole = isRoleRead = isForeignTurn = false;
    return text;
  }

  function noteLine(text: string): void {
    if (opened.size > 0 && text.includes('\n')) opened = new Set();
  }

  function push(piece: string): string {
    if (isDropping) {
      held.push(piece);
      return '';
    }
    if (held.length === 0 && open === '' && !piece.includes('<') && !piece.includes('[')) {
      noteLine(piece);
      unread.push(piece);
      return piece;
    }
    const text = open + piece;
    open = '';
    let told = '';
    const tell = (words: string): void => {
      told += words;
      unread.push(words);
    };
    for (let at = 0; at < text.length; ) {
      if (held.length > 0) {
        const step = goOn(text, at);
        if (step === 'wait') return told;
        at += step;
        if (isDropping) {
          held.push(text.slice(at));
          return told;
        }
        if (step > 0) continue;
      } else {
        anyStart.lastIndex = at;
        const next = anyStart.exec(text)?.index ?? text.length;
        noteLine(text.slice(at, next));
        tell(text.slice(at, next));
        at = next;
        if (at === text.length) break;
      }
      const mark = markAt(text, at);
      if (mark === 'perhaps') {
        open = text.slice(at);
        return told;
      }
      if (mark && isMeant(mark)) {
        held.push(mark.text);
        expectsRole = mark.kind === 'start';
        isRoleRead = false;
        if (/^<[|｜](?:user|system|tool|observation)[|｜]>$/i.test(mark.text) && held.length > 1) {
          isRoleRead = isForeignTurn = true;
          expectsRole = false;
        }
        at += mark.text.length;
        continue;
      }
      if (mark) opened.add(mark.text.toLowerCase());
      isAboutTurns ||= mark?.kind === 'start' && mark.text !== '<s>';
      tell(release() + text.charAt(at));
      at += 1;
    }
    return told;
  }

  /** White space and roles after a mark: how far they go; 0: something else stands there. */
  function goOn(text: string, at: number): number | 'wait' {
    // A role has its line, or its mark, to itself: "user are" is about it.
    if (isRoleRead && !/[\r\n<]/.test(text.charAt(at))) {
      isRoleRead = isForeignTurn = false;
      return 0;
    }
    isRoleRead = false;
    space.lastIndex = at;
    const blank = space.exec(text)?.[0];
    if (blank !== undefined) {
      isDropping = isForeignTurn && /[\r\n]/.test(blank) && !isAboutTurns && !isInCode();
      held.push(blank);
      return blank.length;
    }
    if (!expectsRole) return 0;
    role.lastIndex = at;
    const word = role.exec(text)?.[0];
    if (word === undefined) return 0;
    if (at + word.length === text.length && word.length < 12) {
      open = word;
      return 'wait';
    }
    const isForeign = roles.includes(word.toLowerCase());
    if (!isForeign && !ownRoles.includes(word.toLowerCase())) return 0;
    held.push(word);
    expectsRole = false;
    isRoleRead = true;
    isForeignTurn = isForeign;
    return word.length;
  }

  /** Whether this can be the mark that it looks like, where it stands. */
  function isMeant({ kind, text }: Mark): boolean {
    if (kind === 'start') return held.length > 0;
    const opener = text.replace('/', '').toLowerCase();
    return held.length > 0 || opener === text.toLowerCase() || !opened.delete(opener);
  }

  return {
    push,
    end() {
      const rest = held.length > 0 ? '' : open;
      held = [];
      open = '';
      return rest;
    },
    letGo() {
      const rest = release() + open;
      open = '';
      opened = new Set();
      isDropping = isAboutTurns = false;
      unread = [];
      code = codeTracker();
      return rest;
    },
  };
}

function markAt(text: string, at: number): Mark | 'perhaps' | undefined {
  bracketed.lastIndex = at;
  const found = bracketed.exec(text);
  if (found) {
    const name = found[2] ?? '';
    if (endName.test(name)) return { kind: 'end', text: found[0] };
    return startName.test(name) ? { kind: 'start', text: found[0] } : undefined;
  }
  const rest = text.slice(at, at + longestMark).toLowerCase();
  for (const plain of plainEnds)
    if (rest.startsWith(plain)) return { kind: 'end', text: text.slice(at, at + plain.length) };
  for (const plain of plainStarts)
    if (rest.startsWith(plain)) return { kind: 'start', text: text.slice(at, at + plain.length) };
  const isPerhaps =
    rest.length < longestMark &&
    (bracketedStart.test(rest) || [...plainEnds, ...plainStarts].some(plain => plain.startsWith(rest)));
  return isPerhaps ? 'perhaps' : undefined;
}
