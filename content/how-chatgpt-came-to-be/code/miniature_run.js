// Runs a whole course of the miniature on the command line, and prints what the panel shows.
//
// Run it:  node miniature_run.js [seed]
import { figures, phases, prompts, wholeCourse } from './miniature_course.js';

const told = wholeCourse(Number(process.argv[2] ?? 1));
for (const phase of ['base', 'tuned']) {
  const { losses, samples } = told[phase];
  const { every, sampleEvery } = phases[phase];
  console.log(`\n${phase}: the loss, averaged over ${every} steps`);
  losses.forEach((loss, place) => console.log(`${String((place + 1) * every).padStart(5)}  ${loss.toFixed(3)}`));
  samples.forEach(({ statement, question }, place) => {
    console.log(`\nafter ${(place + 1) * sampleEvery} steps`);
    console.log(`  ${prompts.statement} >${statement}`);
    console.log(`  ${prompts.question} >${question.trimEnd()}`);
  });
}
console.log('\nwhat the chapter quotes, with seed 1:');
for (const [name, value] of Object.entries(figures(told))) console.log(`  ${name}: ${value}`);
