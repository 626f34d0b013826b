#!/bin/sh
# Desktop VS Code on a screen that nobody sees, for Linux machines without a display.
exec xvfb-run --auto-servernum "$MARGINALIA_DESKTOP_VSCODE" "$@"
