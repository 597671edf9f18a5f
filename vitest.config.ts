import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/seed.ts'],
    // As bin/paperboy.js does, which says why.
    execArgv: ['--wasm-wrapper-tiering-budget=1000000000'],
    // Many tests wait rather than work: all cores take part.
    maxWorkers: '100%',
    // A machine that does something else besides is slow, not wrong.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    // The suite must not read the developer's own settings, nor the machine's zone.
    env: { TZ: 'UTC' },
  },
})
