import { defineConfig } from 'vite';

/** The console: one module, served by the backend alone. */
export default defineConfig({
  build: {
    lib: { entry: 'widget/console/main.ts', formats: ['es'], fileName: () => 'console.js' },
    rolldownOptions: { output: { minify: true } },
    outDir: 'dist/console',
    target: ['chrome103', 'edge103', 'firefox102', 'safari16'],
    sourcemap: true,
  },
});
