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
      Sets: ['a, b = b, a', `${'x'.repeat(40)} = 1`],
      'Sets `total`': ['total = 0', 'let mut total: u8 = 1;', 'total := len(s)', 'const total = val / step;'],
      'Sets `lines`': ['const lines: string[] = [];', 'std::vector<int> lines = all;'],
      'Sets `raw_password`': ['gchar* raw_password = lookup('],
      'Sets `password`': ['*password = raw_password;'],
      'Sets `this.#buffer`': ['this.#buffer = concatBytes(['],
      'Changes `this.items[0].count`': ['this.items[0].count += 1;'],
      'Sets `$Distribution`': ['$Distribution = "x"'],
      'Sets `ID`': ['ID=$(id -u)'],
      'Calls `items.push`': ['items.push(a)', 'await items.push('],
      'Calls `g_error_free`': ['g_error_free(error);'],
    };
    for (const [word, quotes] of Object.entries(lines)) {
      for (const quote of quotes) assert.equal(opener(quote), word, quote);
    }
  });

  it('is left to the model where the line does not say it', () => {
    const quotes = [
      'x == y',
      'basename(path, suffix) {',
      'items.forEach(item => {',
      'switch (x) {',
      'print(a)',
      'case 1:',
      'return',
      'return;',
      'a => b',
      'class A {',
      '<a b="c">',
      'unless x',
      '"a = b"',
      '',
    ];
    for (const quote of quotes) assert.equal(opener(quote), '', quote);
  });

  it('says of the head of what is explained what comes in', () => {
    assert.equal(opener('KEYTAR_OP_RESULT GetPassword(const std::string& service,', 'GetPassword'), 'Takes');
    assert.equal(opener('const compare = (a, b) => {', 'compare'), 'Takes');
    assert.equal(opener('const compare = (a, b) => {'), 'Sets `compare`');
    assert.equal(opener('GetPassword(const std::string& service,'), '');
  });
});
