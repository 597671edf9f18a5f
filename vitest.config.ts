import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/seed.ts'],
    testTimeout: 20_000,
    // The suite must not read the developer's own settings, nor the machine's zone.
    env: { TZ: 'UTC' },
  },
})
