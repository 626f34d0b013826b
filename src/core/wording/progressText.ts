// How far a concept was read, in few words for the eye and in whole ones for the ear.
import type { Language } from '../chapter/chapter';

export interface Progress {
  readonly read: number;
  /** Of how many passages. */
  readonly of: number;
  /** Cards that are due. */
  readonly due: number;
}

export interface ProgressText {
  /** "2 of 4". What is due stands beside it as a badge. */
  readonly brief: string;
  readonly spoken: string;
}

export function progressText({ read, of, due }: Progress, language: Language): ProgressText {
  if (language === 'zh-CN') {
    return {
      brief: `${read}/${of}`,
      spoken: `共 ${of} 段，已读 ${read} 段${due > 0 ? `，${due} 张卡片待复习` : ''}。`,
    };
  }
  const passages = of === 1 ? 'passage' : 'passages';
  const cards = due === 1 ? 'card' : 'cards';
  return {
    brief: `${read} of ${of}`,
    spoken: `${read} of ${of} ${passages} read${due > 0 ? `, ${due} ${cards} due` : ''}.`,
  };
}
