// One plain sentence and a next step for everything that can go wrong: what happened, what it means for the
// reader, what to do. The panel, notifications and logs all take their words from here.

import { isolated } from '../base/foreign';
import type { Instead, Problem } from '../base/problem';
import type { Language } from '../chapter/chapter';
import { counted } from './counted';
import { findingText } from './findingText';
import { withoutFullStop } from './fullStop';

export interface ProblemText {
  /** What happened, and what it means for the reader. */
  readonly sentence: string;
  /** What to do now; empty where waiting or nothing is the right thing. */
  readonly next: string;
}

/** Never throws: a run that another version kept may hold a problem that this one does not know, or not all of it. */
export function problemText(problem: Problem, language: Language): ProblemText {
  const pair = knownPair(problem, language) ?? internal;
  const [sentence, next] = language === 'zh-CN' ? pair.zh : pair.en;
  return { sentence, next };
}

function knownPair(problem: Problem, language: Language): Pair | undefined {
  try {
    return pairFor(withIsolatedNames(problem), language);
  } catch {
    return undefined;
  }
}

/** Names, addresses and paths come from others; a detail is isolated where it is cut to its length. */
function withIsolatedNames(problem: Problem): Problem {
  const told = Object.entries(problem).map(([name, value]) => {
    const isName = typeof value === 'string' && name !== 'code' && name !== 'detail';
    return [name, isName ? isolated(value) : value];
  });
  // Strings have become other strings: the type is that of before.
  return Object.fromEntries(told) as Problem;
}

interface Pair {
  readonly en: readonly [sentence: string, next: string];
  readonly zh: readonly [sentence: string, next: string];
}

function pairFor(problem: Problem, language: Language): Pair {
  const count = (value: number) => value.toLocaleString(language);
  const megabytes = (bytes: number) => count(Math.ceil(bytes / 1_000_000));
  switch (problem.code) {
    case 'no-endpoint':
      return noEndpoint(problem.remoteName);
    case 'no-model':
      return {
        en: [
          `${problem.server} answers but has no model.`,
          'Fetch one with it, for example `ollama pull qwen2.5-coder:1.5b`, or point to another server.',
        ],
        zh: [
          `${problem.server} 有应答，但没有模型。`,
          '用它下载一个，例如 `ollama pull qwen2.5-coder:1.5b`，或换一个服务。',
        ],
      };
    case 'own-model':
      return { en: [problem.why.en, ''], zh: [problem.why['zh-CN'], ''] };
    case 'refused-host':
      return {
        en: [
          `${problem.host} is not on your machine. Your code was not sent.`,
          'Allow it in settings, then confirm it once.',
        ],
        zh: [`${problem.host} 不在本机。你的代码没有发出。`, '先在设置里允许，再确认一次。'],
      };
    case 'refused-model':
      return problem.whereabouts === 'elsewhere'
        ? {
            en: [
              `${problem.server} has ${problem.model} run on another machine. Your code was not sent.`,
              'Allow that in settings, then confirm it once, or choose another model.',
            ],
            zh: [
              `${problem.server} 让 ${problem.model} 在另一台机器上运行。你的代码没有发出。`,
              '先在设置里允许，再确认一次，或换一个模型。',
            ],
          }
        : {
            en: [
              `${problem.server} does not say where ${problem.model} runs. Your code was not sent.`,
              'Try again and say yes if you know that it may go there, or choose another model.',
            ],
            zh: [
              `${problem.server} 没有说明 ${problem.model} 在哪里运行。你的代码没有发出。`,
              '如果你知道代码可以发到那里，请重试并确认，或换一个模型。',
            ],
          };
    case 'bad-address':
      return {
        en: [
          `“${problem.address}” is not an address that can be reached.`,
          'Write it as http://127.0.0.1:11434.',
        ],
        zh: [`“${problem.address}”不是可用的地址。`, '写成 http://127.0.0.1:11434 的样子。'],
      };
    case 'refused':
      return {
        en: [
          `Nothing listens at ${problem.address}. Your code was not sent.`,
          `Start the server, then try again.${insteadOf(problem.instead)}`,
        ],
        zh: [
          `${problem.address} 没有服务在监听。你的代码没有发出。`,
          `启动服务，然后重试。${insteadOfZh(problem.instead)}`,
        ],
      };
    case 'unreachable':
      return {
        en: [
          `${problem.address} cannot be reached.`,
          `Check that the server runs, then try again.${insteadOf(problem.instead)}`,
        ],
        zh: [`无法连到 ${problem.address}。`, `确认服务在运行，然后重试。${insteadOfZh(problem.instead)}`],
      };
    case 'dns':
      return {
        en: [
          `The name ${problem.host} is not known on this network.`,
          `Check the address.${insteadOf(problem.instead)}`,
        ],
        zh: [`这个网络不认识主机名 ${problem.host}。`, `检查地址。${insteadOfZh(problem.instead)}`],
      };
    case 'tls':
      return {
        en: [
          `${problem.host} could not prove who it is, or does not speak https. Your code was not sent.`,
          'Check its certificate, or use another address.',
        ],
        zh: [
          `${problem.host} 无法证明自己的身份，或不支持 https。你的代码没有发出。`,
          '检查它的证书，或换一个地址。',
        ],
      };
    case 'redirected':
      return {
        en: [
          `${problem.from} points on to ${problem.to}. The redirect was not followed, and your code was not sent there.`,
          'Enter the address that you mean.',
        ],
        zh: [`${problem.from} 要转到 ${problem.to}。没有跟随，你的代码没有发往那里。`, '输入你想用的地址。'],
      };
    case 'unauthorized':
      return {
        en: [`${problem.server} wants a key.`, 'Enter its key.'],
        zh: [`${problem.server} 需要密钥。`, '输入它的密钥。'],
      };
    case 'model-not-found':
      return {
        en: [`${problem.server} does not have the model ${problem.model}.`, 'Choose another model.'],
        zh: [`${problem.server} 没有模型 ${problem.model}。`, '换一个模型。'],
      };
    case 'too-long':
      return tooLong(problem, count);
    case 'busy':
      return {
        en: [`${problem.server} is busy with other work.`, 'Try again in a moment.'],
        zh: [`${problem.server} 正忙。`, '稍后重试。'],
      };
    case 'still-loading':
      return {
        en: [
          `${problem.model || 'The server'} is still loading after ${count(Math.round(problem.waitedMs / 1000))} s.`,
          'Try again in a moment; the load goes on.',
        ],
        zh: [
          `${problem.model === '' ? '服务' : `${problem.model} `}载入 ${count(Math.round(problem.waitedMs / 1000))} 秒后仍未完成。`,
          '稍后重试，载入仍在继续。',
        ],
      };
    case 'not-a-model-server':
      return {
        en: [`${problem.address} answers, but is not a model server.`, 'Enter another address.'],
        zh: [`${problem.address} 有应答，但不是模型服务。`, '换一个地址。'],
      };
    case 'server-error':
      return {
        en: [
          `The server failed with status ${problem.status}${tail(problem.detail)}`,
          'Look into its own log, then try again.',
        ],
        zh: [`服务出错，状态 ${problem.status}${tailZh(problem.detail)}`, '查看服务自己的日志，然后重试。'],
      };
    case 'bad-request':
      return {
        en: [
          `The server did not accept the request (status ${problem.status})${tail(problem.detail)}`,
          'Choose another model, or look into the log.',
        ],
        zh: [
          `服务不接受这个请求（状态 ${problem.status}）${tailZh(problem.detail)}`,
          '换一个模型，或查看日志。',
        ],
      };
    case 'cut-short':
      return {
        en: ['The server stopped in the middle. The steps so far are kept.', 'Explain again.'],
        zh: ['服务中途停了。已有的步骤都保留。', '重新讲解。'],
      };
    case 'stream-error':
      return {
        en: [
          `The server broke off with an error${tail(problem.detail)} The steps so far are kept.`,
          problem.isDoubtful
            ? 'That cause may be left over from an earlier request. Explain again.'
            : 'Explain again.',
        ],
        zh: [
          `服务报错并中断${tailZh(problem.detail)}已有的步骤都保留。`,
          problem.isDoubtful ? '这个原因可能是前一次请求留下的。请重新讲解。' : '重新讲解。',
        ],
      };
    case 'only-thinking':
      return {
        en: [
          `The model spent its whole answer${problem.limit === undefined ? '' : ` of ${counted(problem.limit, 'token', count(problem.limit))}`} on thinking.`,
          'Explain fewer lines, or choose a model that thinks less.',
        ],
        zh: [
          `模型把${problem.limit === undefined ? '' : ` ${count(problem.limit)} 个词元的`}回答额度全用在思考上。`,
          '请少讲解几行，或换一个思考较少的模型。',
        ],
      };
    case 'empty-answer':
      return {
        en: ['The model ended without a word.', 'Explain again, or choose another model.'],
        zh: ['模型什么也没写就结束了。', '重新讲解，或换一个模型。'],
      };
    case 'too-much':
      return {
        en: [
          `The server sent more than ${megabytes(problem.limitBytes)} MB, so the run was ended. The steps so far are kept.`,
          'Choose another model.',
        ],
        zh: [
          `服务发来的内容超过 ${megabytes(problem.limitBytes)} MB，运行已结束。已有的步骤都保留。`,
          '换一个模型。',
        ],
      };
    case 'no-editor':
      return {
        en: ['No code is open to explain.', 'Open a file and select some code.'],
        zh: ['没有打开可讲解的代码。', '打开一个文件并选中一段代码。'],
      };
    case 'empty-selection':
      return emptySelection(problem.why);
    case 'thoughts-go-on':
      return {
        en: ['The server did not end the thinking. It goes on.', ''],
        zh: ['服务没有结束思考，思考仍在继续。', ''],
      };
    case 'selections-far-apart':
      return {
        en: [
          `Your selections stand ${count(problem.lines)} lines apart; one run takes in ${count(problem.limit)}.`,
          'Explain them one after the other.',
        ],
        zh: [
          `这些选区相隔 ${count(problem.lines)} 行，一次运行最多包含 ${count(problem.limit)} 行。`,
          '请逐个讲解。',
        ],
      };
    case 'binary-file':
      return {
        en: [`${problem.name} is not text, so it cannot be explained.`, 'Open a source file.'],
        zh: [`${problem.name} 不是文本，无法讲解。`, '打开一个源代码文件。'],
      };
    case 'file-too-large':
      return {
        en: [
          `${problem.name} is larger than ${megabytes(problem.limitBytes)} MB, so it was not read.`,
          'Select a part of it.',
        ],
        zh: [`${problem.name} 大于 ${megabytes(problem.limitBytes)} MB，没有读取。`, '选中其中一部分。'],
      };
    case 'selection-too-large':
      return {
        en: [
          `The ${counted(problem.lines, 'line', count(problem.lines))} selected in ${problem.name} ${problem.lines === 1 ? 'is' : 'are'} more than a local model can take in.`,
          'Select a function, or part of one.',
        ],
        zh: [
          `在 ${problem.name} 中选中的 ${count(problem.lines)} 行超出本地模型的容量。`,
          '选中一个函数，或其中一部分。',
        ],
      };
    case 'broken-chapter': {
      const { range } = problem.finding;
      const place = range ? ` (line ${range.line}, column ${range.column})` : '';
      const placeZh = range ? `（第 ${range.line} 行，第 ${range.column} 列）` : '';
      return {
        en: [`Something is wrong in ${problem.path}${place}.`, findingText(problem.finding, 'en')],
        zh: [`${problem.path}${placeZh}有问题。`, findingText(problem.finding, 'zh-CN')],
      };
    }
    case 'unknown-chapter':
      return {
        en: [`There is no chapter “${problem.chapter}” here.`, 'Open the workspace that has it.'],
        zh: [`这里没有章节“${problem.chapter}”。`, '打开包含它的工作区。'],
      };
    case 'unknown-passage':
      return {
        en: [`This chapter has no passage “${problem.passage}”.`, 'Search for its words instead.'],
        zh: [`本章没有段落“${problem.passage}”。`, '可改为搜索其中的文字。'],
      };
    case 'unknown-concept':
      return {
        en: [`This chapter has no concept “${problem.concept}”.`, 'Choose one from its list of concepts.'],
        zh: [`本章没有概念“${problem.concept}”。`, '可从概念列表中选择。'],
      };
    case 'bad-link':
      return {
        en: ['This link leads to no place in Marginalia. Nothing was opened.', 'Copy it anew, as a whole.'],
        zh: ['这个链接不指向 Marginalia 中的任何位置，没有打开任何内容。', '请重新复制完整的链接。'],
      };
    case 'run-gone':
      return {
        en: ['This run is not there any more.', 'Open another one, or explain the code again.'],
        zh: ['这次运行已不存在。', '请打开另一次运行，或重新讲解代码。'],
      };
    case 'missing-code':
      return {
        en: [
          problem.region === undefined
            ? `${problem.file} is not in this chapter.`
            : `${problem.file} has no region “${problem.region}”.`,
          'The text can be read without it.',
        ],
        zh: [
          problem.region === undefined
            ? `${problem.file} 不在本章中。`
            : `${problem.file} 里没有区域“${problem.region}”。`,
          '没有它也能读正文。',
        ],
      };
    case 'damaged':
      return {
        en: [
          `${count(problem.lines)} ${problem.lines === 1 ? 'line of your notes could not be read and was' : 'lines of your notes could not be read and were'} set aside. The other ${count(problem.kept)} ${problem.kept === 1 ? 'is' : 'are'} here.`,
          '',
        ],
        zh: [`有 ${count(problem.lines)} 行批注无法读取，已另存。其余 ${count(problem.kept)} 条都在。`, ''],
      };
    case 'unread':
      return {
        en: [
          `Some of your notes cannot be read right now${tail(problem.detail)}`,
          'They are read as soon as that is possible; what is here can be used.',
        ],
        zh: [`部分批注现在无法读取${tailZh(problem.detail)}`, '一旦可以就会读取；现有内容照常可用。'],
      };
    case 'not-written':
      return {
        en: [
          `The last change could not be written to disk${tail(problem.detail)}`,
          afterRefusal(problem.reason).en,
        ],
        zh: [`上一次改动没能写入磁盘${tailZh(problem.detail)}`, afterRefusal(problem.reason).zh],
      };
    case 'note-too-long':
      return problem.unit === 'characters'
        ? {
            en: [
              `The note has ${count(problem.size)} characters; ${count(problem.limit)} are the most. It was not saved.`,
              'Shorten it, or make two of it.',
            ],
            zh: [
              `这条批注有 ${count(problem.size)} 个字符，最多 ${count(problem.limit)} 个，没有保存。`,
              '请缩短，或分成两条。',
            ],
          }
        : {
            en: [
              `The note and what it quotes take ${count(problem.size)} bytes; ${count(problem.limit)} are the most. It was not saved.`,
              'Select less, or write less.',
            ],
            zh: [
              `批注连同引文共 ${count(problem.size)} 字节，最多 ${count(problem.limit)} 字节，没有保存。`,
              '请少选一些，或写短一些。',
            ],
          };
    case 'guess-unread':
      return {
        en: ['This is no value that could be compared.', 'Write a value, such as 3, "text" or [1, 2].'],
        zh: ['这不是可以比较的值。', '请写一个值，例如 3、"text" 或 [1, 2]。'],
      };
    case 'nothing-seen':
      return {
        en: [
          'Nothing was seen of this code as it was explained: it did not run, or had changed by then.',
          'Run it with an input first.',
        ],
        zh: ['没有看到这段代码按讲解时的样子运行：它没有运行，或当时已改动。', '请先用一个输入运行它。'],
      };
    case 'question-gone':
      return {
        en: [
          'This is not asked any more: the code ran anew, or the question was answered elsewhere.',
          'Go on with the question that is shown now.',
        ],
        zh: ['这个问题已不再问：代码重新运行过，或已在别处回答。', '请继续回答现在显示的问题。'],
      };
    case 'note-gone':
      return {
        en: [
          'The note was removed before the change reached it, so the change was not saved.',
          'Make a new note of it.',
        ],
        zh: ['这条批注在改动之前已被删除，改动没有保存。', '请另写一条。'],
      };
    case 'file-gone':
      return {
        en: [
          `${problem.file}, which the note is about, is not there any more.`,
          'The note and its card stay as they are.',
        ],
        zh: [`这条批注所针对的 ${problem.file} 已不存在。`, '批注和卡片保持原样。'],
      };
    case 'code-lost':
      return {
        en: [
          `The code that the note is about was not found in ${problem.file}.`,
          `The note and its card stay as they are. Its first line was${tail(problem.quote)}`,
        ],
        zh: [
          `在 ${problem.file} 里没有找到这条批注所针对的代码。`,
          `批注和卡片保持原样。原来的第一行${tailZh(problem.quote)}`,
        ],
      };
    case 'internal':
      return internal;
  }
}

const internal: Pair = {
  en: ['Something in Marginalia itself went wrong. Your notes are not touched.', 'Look into the log.'],
  zh: ['Marginalia 自身出了错。你的批注没有受影响。', '查看日志。'],
};

function noEndpoint(remoteName: string | undefined): Pair {
  if (remoteName === undefined) {
    return {
      en: [
        'No local model answered. Your code was not sent anywhere.',
        'Start a model server, or enter its address.',
      ],
      zh: ['没有本地模型应答。你的代码没有发往任何地方。', '启动一个模型服务，或输入它的地址。'],
    };
  }
  const place = Object.hasOwn(remotes, remoteName) ? remotes[remoteName] : undefined;
  const [hint, hintZh] = place?.hint ?? ['', ''];
  return {
    en: [
      `No model answered on ${place?.en ?? remoteName}, where this window runs. Your code was not sent anywhere.`,
      `Start a model server there, or enter an address.${hint === '' ? '' : ` ${hint}`}`,
    ],
    zh: [
      `当前窗口运行在${place?.zh ?? ` ${remoteName} `}上，那里没有模型应答。你的代码没有发往任何地方。`,
      `在那里启动模型服务，或输入地址。${hintZh}`,
    ],
  };
}

/** Names and a way out of there, in both languages. */
interface Remote {
  readonly en: string;
  readonly zh: string;
  readonly hint?: readonly [en: string, zh: string];
}

const overSsh = [
  'To bring over a server of your own machine, run `ssh -R 11434:127.0.0.1:11434 HOST` on it.',
  '若要用你自己机器上的服务，在那台机器上运行 `ssh -R 11434:127.0.0.1:11434 HOST`。',
] as const;

const container: Remote = {
  en: 'the container',
  zh: '容器',
  hint: [
    'One outside the container is reached by its host’s address (host.docker.internal), once settings allow it.',
    '容器外的服务可用宿主机的地址（host.docker.internal）连接，先在设置里允许它。',
  ],
};

/** By the editor's names for where a window runs. */
const remotes: Readonly<Record<string, Remote>> = {
  wsl: {
    en: 'WSL',
    zh: ' WSL ',
    hint: [
      'One on the Windows side is reached by the address of the Windows host, once settings allow it.',
      'Windows 一侧的服务可用 Windows 主机的地址连接，先在设置里允许它。',
    ],
  },
  'ssh-remote': { en: 'the SSH host', zh: ' SSH 主机', hint: overSsh },
  'dev-container': container,
  'attached-container': container,
  codespaces: { en: 'the codespace', zh: '代码空间' },
  tunnel: { en: 'the tunnel’s machine', zh: '隧道另一端的机器', hint: overSsh },
};

function emptySelection(why: Extract<Problem, { code: 'empty-selection' }>['why']): Pair {
  const next = {
    en: 'Select some lines, or put the cursor in a function.',
    zh: '选中几行，或把光标放进一个函数。',
  };
  switch (why) {
    case 'empty-file':
      return { en: ['This file is empty.', ''], zh: ['这个文件是空的。', ''] };
    case 'nothing-around':
      return {
        en: ['Nothing is selected, and the cursor stands in no function.', next.en],
        zh: ['没有选中代码，光标也不在任何函数里。', next.zh],
      };
    default:
      return { en: ['There is no code in the selection.', next.en], zh: ['选区里没有代码。', next.zh] };
  }
}

function tooLong(problem: Extract<Problem, { code: 'too-long' }>, count: (value: number) => string): Pair {
  const excess =
    problem.tokens !== undefined && problem.limit !== undefined && problem.tokens > problem.limit
      ? problem.tokens - problem.limit
      : undefined;
  return {
    en: [
      `The code is too long for this model${excess === undefined ? '' : ` by ${counted(excess, 'token', count(excess))}`}.`,
      'Select less, or choose a larger window.',
    ],
    zh: [
      excess === undefined ? '代码超出该模型的窗口。' : `代码超出该模型窗口 ${count(excess)} 个词元。`,
      '请少选一些，或换更大的窗口。',
    ],
  };
}

function insteadOf(instead: Instead | undefined): string {
  return instead
    ? ` ${instead.server} answers at ${instead.address}: choose a model of it to use that one.`
    : '';
}

function insteadOfZh(instead: Instead | undefined): string {
  return instead ? `${instead.server} 在 ${instead.address} 有应答：选择它的模型即可改用它。` : '';
}

/** A server's own words after our sentence, ended once. */
function afterRefusal(reason: 'full' | 'read-only' | undefined): {
  readonly en: string;
  readonly zh: string;
} {
  switch (reason) {
    case 'full':
      return { en: 'Free some space, then try again.', zh: '腾出空间，然后重试。' };
    case 'read-only':
      return {
        en: 'Allow Marginalia to write to the folder of its notes, then try again.',
        zh: '允许 Marginalia 写入其批注文件夹，然后重试。',
      };
    case undefined:
      return { en: 'Try again; the log says more.', zh: '重试；日志中有详情。' };
  }
}

function tail(detail: string): string {
  const words = brief(detail);
  return words === '' ? '.' : `: ${words}.`;
}

function tailZh(detail: string): string {
  const words = brief(detail);
  return words === '' ? '。' : `：${words}。`;
}

function brief(detail: string): string {
  const line = detail.trim().split('\n', 1)[0] ?? '';
  const short = line.length > 160 ? `${line.slice(0, 159)}…` : line;
  return isolated(withoutFullStop(short));
}
