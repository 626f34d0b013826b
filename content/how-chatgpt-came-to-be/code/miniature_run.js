// Runs a whole course of the miniature on the command line: seconds of one processor, and the numbers that the panel shows.
//
// Run it:  node miniature_run.js [seed]
// With --json it prints everything, as in miniature.recorded.json, which was made with seed 1.
import { linesOf, wholeCourse } from './miniature_course.js';

const seed = process.argv.slice(2).map(Number).find(Number.isInteger) ?? 1;
const told = wholeCourse(seed);
console.log(process.argv.includes('--json') ? JSON.stringify(told, null, 1) : linesOf(told).join('\n'));
