import { defineConfig } from 'vite'

// For ../shared, which is outside of this folder and has no packages of its own. With all in one folder, nothing of this is needed.
export default defineConfig({
  resolve: { dedupe: ['gotrue-sdk'] },
  server: { fs: { allow: ['..'] } },
})
