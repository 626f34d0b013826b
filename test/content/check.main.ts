// `npm run check:content [-- folder …]`: prints what the editor would mark in the chapters of `content/` and of each folder
// given. Ends with 1 where something is an error, and with 2 where a folder has no chapter.
import { argv, env } from 'node:process';
import { chaptersIn, checkChapter } from './findings';

const language = /^zh/i.test(env.LC_ALL || env.LC_MESSAGES || env.LANG || '') ? 'zh-CN' : 'en';
const say = (line: string) => process.stdout.write(`${line}\n`);
let errors = 0;
for (const folder of ['content', ...argv.slice(2)]) {
  const chapters = await chaptersIn(folder);
  if (chapters.length === 0) {
    say(`${folder}: no chapter.json there, nor in a folder directly below. Name a chapter's folder.`);
    process.exitCode = 2;
  }
  for (const chapter of chapters) {
    const checked = await checkChapter(chapter, language);
    for (const line of checked.lines) say(line);
    errors += checked.errors;
    say(`${chapter}: errors ${checked.errors}, warnings ${checked.warnings}`);
  }
}
if (errors > 0) process.exitCode = 1;
