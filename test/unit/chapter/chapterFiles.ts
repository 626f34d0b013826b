// A small sound chapter in memory. Each test breaks one thing in it.
import type { Files } from '../../../src/core/ports';

export type Contents = Record<string, string | Uint8Array | Error>;

export interface CountedFiles extends Files {
  /** Every path that was asked for, in order. */
  readonly asked: string[];
}

export function filesOf(contents: Contents): CountedFiles {
  const asked: string[] = [];
  return {
    asked,
    read: async path => {
      asked.push(path);
      const content = contents[path];
      if (content instanceof Error) throw content;
      return typeof content === 'string' ? new TextEncoder().encode(content) : content;
    },
    list: async () => [],
  };
}

export function manifest() {
  return {
    $schema: '../chapter.schema.json',
    id: 'tides',
    title: { en: 'Tides', 'zh-CN': '潮汐' },
    languages: ['en', 'zh-CN'],
    concepts: [
      {
        id: 'moon',
        title: { en: 'The moon', 'zh-CN': '月亮' },
        thesis: { en: 'It pulls.', 'zh-CN': '它牵引海水。' },
        clears: [{ en: 'the sun does it alone', 'zh-CN': '全靠太阳' }],
        needs: [] as string[],
        passages: [{ id: 'pull', code: ['sum'] }, { id: 'phase' }] as { id: string; code?: string[] }[],
      },
      {
        id: 'shore',
        title: { en: 'The shore', 'zh-CN': '海岸' },
        thesis: { en: 'It shapes the tide.', 'zh-CN': '它塑造潮汐。' },
        needs: ['moon'],
        passages: [{ id: 'bay' }] as { id: string; code?: string[] }[],
      },
    ],
    code: [
      {
        id: 'sum',
        file: 'code/tide.py',
        region: 'sum',
        symbol: 'add',
        about: { en: 'Adds two pulls.', 'zh-CN': '把两个引力相加。' },
      },
    ] as {
      id: string;
      file: string;
      region?: string;
      symbol?: string;
      about: { en: string; 'zh-CN'?: string };
    }[],
  };
}

export function contents(of: unknown = manifest()): Contents {
  return {
    'chapter.json': JSON.stringify(of, null, 2),
    'en/moon.md':
      '## The pull {#pull}\n\nThe moon *pulls* the sea.\n\n## Phases {#phase}\n\nSpring tides follow a new moon.\n',
    'zh-CN/moon.md': '## 引力 {#pull}\n\n月亮牵引海水。\n\n## 月相 {#phase}\n\n朔望之后是大潮。\n',
    'zh-CN/shore.md': '## 海湾 {#bay}\n\n海湾可使潮差加倍。\n',
    'en/shore.md': '## A bay {#bay}\n\nA bay can double the tide.\n',
    'code/tide.py': 'import math\n# region sum\ndef add(a, b):\n    return a + b\n# endregion\n',
    'sources.json': JSON.stringify([{ id: 'newton', title: 'Principia', author: [{ family: 'Newton' }] }]),
    'annotations.jsonl': `${note('urn:marginalia:tides:one')}\n${note('urn:marginalia:tides:two')}\n`,
  };
}

export function note(id: string, passage = 'pull', sources = ['newton']): string {
  return JSON.stringify({
    id,
    type: 'Annotation',
    body: [{ type: 'TextualBody', value: 'So it is.' }],
    target: [{ source: `marginalia:/tides/en/${passage}` }],
    'marginalia:sources': sources,
  });
}
