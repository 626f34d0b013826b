/**
 * The scheme of companion code: "marginalia-code:/<chapter>/code/trigram.py". An address of its own keeps annotations on companion code
 * valid when an update moves the extension's folder, and the reader from editing what an update overwrites.
 */
export const codeScheme = 'marginalia-code';
