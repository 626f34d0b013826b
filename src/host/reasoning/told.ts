// What the answers to several questions of one run have told together: steps go on counting, and so do tokens.
import type { ChatRequest } from '../../core/endpoint/endpoint';
import type { RunEvent } from '../../core/reasoning/run';

type Constraint = NonNullable<ChatRequest['constraint']>;

/** Room for a sentence at least, however long the answers before it were. */
const fewestTokens = 128;

export class Told {
  #steps = 0;
  #tokens = 0;
  /** Of the answers before this one. */
  #before = { steps: 0, tokens: 0 };
  readonly #forms: string[] = [];
  #answer = '';
  #isWhole = false;

  /** The answer to the last question, and whether it came to its own end. */
  get answer(): string {
    return this.#answer;
  }

  get isWhole(): boolean {
    return this.#isWhole;
  }

  /** Another question is asked. */
  begin(): void {
    this.#before = { steps: this.#steps, tokens: this.#tokens };
    this.#answer = '';
    this.#isWhole = false;
  }

  /** What the model is held to from now on, behind what it was held to before: as it stands in the run. */
  form(held: Constraint | undefined): { readonly grammar?: string } | { readonly schema?: string } {
    if (!held) return {};
    this.#forms.push('grammar' in held ? held.grammar : JSON.stringify(held.schema, undefined, 2));
    const text = this.#forms.join('\n\n');
    return 'grammar' in held ? { grammar: text } : { schema: text };
  }

  /** Of so many tokens for all answers, those that are left for this one. */
  left(tokens: number): number {
    return Math.max(Math.min(tokens, fewestTokens), tokens - this.#before.tokens);
  }

  /** An event of the answer to this question, as one of the run. */
  take(event: RunEvent): RunEvent {
    switch (event.type) {
      case 'step': {
        const number = this.#before.steps + event.step.number;
        this.#steps = number;
        return { type: 'step', step: { ...event.step, number } };
      }
      case 'usage': {
        const { answerTokens } = event.usage;
        if (answerTokens === undefined) return event;
        this.#tokens = this.#before.tokens + answerTokens;
        return { type: 'usage', usage: { ...event.usage, answerTokens: this.#tokens } };
      }
      case 'answered':
        this.#answer = event.text;
        return event;
      case 'done':
        this.#isWhole = event.reason === 'stop';
        return event;
      default:
        return event;
    }
  }
}
