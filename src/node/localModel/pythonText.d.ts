// Python files are bundled as text (esbuild.js, `loader`).
declare module '*.py' {
  const text: string;
  // biome-ignore lint/style/noDefaultExport: esbuild's text loader has no other.
  export default text;
}
