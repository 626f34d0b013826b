// What a chat template tells of a model's thoughts.
import { channelOpener, closers, openers } from './thoughtMarks';

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
  const end = template
    .slice(-longestTemplateEnd)
    .replace(/(?:\s|\{\{-?\s*end\s*-?\}\}|\{%-?\s*endif\s*-?%\}|\\n|['"}%-])*$/g, '')
    .toLowerCase();
  return openers.some(opener => end.endsWith(opener));
}
