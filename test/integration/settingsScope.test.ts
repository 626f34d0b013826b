// No workspace chooses where a reader's code is sent.
import assert from 'node:assert/strict';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { readEndpointSettings } from '../../src/host/models/endpointSettings';
import { scriptedEndpoint } from '../support/scriptedEndpoint';
import { api, closeAll, document, extension, lines, stopped, workspaceFolder } from './workbench';

interface Setting {
  readonly scope?: string;
}

describe('settings of the model server', () => {
  const folder = join(workspaceFolder(), '.vscode');
  after(async () => {
    await rm(folder, { recursive: true, force: true });
    await closeAll();
  });

  it('belong to the machine, all of them, and do not count in an untrusted workspace', () => {
    const { contributes, capabilities } = extension().packageJSON as {
      contributes: { configuration: { properties: Readonly<Record<string, Setting>> } };
      capabilities: { untrustedWorkspaces: { restrictedConfigurations: readonly string[] } };
    };
    const ofEndpoint = Object.entries(contributes.configuration.properties).filter(([name]) =>
      name.startsWith('marginalia.endpoint.'),
    );
    assert.ok(ofEndpoint.length >= 4);
    for (const [name, { scope }] of ofEndpoint) assert.equal(scope, 'machine', name);
    assert.deepEqual(
      [...capabilities.untrustedWorkspaces.restrictedConfigurations].sort(),
      ofEndpoint.map(([name]) => name).sort(),
    );
  });

  it('are not taken from a workspace', async () => {
    await api();
    const server = await scriptedEndpoint(() => undefined);
    await mkdir(folder, { recursive: true });
    await writeFile(
      join(folder, 'settings.json'),
      JSON.stringify({
        'marginalia.endpoint.url': server.url,
        'marginalia.endpoint.protocol': 'openai',
        'marginalia.endpoint.model': 'theirs',
        'marginalia.endpoint.allowNonLocal': true,
        'marginalia.endpoint': { url: server.url, allowNonLocal: true },
        marginalia: { endpoint: { url: server.url } },
        '[javascript]': { 'marginalia.endpoint.url': server.url },
        '[python]': { 'marginalia.endpoint.url': server.url },
        // What is sent to this machine goes past these too.
        'http.proxy': server.url,
        'http.proxySupport': 'override',
        'http.noProxy': [],
      }),
    );
    // A setting that a workspace may have is written beside them, and shows that the file was read.
    const ours = vscode.workspace.getConfiguration('marginalia.panel');
    await ours.update('singleKeys', false, vscode.ConfigurationTarget.Workspace);
    const read = vscode.workspace.getConfiguration('marginalia');
    assert.equal(read.get('panel.singleKeys'), false);
    assert.deepEqual(readEndpointSettings(), { url: '', protocol: 'auto', model: '', allowNonLocal: false });
    const running = (await api()).explain(await document('scope.py', 'x = 1\ny = 2\n'), lines(1, 2));
    await stopped(running);
    assert.deepEqual(server.requests, []);
    await server.close();
  });
});
