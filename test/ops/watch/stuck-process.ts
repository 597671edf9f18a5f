import { DatabaseSync } from 'node:sqlite'
import { startWatchdog } from '../../../src/ops/watch/watchdog.ts'
import { createState } from '../../../src/state/state.ts'

/** A process with a watchdog that has little timeouts, and what keeps it from going on. */
const state = createState(Date.now)
const watchdog = startWatchdog(state, { collects: true, stuckMs: 3_000, asleepMs: 6_000 })
const endless = 'with recursive n(i) as (select 1 union all select i + 1 from n) select count(*) from n'
const faults: Record<string, () => void> = {
  loop() {
    for (;;);
  },
  query: () => new DatabaseSync(':memory:').prepare(endless).get(),
  asleep: () => setInterval(() => {}, 1_000),
  well: () => setInterval(() => state.enter('plan'), 500),
}
state.enter('plan')
process.stdout.write('began\n')
if (process.argv[2] === 'well')
  setTimeout(() => {
    watchdog.stop()
    process.exit(0)
  }, 8_000)
setTimeout(() => faults[process.argv[2] ?? '']?.(), 100)
