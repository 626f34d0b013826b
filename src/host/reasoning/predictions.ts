// What the reader predicts of what ran: asked from what was seen, graded by it, kept beside the run. A miss becomes a card.
import { Emitter, type Listen } from '../../core/base/emitter';
import type { Problem } from '../../core/base/problem';
import type { Disposable } from '../../core/base/store';
import { inTurns } from '../../core/base/turns';
import type { Log } from '../../core/ports';
import type { RunHistory } from '../../core/reasoning/history';
import type { Run, RunId } from '../../core/reasoning/run';
import type { Miss } from '../../core/review/miss';
import { grade } from '../../core/trace/predict/grade';
import {
  answerTo,
  type PredictionEvent,
  predictionLine,
  predictionsAfter,
  questionNow,
  readPredictions,
} from '../../core/trace/predict/predictions';
import { questionsOf } from '../../core/trace/predict/questions';
import type { SeenRun } from '../../core/trace/seen';
import type { OpenTopic, Teller } from '../../core/wire/hub';
import type { PredictedNow, PredictedPatch } from '../../core/wire/predict';
import { openTopic } from '../shell/topic';

/** The reader's cards, as far as misses are among them. */
export interface MissCards {
  /** Ids of the questions about what was seen at `at` whose miss is a card, now. */
  cardsOf(run: Run, at: number): readonly string[];
  keep(miss: Miss): Promise<Problem | undefined>;
  unkeep(run: Run, at: number, question: string): Promise<Problem | undefined>;
  readonly onChange: Listen<unknown>;
}

export interface PredictingParts {
  readonly history: RunHistory;
  readonly log: Log;
  readonly cards: MissCards;
  /** Resolves once cards can be read, or not before long. */
  readonly ready: () => Promise<void>;
  /** What was seen of a run. */
  readonly seenOf: (run: RunId) => Promise<SeenRun | undefined>;
  readonly asksFirst: () => boolean;
}

export class Predicting implements Disposable {
  readonly #parts: PredictingParts;
  readonly #told = new Emitter<{ readonly run: RunId; readonly event: PredictionEvent }>();
  /** Answers to one question are graded one after the other: the first one counts. */
  readonly #turns = inTurns();

  constructor(parts: PredictingParts) {
    this.#parts = parts;
  }

  /** Where the reader wants to be asked, and there is something to ask. Before what was seen is shown. */
  async ran(run: Run, seen: SeenRun): Promise<void> {
    if (!this.#parts.asksFirst() || questionsOf(seen, run.excerpt).length === 0) return;
    await this.#turns.take(() => this.#put(run.id, { e: 'begin', at: seen.at })).catch(() => undefined);
  }

  /** A run about the same code, beside which the same stands, is asked about where the one before was. */
  async carry(from: Run, to: Run): Promise<void> {
    const text = await this.#text(from.id);
    if (text === undefined) return;
    await this.#parts.history.addPredictions(to.id, text).catch(error => this.#notKept(to.id, error));
  }

  async begin(run: Run): Promise<Problem | undefined> {
    const seen = await this.#parts.seenOf(run.id);
    if (!seen || questionsOf(seen, run.excerpt).length === 0) return { code: 'question-gone' };
    return this.#turns.take(() => this.#put(run.id, { e: 'begin', at: seen.at }));
  }

  end(run: Run): Promise<Problem | undefined> {
    return this.#turns.take(() => this.#put(run.id, { e: 'end' }));
  }

  /** Resolves once the grade is kept and told, and a miss is a card. `said` missing: it is given up. */
  answer(run: Run, id: string, said: string | undefined): Promise<Problem | undefined> {
    return this.#turns.take(async () => {
      const seen = await this.#parts.seenOf(run.id);
      const questions = seen ? questionsOf(seen, run.excerpt) : [];
      const predictions = readPredictions((await this.#text(run.id)) ?? '');
      const question = seen && questionNow(questions, predictions, seen.at);
      if (!seen || question?.id !== id) return { code: 'question-gone' };
      const graded = said === undefined ? 'shown' : grade(question.kind, question.seen, said);
      if (graded === 'unread') return { code: 'guess-unread' };
      const refused = await this.#put(run.id, { e: 'answer', answer: answerTo(question, graded, said) });
      if (refused || graded !== 'miss') return refused;
      return this.#parts.cards.keep({ run, question, at: seen.at, call: seen.expression });
    });
  }

  /** A miss as a card, or no longer. */
  async keepMiss(run: Run, id: string, keep: boolean): Promise<Problem | undefined> {
    const seen = await this.#parts.seenOf(run.id);
    const question = seen && questionsOf(seen, run.excerpt).find(one => one.id === id);
    if (!seen || !question) return { code: 'question-gone' };
    if (!keep) return this.#parts.cards.unkeep(run, seen.at, id);
    return this.#parts.cards.keep({ run, question, at: seen.at, call: seen.expression });
  }

  async open(run: Run | undefined, tell: Teller<PredictedPatch>): Promise<OpenTopic<PredictedNow>> {
    if (!run) return openTopic(() => ({ predictions: null, cards: [] }));
    const news: PredictionEvent[] = [];
    let predictions: PredictedNow['predictions'] = null;
    let isRead = false;
    const cardsNow = () => (predictions ? this.#parts.cards.cardsOf(run, predictions.at) : []);
    let cards: readonly string[] = [];
    const tellCards = () => {
      const now = cardsNow();
      if (now.join('\n') === cards.join('\n')) return;
      cards = now;
      tell.patch({ cards });
    };
    const listening = this.#told.on(({ run: of, event }) => {
      if (of !== run.id) return;
      if (isRead) predictions = predictionsAfter(predictions, event);
      else news.push(event);
      tell.patch({ event });
      if (isRead) tellCards();
    });
    await this.#parts.ready();
    // What is put while the file is read may stand in it or not: each answer counts once.
    const kept = readPredictions((await this.#text(run.id)) ?? '');
    predictions = news.reduce(predictionsAfter, kept);
    isRead = true;
    cards = cardsNow();
    const following = this.#parts.cards.onChange(tellCards);
    return openTopic(() => ({ predictions, cards }), listening, following);
  }

  dispose(): void {
    this.#told.dispose();
  }

  /** Told once it is on disk. */
  async #put(run: RunId, event: PredictionEvent): Promise<Problem | undefined> {
    try {
      await this.#parts.history.addPredictions(run, predictionLine(event));
    } catch (error) {
      this.#notKept(run, error);
      return { code: 'not-written', detail: error instanceof Error ? error.message : String(error) };
    }
    this.#told.fire({ run, event });
    return undefined;
  }

  async #text(run: RunId): Promise<string | undefined> {
    return this.#parts.history.predictions(run).catch(error => {
      this.#parts.log.warn(`what was predicted of the run ${run} could not be read: ${error}`);
      return undefined;
    });
  }

  #notKept(run: RunId, error: unknown): void {
    this.#parts.log.error(`what was predicted of the run ${run} could not be kept: ${error}`);
  }
}
