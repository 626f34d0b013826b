import assert from 'node:assert/strict';
import { openerOf } from '../../../../src/core/reasoning/forms/opener';

const opener = (quote: string, symbol?: string) => openerOf({ quote }, 'en', symbol)?.words.trim() ?? '';

describe('the word that a step begins with', () => {
  it('is what its first line of code does', () => {
    const lines: Readonly<Record<string, readonly string[]>> = {
      Takes: ['def f(a):', 'export async function load(path) {', 'fn main() {', 'pub fn run(&self) -> u8 {'],
      If: ['if lo < hi:', 'if (x) {', 'if [ ! -f "$file" ]; then', 'if let Some(x) = y {'],
      'Otherwise, if': ['elif b:', '} else if (x) {', '} elseif ($x) {', 'else if x {'],
      'Otherwise,': ['else:', '} else {', 'else'],
      Loops: ['for x in y:', 'while (i < n) {', 'foreach ($a as $b) {', 'until done; do'],
      Returns: ['return lo', 'return;x', 'return ('],
      Throws: ['raise ValueError("x")', 'throw new Error();'],
      Tries: ['try:', 'try {'],
      Catches: ['} catch (error) {', 'except TimeoutError as error:', 'rescue => e'],
      'Brings in': ['import os', 'from a import b', '#include <x.h>', 'use std::io;'],
      Sets: [
        'total = 0',
        'const ratio = val / step;',
        'gchar* raw_password = lookup(',
        '*password = raw_password;',
        'this.items[0].count += 1;',
        'a, b = b, a',
        '$Distribution = "x"',
        'ID=$(id -u)',
        'n := len(s)',
        'let mut x: u8 = 1;',
      ],
    };
    for (const [word, quotes] of Object.entries(lines)) {
      for (const quote of quotes) assert.equal(opener(quote), word, quote);
    }
  });

  it('is left to the model where the line does not say it', () => {
    const quotes = [
      'f(x = 1)',
      'x == y',
      'items.push(a)',
      'case 1:',
      'return',
      'return;',
      'a => b',
      'class A {',
      '<a b="c">',
      'iffy()',
      'unless x',
      '"a = b"',
      '',
    ];
    for (const quote of quotes) assert.equal(opener(quote), '', quote);
  });

  it('says of the head of what is explained what comes in', () => {
    assert.equal(opener('KEYTAR_OP_RESULT GetPassword(const std::string& service,', 'GetPassword'), 'Takes');
    assert.equal(opener('const compare = (a, b) => {', 'compare'), 'Takes');
    assert.equal(opener('const compare = (a, b) => {'), 'Sets');
    assert.equal(opener('GetPassword(const std::string& service,'), '');
  });
});
