// A sentence for each way in which a run was not begun, or ended, and for what is wrong with a given call: in both languages.
import { isolated } from '../base/foreign';
import type { Sentence } from '../ports';
import type { TraceEnd, TraceFault } from '../trace/event';
import type { CallFault } from '../trace/input/call';

export function traceFaultText(fault: TraceFault): Sentence {
  switch (fault.code) {
    case 'no-interpreter': {
      const tried = fault.tried.join(', ');
      return say(`No Python was found (tried: ${tried}).`, `没有找到 Python（试过：${tried}）。`);
    }
    case 'too-old':
      return say(
        `Python ${isolated(fault.version)} is too old to trace; 3.8 or later is needed.`,
        `Python ${isolated(fault.version)} 太旧，无法追踪；需要 3.8 或更高版本。`,
      );
    case 'no-types':
      return say(
        `The editor's Node ${isolated(fault.version)} cannot strip types; 22.13 or later can.`,
        `编辑器的 Node ${isolated(fault.version)} 不能去除类型；22.13 或更高版本可以。`,
      );
    case 'not-strippable':
      return say(
        `${placed('This TypeScript does more than add types', fault.line)}: ${isolated(fault.detail)}.`,
        `${placedZh('这段 TypeScript 不只是添加类型', fault.line)}：${isolated(fault.detail)}。`,
      );
    case 'language':
      return say(
        `${isolated(fault.name)} cannot be traced here; Python, JavaScript and TypeScript can.`,
        `这里不能追踪 ${isolated(fault.name)}；可以追踪 Python、JavaScript 和 TypeScript。`,
      );
    case 'syntax':
      return say(
        `${placed('The file has a syntax error', fault.line)}: ${isolated(fault.detail)}.`,
        `${placedZh('文件有语法错误', fault.line)}：${isolated(fault.detail)}。`,
      );
    case 'call':
      return say(
        `The call cannot be read: ${isolated(fault.detail)}.`,
        `无法读懂这个调用：${isolated(fault.detail)}。`,
      );
    case 'unreadable':
      return say(
        `The file cannot be read: ${isolated(fault.detail)}.`,
        `无法读取文件：${isolated(fault.detail)}。`,
      );
    case 'cannot-start':
      return say(
        `The program could not be started: ${isolated(fault.detail)}.`,
        `无法启动程序：${isolated(fault.detail)}。`,
      );
  }
}

/** How the run ended. Where it did not come to its own end, the trace is shown up to there. */
export function traceEndText(end: TraceEnd): Sentence {
  switch (end.reason) {
    case 'finished':
      return say('The run finished.', '运行结束。');
    case 'raised':
      if (end.missing !== undefined) {
        return say(
          `It needs ${isolated(end.missing)}, which is not installed.`,
          `它需要 ${isolated(end.missing)}，但没有安装。`,
        );
      }
      return say(`It ended with ${isolated(end.kind)}.`, `它以 ${isolated(end.kind)} 结束。`);
    case 'exited':
      return say(
        `The program ended itself with status ${end.status}.`,
        `程序以状态 ${end.status} 自行结束。`,
      );
    case 'steps':
      return say('Cut: it had run as many lines as are traced.', '已截断：运行的行数达到了追踪上限。');
    case 'output':
      return say('Cut: it printed more than is kept.', '已截断：打印的内容超过了保留上限。');
    case 'time':
      return say(`Cut after ${end.afterMs / 1000} s.`, `${end.afterMs / 1000} 秒后被截断。`);
    case 'memory':
      return say('Cut: it took too much memory.', '已截断：占用的内存过多。');
    case 'processes':
      return say('Cut: it started too many processes.', '已截断：启动的进程过多。');
    case 'cancelled':
      return say('You stopped it.', '你停止了它。');
    case 'lost':
      return say(`It broke off: ${isolated(end.detail)}.`, `它中断了：${isolated(end.detail)}。`);
    case 'refused':
      return traceFaultText(end.fault);
  }
}

export function callFaultText(fault: CallFault): Sentence {
  switch (fault.code) {
    case 'empty':
      return say('Give a call, such as f(1, 2).', '请给出一个调用，例如 f(1, 2)。');
    case 'too-long':
      return say(`The call is longer than ${fault.limit} characters.`, `调用超过了 ${fault.limit} 个字符。`);
    case 'open-bracket':
      return say(`The bracket ${fault.bracket} is never closed.`, `括号 ${fault.bracket} 没有闭合。`);
    case 'stray-bracket':
      return say(
        `The bracket ${fault.bracket} closes none that is open.`,
        `括号 ${fault.bracket} 没有对应的开括号。`,
      );
    case 'open-quote':
      return say(`The quote ${fault.quote} is never closed.`, `引号 ${fault.quote} 没有闭合。`);
    case 'more':
      return say(
        `One call is enough: "${isolated(fault.rest)}" stands behind it.`,
        `一个调用就够了：后面还有“${isolated(fault.rest)}”。`,
      );
    case 'assignment':
      return say('Give the call alone; its result is shown anyway.', '只需给出调用；结果总会显示。');
    case 'no-call':
      return say(`"${isolated(fault.text)}" is not a call.`, `“${isolated(fault.text)}”不是一个调用。`);
  }
}

function say(en: string, zh: string): Sentence {
  return { en, 'zh-CN': zh };
}

function placed(text: string, line: number | undefined): string {
  return line === undefined ? text : `${text} on line ${line}`;
}

function placedZh(text: string, line: number | undefined): string {
  return line === undefined ? text : `${text}（第 ${line} 行）`;
}
