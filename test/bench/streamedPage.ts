// In the page: an answer in Markdown that grows, drawn by us and by those who draw such answers elsewhere.
import { html, render } from 'lit-html';
import { marked } from 'marked';
import { createElement, type FunctionComponent } from 'react';
import { flushSync } from 'react-dom';
import { createRoot } from 'react-dom/client';
import ReactMarkdown from 'react-markdown';
import { Streamdown } from 'streamdown';
import { prose } from '../../src/panel/ui/prose';

/** Shows all of the text so far in an element that it had from the beginning. */
type Show = (text: string) => void;

const painters = {
  ours: (root: HTMLElement): Show => {
    return text => render(html`<div class="text" ${prose(text)}></div>`, root);
  },
  /** The least that a page can do with it. */
  plain: (root: HTMLElement): Show => {
    const words = root.appendChild(document.createElement('p')).appendChild(document.createTextNode(''));
    return text => words.appendData(text.slice(words.length));
  },
  marked: (root: HTMLElement): Show => {
    return text => {
      root.innerHTML = marked.parse(text, { async: false });
    };
  },
  'react-markdown': byReact(({ text }) => createElement(ReactMarkdown, null, text)),
  streamdown: byReact(({ text }) => createElement(Streamdown, { isAnimating: true }, text)),
} satisfies Record<string, (root: HTMLElement) => Show>;

export type Painter = keyof typeof painters;

function byReact(component: FunctionComponent<{ text: string }>) {
  return (element: HTMLElement): Show => {
    const root = createRoot(element);
    return text => flushSync(() => root.render(createElement(component, { text })));
  };
}

const drawn = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));

/** Milliseconds from each delta to the end of the frame that shows it. Ends when the last words stand there. */
async function streamed(painter: Painter, text: string, delta: number): Promise<readonly number[]> {
  const root = document.createElement('article');
  root.className = 'text';
  document.body.replaceChildren(root);
  const show = painters[painter](root);
  const took: number[] = [];
  for (let end = delta; end < text.length + delta; end += delta) {
    const startedAt = performance.now();
    show(text.slice(0, end));
    await drawn();
    took.push(performance.now() - startedAt);
  }
  const last = text.trimEnd().split(' ').at(-1) ?? '';
  while (!root.textContent?.trimEnd().endsWith(last)) await drawn();
  return took;
}

Object.assign(window, { streamed });

declare global {
  interface Window {
    readonly streamed: typeof streamed;
  }
}
