import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'
import { BaseSequencer, type TestSpecification } from 'vitest/node'
import { measureSlowness } from './test/slowness.ts'

// A machine that does something else besides is slow, not wrong: deadlines stretch with it.
const slowness = measureSlowness()

/** What takes longest begins first, so that no worker is alone with it at the end. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const takesLong = ({ moduleId }: TestSpecification) => Number(/\/test\/(?:program|search|db)\//.test(moduleId))
    return (await super.sort(files)).toSorted((one, other) => takesLong(other) - takesLong(one))
  }
}

export default defineConfig({
  test: {
    include: ['test/**/*.test.ts'],
    setupFiles: ['test/seed.ts'],
    // As bin/paperboy.js does, which says why.
    execArgv: ['--wasm-wrapper-tiering-budget=1000000000'],
    // The tests of the whole program wait half of their time.
    maxWorkers: 2 * availableParallelism(),
    // No module is replaced or keeps what a test did, so that files can share them: a third less work.
    isolate: false,
    restoreMocks: true,
    unstubEnvs: true,
    sequence: { sequencer: LongestFirst },
    testTimeout: 60_000 * slowness,
    hookTimeout: 60_000 * slowness,
    expect: { poll: { timeout: 15_000 * slowness, interval: 20 } },
    // The suite must not read the developer's own settings, nor the machine's zone.
    env: { TZ: 'UTC', SLOWNESS: String(slowness) },
  },
})
