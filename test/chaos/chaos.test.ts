import { expect, it } from 'vitest'
import { freshFolder } from '../program/run.ts'
import { deadline } from '../wait.ts'
import { runChaos } from './chaos.ts'

it('loses and doubles nothing when it is killed in the middle of its work', {
  timeout: deadline(120_000),
}, async () => {
  const database = `file:${freshFolder()}/chaos.db`
  const tally = await runChaos({ database, replicas: 1, remembers: 'history', kills: 3, seed: 7 })
  expect(tally).toMatchObject({ lost: 0, doubled: 0, unseeded: 0, disordered: 0 })
  expect(tally.owed).toBeGreaterThan(200)
  expect(tally.faults).toBeGreaterThan(5)
})
