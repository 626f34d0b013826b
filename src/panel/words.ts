// The panel's words in the language of the chapter, and how numbers and spans of time are written in it.
import type { Language } from '../core/chapter/chapter';
import { en, type Words } from './words/en';
import { zh } from './words/zh';

export type { Words };

/** The language of a text that does not say it: notes and steps are in whatever the reader or the model wrote. */
export function languageOf(text: string): Language {
  return /\p{Script=Han}/u.test(text) ? 'zh-CN' : 'en';
}

export function wordsIn(language: Language): Words {
  return language === 'zh-CN' ? zh : en;
}

/** 8192 as "8,192". */
export function formatCount(count: number, language: Language): string {
  return count.toLocaleString(language);
}

export function formatDate(at: number, language: Language): string {
  return dates[language].format(at);
}

const inDays = { day: 'numeric', month: 'short', year: 'numeric' } as const;

/** Made once: hundreds of notes bear a date, and making a format takes longer than drawing a note. */
const dates: Readonly<Record<Language, Intl.DateTimeFormat>> = {
  en: new Intl.DateTimeFormat('en', inDays),
  'zh-CN': new Intl.DateTimeFormat('zh-CN', inDays),
};

export function formatTime(at: number, language: Language): string {
  return new Date(at).toLocaleString(language, {
    day: 'numeric',
    month: 'short',
    hour: '2-digit',
    minute: '2-digit',
  });
}

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** A span as a card's interval is said: "10 min", "8 days", "4 months". */
export function formatInterval(spanMs: number, words: Words): string {
  const unit = words.interval;
  if (spanMs < hourMs) return `${Math.max(1, Math.round(spanMs / minuteMs))} ${unit.minutes}`;
  if (spanMs < dayMs) return counted(Math.round(spanMs / hourMs), unit.hour, unit.hours);
  const days = Math.round(spanMs / dayMs);
  if (days < 60) return counted(days, unit.day, unit.days);
  if (days < 700) return counted(Math.round(days / 30.4), unit.month, unit.months);
  return counted(Math.round(days / 365), unit.year, unit.years);
}

/** Minutes and seconds of a clock: "0:23". */
export function formatClock(spanMs: number): string {
  const seconds = Math.max(0, Math.round(spanMs / 1000));
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`;
}

function counted(count: number, one: string, many: string): string {
  return `${count} ${count === 1 ? one : many}`;
}
