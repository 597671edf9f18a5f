import { sql } from 'kysely'
import { pino } from 'pino'
import { afterAll, expect, it, vi } from 'vitest'
import { UNLIMITED } from '../../../src/core/network/allowance.ts'
import { checkDiskSpace } from '../../../src/ops/watch/disk.ts'
import { findHealthIssues } from '../../../src/ops/watch/health-issues.ts'
import { createOutbox } from '../../../src/outbox/outbox.ts'
import { tick } from '../../../src/tick/collector.ts'
import { openFakeDay } from '../../fakes/day.ts'
import { mountSmallDisk } from '../../fakes/small-disk.ts'
import { aSighting } from '../../fixtures/papers.ts'
import { deadline } from '../../wait.ts'

const disk = mountSmallDisk(16)
afterAll(() => disk?.unmount())

it.skipIf(disk === null)('warns in time that the disk fills up', async () => {
  const day = await openFakeDay({}, disk?.path)
  await checkDiskSpace(day)
  const [disks] = await findHealthIssues({ ...day, connections: [] }, Date.now()).then((all) =>
    all.filter(({ cause }) => cause.startsWith('disk')),
  )
  expect(disks).toMatchObject({
    state: 'odd',
    what: expect.stringMatching(/^The disk is almost full: \d+ MB are free for \//),
  })
  await day.close()
})

it.skipIf(disk === null)('waits for a full disk, says so, and then posts everything once', async () => {
  const said: string[] = []
  const log = pino({}, { write: (line) => said.push(JSON.parse(line).msg) })
  const day = await openFakeDay({ papersPerDay: 30 }, disk?.path)
  const context = { ...day, log }
  const { send } = day.chat
  // It runs full between the claim of a message and its outcome.
  day.chat.send = async (outgoing) => {
    if (day.chat.posts.length === 0) disk?.fill()
    return send(outgoing)
  }
  const papers = (day: string, first: number) =>
    Array.from({ length: 30 }, (_, n) => aSighting(`2603.${first + n}`, day))
  day.source.sightings.push(...papers('2026-03-30', 10_000))
  const timeouts = { attempt: 5_000, lease: 20_000, firstLook: 5, betweenLooks: 20, backoff: 2, stop: 300 }
  const allowances = { slack: UNLIMITED }
  const adapters = new Map([['slack', day.chat]])
  const sending = { ...context, adapters, allowances, timeouts, owner: 'test', now: day.store.now }
  await tick(context, Date.parse('2026-03-30T07:00:00Z'))
  const outbox = createOutbox({ ...sending, onChannelRefused: async () => {} })
  await vi.waitFor(() => expect(said.join()).toMatch(/waiting for the database|sending failed/), {
    timeout: deadline(20_000),
  })

  // The next day finds it full.
  day.source.sightings.push(...papers('2026-03-31', 20_000))
  await tick(context, Date.parse('2026-03-31T07:00:00Z'))
  await checkDiskSpace(context)
  const troubles = (await findHealthIssues({ ...context, connections: [] }, Date.parse('2026-03-31T07:00:00Z'))).map(
    ({ what }) => what,
  )
  expect(troubles.join('\n')).toMatch(/of the last round failed: database or disk is full/)
  expect(troubles.join('\n')).toMatch(/The disk is almost full: 0 MB are free/)

  disk?.free()
  await tick(context, Date.parse('2026-03-31T07:01:00Z'))
  await outbox.settled()
  await outbox.stop()
  const posted = day.chat.posts.filter(({ message }) => message.kind === 'paper').map(({ id }) => id)
  expect([posted.length, new Set(posted).size]).toEqual([60, 60])
  expect(await sql`pragma integrity_check`.execute(day.store.db)).toMatchObject({ rows: [{ integrity_check: 'ok' }] })
  await day.close()
})
