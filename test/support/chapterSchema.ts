// The JSON Schema of chapter.json, made from the declaration that the loader itself checks with.
import { toJsonSchema } from '@valibot/to-json-schema';
import { Manifest } from '../../src/core/chapter/chapter';

/** What an author sees when resting on a property in the editor, by the way to it. */
const descriptions: Readonly<Record<string, string>> = {
  id: "The chapter's name: its folder, and part of the address of every note on it.",
  title: 'Title of the chapter, per language.',
  about: 'What the chapter is for, in two or three sentences: it opens with them.',
  story: 'What a story says that the chapter examines, told before it is judged.',
  languages: 'Languages that the passages are written in: one folder of Markdown files each.',
  concepts: 'The concepts, in the order in which they are numbered.',
  'concepts.id': 'Also the name of the Markdown file: en/<id>.md.',
  'concepts.thesis': 'The concept in one or two sentences.',
  'concepts.alsoCalled':
    'Other words by which readers look for it, in any language: abbreviations, older names.',
  'concepts.clears': 'Misconceptions that the concept clears up, without quotation marks.',
  'concepts.needs': 'Ids of the concepts that come first.',
  'concepts.question': 'Asked before the passages are read; the answer is shown when the reader wants it.',
  'concepts.prompts': 'What should stay: two or three questions that the reader can keep as cards.',
  'concepts.prompts.id': 'Never change it: a card that was kept is known by it.',
  'concepts.prompts.passage': 'Id of the passage that answers it.',
  'concepts.prompts.answer': 'The answer, and why it is so.',
  'concepts.prompts.code': 'Id of a code region that stands on the card with the question.',
  'concepts.lab': 'Something to try, below the passages: the panel has it.',
  'concepts.lab.about': 'What it shows, in a few sentences.',
  'concepts.lab.found': 'What came of it when it was tried; shown when the reader wants it.',
  'concepts.lab.code': 'Ids of the code regions that it runs.',
  'concepts.passages': 'The passages, in the order in which they are read.',
  'concepts.passages.id':
    'As in the heading of the Markdown file: ## Title {#id}. Never change it: notes hang on it.',
  'concepts.passages.code': 'Ids of the code regions that stand under the passage.',
  code: 'Regions of the companion files.',
  'code.file': 'The companion file, from the folder of the chapter: code/name.py.',
  'code.region': 'The name after "# region" in the file. Without it, the whole file.',
  'code.symbol': 'The name to show beside the file, such as that of a function.',
  'code.about': 'One sentence on what the region shows.',
};

type Schema = { [key: string]: unknown };

/** The schema as it stands in content/chapter.schema.json. */
export function chapterSchema(): string {
  // "includes" (English is always there) has a word in JSON Schema that the converter does not know: contains. A
  // "check" is a rule that no pattern says; the loader tells of it.
  const ignoreActions = ['includes', 'check'];
  const schema: Schema = { ...toJsonSchema(Manifest, { typeMode: 'input', ignoreActions }) };
  const languages = at(schema, 'languages');
  if (languages) languages.contains = { const: 'en' };
  for (const [way, description] of Object.entries(descriptions)) {
    const property = at(schema, way);
    if (!property) throw new Error(`the chapter format has no "${way}" any more`);
    property.description = description;
  }
  const { $schema, ...rest } = schema;
  return `${JSON.stringify({ $schema, title: 'Marginalia chapter', ...rest }, null, 2)}\n`;
}

/** The schema of a property; a list is entered without naming it. */
function at(schema: Schema, way: string): Schema | undefined {
  let current: Schema | undefined = schema;
  for (const name of way.split('.')) {
    const holder = isSchema(current?.items) ? current.items : current;
    const properties: unknown = holder?.properties;
    const next: unknown = isSchema(properties) ? properties[name] : undefined;
    current = isSchema(next) ? next : undefined;
  }
  return current;
}

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null;
}
