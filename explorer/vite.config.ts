import { defineConfig } from 'vite';

/** `/explorer/` is where the service serves what is built here; pages themselves are at `/` and `/d/…`. */
export default defineConfig({
  root: import.meta.dirname,
  base: '/explorer/',
  build: {
    outDir: '../dist/explorer',
    emptyOutDir: true,
    target: 'es2022',
    // Everything is a file of its own: the content security policy allows no inline fonts or scripts.
    assetsInlineLimit: 0,
    reportCompressedSize: false,
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  // `npx vite explorer` beside a running service, for those who work on the page.
  server: { proxy: { '/graphql': 'http://127.0.0.1:4000', '/artifacts': 'http://127.0.0.1:4000' } },
});
