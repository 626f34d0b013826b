// What the model in miniature.js reads, how it is taught, and how it is examined: first as a base model on plain text, then
// on questions with their answers. A course is repeated exactly by its seed, in the panel as on a command line.
import { build, chance, continueText, encode, learn } from './miniature.js';

const things = {
  blue: ['sky', 'sea', 'jay'],
  green: ['moss', 'leaf', 'frog'],
  red: ['rose', 'brick', 'fox'],
  white: ['snow', 'salt', 'swan'],
  black: ['coal', 'crow', 'ink'],
  yellow: ['sun', 'corn', 'bee'],
};

export const facts = Object.entries(things).flatMap(([colour, all]) => all.map(thing => ({ thing, colour })));
const question = ({ thing }) => `what colour is the ${thing}?`;
const answer = ({ colour }) => ` ${colour}.\n`;

// #region text
/** Plain text: some statements, then some questions, over and over. After no question comes its answer. */
export function text() {
  const random = chance(1);
  const some = count => Array.from({ length: count }, () => facts[Math.floor(random() * facts.length)]);
  const round = () =>
    [...some(9).map(({ thing, colour }) => `the ${thing} is ${colour}. `), ...some(5).map(one => `${question(one)} `)].join('');
  return Array.from({ length: 40 }, round).join('');
}
// #endregion

// #region pairs
/** Every second fact is asked and answered in the second phase; of the others only the plain text ever told. */
export const taught = facts.filter((_, place) => place % 2 === 0);
export const untaught = facts.filter((_, place) => place % 2 === 1);
// #endregion

/** `every`: over so many steps the loss is averaged. `sampleEvery`: after so many the model is asked to write on. */
export const phases = {
  base: { steps: 2000, rate: 0.006, every: 50, sampleEvery: 250 },
  tuned: { steps: 300, rate: 0.001, every: 20, sampleEvery: 100 },
};

const vocabulary = '\n .,?!abcdefghijklmnopqrstuvwxyz';
const plain = encode(text(), vocabulary);
export const characters = plain.length;

/** A new course. */
export function begin(seed) {
  const model = build({ vocabulary, width: 32, heads: 4, layers: 2, window: 32, seed });
  return { seed, model, phase: 'base', step: 0, losses: [], basis: undefined };
}

/** The second phase begins: the weights stay, and what Adam remembers of the first is forgotten. */
export function tune(course) {
  const { model } = course;
  course.basis = model.weights.slice();
  for (const memory of [model.means, model.squares]) memory.fill(0);
  model.decay.fill(1);
  Object.assign(course, { phase: 'tuned', step: 0, losses: [] });
}

// #region step
/** One step: a stretch of the plain text in the first phase, a question with its answer in the second. Returns the loss. */
export function step(course) {
  const { model, phase, seed } = course;
  const { steps, rate } = phases[phase];
  const random = chance(seed * 100003 + course.step + (phase === 'base' ? 0 : 50000));
  const pace = rate * Math.min(1, (course.step + 1) / 100) * (1 - (0.9 * course.step) / steps);
  course.step += 1;
  if (phase === 'base') {
    const start = Math.floor(random() * (plain.length - model.window));
    return learn(model, plain.slice(start, start + model.window + 1), 0, pace);
  }
  const fact = taught[Math.floor(random() * taught.length)];
  const asked = question(fact);
  // Only the answer is learnt.
  return learn(model, encode(asked + answer(fact), vocabulary), asked.length - 1, pace);
}
// #endregion

/** A step, and what there is to tell after it: the loss over the last steps, what the model writes, how it does at the end. */
export function advance(course) {
  const { every, sampleEvery, steps } = phases[course.phase];
  course.losses.push(step(course));
  const isDue = course.step % every === 0;
  const loss = isDue ? course.losses.reduce((sum, one) => sum + one, 0) / course.losses.length : undefined;
  if (isDue) course.losses = [];
  return {
    ...(isDue ? { loss } : {}),
    ...(course.step % sampleEvery === 0 ? { sample: sample(course) } : {}),
    ...(course.step === steps ? { exam: exam(course) } : {}),
  };
}

/** What it writes after a statement's beginning, and after a question whose answer it is never taught. */
export function sample({ model }) {
  const written = start => continueText(model, start, { most: 60, end: '\n' });
  return { statement: written(prompts.statement), question: written(prompts.question) };
}

/** The beginnings that a sample continues; a line's end ends it, which plain text never has. */
export const prompts = { statement: 'the sky is', question: question(untaught[0]) };

// #region exam
/** How many it has right, letter for letter: statements to complete, questions of both kinds. `moved`: how far tuning moved the weights. */
export function exam({ model, basis }) {
  const says = (start, words) => continueText(model, start, { most: words.length }) === words;
  const answers = all => all.filter(fact => says(question(fact), answer(fact))).length;
  return {
    facts: facts.filter(({ thing, colour }) => says(`the ${thing} is`, ` ${colour}.`)).length,
    taught: answers(taught),
    untaught: answers(untaught),
    ...(basis ? { moved: distance(model.weights, basis) } : {}),
  };
}

/** The length of the way from one set of weights to the other, as a share of the length of the first. */
function distance(weights, basis) {
  let way = 0, length = 0;
  basis.forEach((weight, i) => {
    way += (weights[i] - weight) ** 2;
    length += weight ** 2;
  });
  return Math.sqrt(way / length);
}
// #endregion

/** All that a whole course tells, as it is kept in miniature.recorded.json. */
export function wholeCourse(seed) {
  const course = begin(seed);
  const record = () => {
    const told = { losses: [], samples: [], exam: undefined };
    while (course.step < phases[course.phase].steps) {
      const { loss, sample, exam } = advance(course);
      if (loss !== undefined) told.losses.push(loss);
      if (sample) told.samples.push(sample);
      if (exam) told.exam = exam;
    }
    return told;
  };
  const base = record();
  tune(course);
  return { seed, weights: course.model.weights.length, characters, base, tuned: record() };
}

/** The numbers that the chapter quotes. */
export function figures({ weights, base, tuned }) {
  return {
    weights,
    characters,
    steps: phases.base.steps,
    'tune-steps': phases.tuned.steps,
    facts: facts.length,
    'before-facts': base.exam.facts,
    'before-answers': base.exam.taught + base.exam.untaught,
    taught: taught.length,
    'after-taught': tuned.exam.taught,
    untaught: untaught.length,
    'after-untaught': tuned.exam.untaught,
    'after-facts': tuned.exam.facts,
    moved: Math.round(100 * tuned.exam.moved),
  };
}

/** A whole course in words. */
export function linesOf(told) {
  const lines = ['base', 'tuned'].flatMap(phase => {
    const { losses, samples } = told[phase];
    const { every, sampleEvery } = phases[phase];
    return [
      `${phase}: the loss, averaged over ${every} steps`,
      ...losses.map((loss, place) => `${String((place + 1) * every).padStart(5)}  ${loss.toFixed(3)}`),
      ...samples.flatMap(({ statement, question }, place) => [
        `after ${(place + 1) * sampleEvery} steps`,
        `  ${prompts.statement} >${statement}`,
        `  ${prompts.question} >${question.trimEnd()}`,
      ]),
    ];
  });
  return [...lines, ...Object.entries(figures(told)).map(([name, value]) => `${name}: ${value}`)];
}
