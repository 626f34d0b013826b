// What the trainer is made of that is not TypeScript: the chapter's own code, which readers open and run, and a worker
// as text (bundledWorkers.js). Only what the panel uses of it is declared.
declare module 'companion:miniature_course.js' {
  type Phase = 'base' | 'tuned';
  interface Course {
    readonly seed: number;
    readonly phase: Phase;
    readonly step: number;
    readonly model: { readonly weights: Float32Array };
  }
  export const phases: Readonly<Record<Phase, { readonly steps: number; readonly every: number }>>;
  export function begin(seed: number): Course;
  export function tune(course: Course): void;
  export function advance(course: Course): {
    readonly loss?: number;
    readonly sample?: { readonly statement: string; readonly question: string };
    readonly exam?: {
      readonly facts: number;
      readonly taught: number;
      readonly untaught: number;
      readonly moved?: number;
    };
  };
}

declare module '*.worker.ts?text' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: the form in which a bundler gives a text.
  export default text;
}
