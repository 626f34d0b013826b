// A chat template that makes Qwen 2.5, which has no thinking of its own, think aloud before it answers.

/**
 * ChatML, with `<think>` opened where the answer begins, an empty pair when a request says
 * `chat_template_kwargs: {enable_thinking: false}`, and earlier thoughts (`reasoning_content`) put back in their place.
 * llama.cpp recognises the tags in the template and sends what is between them as `reasoning_content`.
 * The model needs to be told, too: ask in the system text for a few short sentences of thought.
 */
export const thinkingTemplate = `
{%- for message in messages %}
  {{- '<|im_start|>' + message.role + '\\n' }}
  {%- if message.role == 'assistant' and message.reasoning_content %}
    {{- '<think>\\n' + message.reasoning_content + '\\n</think>\\n\\n' }}
  {%- endif %}
  {{- message.content + '<|im_end|>\\n' }}
{%- endfor %}
{%- if add_generation_prompt %}
  {{- '<|im_start|>assistant\\n<think>\\n' }}
  {%- if enable_thinking is defined and not enable_thinking %}
    {{- '\\n</think>\\n\\n' }}
  {%- endif %}
{%- endif %}
`;
