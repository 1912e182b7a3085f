import { paraglideVitePlugin } from '@inlang/paraglide-js';
import adapter from '@sveltejs/adapter-static';
import { sveltekit } from '@sveltejs/kit/vite';
import { defineConfig } from 'vite';
import { completeMessages } from './vite/complete-messages.ts';

/** Where `npm start` listens; the development server forwards to it. */
const apiUrl = process.env.MOIM_API_URL ?? 'http://localhost:4000';

export default defineConfig({
  plugins: [
    completeMessages(['en', 'ko']),
    paraglideVitePlugin({
      project: './project.inlang',
      outdir: './src/lib/paraglide',
      strategy: ['localStorage', 'preferredLanguage', 'baseLocale'],
      localStorageKey: 'moim.locale',
      emitTsDeclarations: true,
    }),
    sveltekit({
      adapter: adapter({ fallback: '200.html', precompress: true }),
      version: { pollInterval: 0 },
    }),
  ],
  server: {
    host: '127.0.0.1',
    watch: { ignored: ['**/build/**'] },
    proxy: {
      '/graphql': { target: apiUrl, ws: true },
      '/auth': apiUrl,
    },
  },
});
