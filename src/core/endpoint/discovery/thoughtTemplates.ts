// What a chat template tells of a model's thoughts.
import { channelOpener, closers, openers } from '../answer/thoughtMarks';

const longestTemplateEnd = 400;

/** Whether a chat template knows of thoughts, by a bracket around them or by a switch for them. */
export function mentionsThoughts(template: string): boolean {
  const words = [...openers, ...closers, channelOpener, 'reasoning_content', 'enable_thinking'];
  const lower = template.toLowerCase();
  return words.some(word => lower.includes(word));
}

/** Whether a chat template, or the prompt that it made, ends by opening thoughts. */
export function opensThoughts(template: string): boolean {
  // What follows the opener in a template are only its own commands: `{{ end }}`, `{%- endif %}`.
  const end = template.slice(-longestTemplateEnd).toLowerCase();
  return openers.some(opener => {
    const at = end.lastIndexOf(opener);
    return at >= 0 && isOnlyCommands(end.slice(at + opener.length));
  });
}

/** Whether nothing stands there but blanks, quotes and the ends of a template's commands. */
function isOnlyCommands(text: string): boolean {
  const words = text.replaceAll('\\n', ' ').split(/[\s'"{}%-]+/);
  return words.every(word => word === '' || word === 'end' || word === 'endif');
}
