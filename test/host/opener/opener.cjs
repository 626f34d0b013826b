// Used by `npm start` only: shows the chapter beside a companion file, so that the first screen is the real thing.
const vscode = require('vscode');

exports.activate = async () => {
  const isPanel = tab =>
    tab.input instanceof vscode.TabInputWebview && tab.input.viewType.includes('marginalia');
  if (vscode.window.tabGroups.all.some(group => group.tabs.some(isPanel))) return;
  await vscode.commands.executeCommand('marginalia.openCompanionCode', 'greedy');
  await vscode.commands.executeCommand('marginalia.openConceptPanel');
  // What is opened from the explorer next belongs beside the panel, not over it.
  await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
};
