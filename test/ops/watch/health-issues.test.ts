import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type Channel, findChannel, saveSettings } from '../../../src/channels/channels.ts'
import { handleLifecycle } from '../../../src/ops/lifecycle.ts'
import { findHealthIssues } from '../../../src/ops/watch/health-issues.ts'
import { tick } from '../../../src/tick/collector.ts'
import { saveTeamSettings, teamSettingsOf } from '../../../src/voting/voter-groups.ts'
import { CHANNEL, openFakeDay } from '../../fakes/day.ts'
import { aSighting } from '../../fixtures/papers.ts'

let day: Awaited<ReturnType<typeof openFakeDay>>
beforeEach(async () => {
  day = await openFakeDay()
  day.source.sightings.push(aSighting('2603.00001', '2026-03-30'))
})
afterEach(() => day.close())

/** What is wrong at `now` (ISO), in words. */
const troublesAt = async (now: string): Promise<string[]> =>
  (await findHealthIssues({ ...day, connections: [] }, Date.parse(now))).map(({ what }) => what)

const mustFind = async (id: typeof CHANNEL): Promise<Channel> => {
  const channel = await findChannel(day.store.db, id)
  if (!channel) throw new Error(`There is no ${id}.`)
  return channel
}

describe('what is wrong', () => {
  it('is nothing, from one look at the sources to the next', async () => {
    await day.at('2026-03-30T12:00:00Z')
    expect(await troublesAt('2026-03-30T12:40:00Z')).toEqual([])
  })

  it('is that nothing was ever read', async () => {
    expect(await troublesAt('2026-03-30T12:00:00Z')).toEqual(['No source has been read yet.'])
  })

  it('is that nobody looks at the sources any more, and that a digest did not come', async () => {
    await day.at('2026-03-30T12:00:00Z')
    expect(await troublesAt('2026-03-31T07:20:00Z')).toEqual([
      'Nobody has looked at the sources since Mon 14:00: does a process with the role collect run?',
      'No digest today: it was due Tue 09:00 Europe/Berlin.',
    ])
  })

  it('is a source that fails, and no late digest while that is put off', async () => {
    await day.at('2026-03-30T12:00:00Z')
    day.source.failure = 'Hugging Face answered 502.'
    await day.at('2026-03-31T07:00:00Z')
    await day.at('2026-03-31T07:30:00Z')
    const failing = 'Hugging Face could not be read since Tue 09:00: Hugging Face answered 502.'
    expect(await troublesAt('2026-03-31T07:31:00Z')).toEqual([failing])
  })

  it('is a source that answers and lists nothing new', async () => {
    await day.at('2026-03-30T12:00:00Z')
    await day.at('2026-04-03T12:00:00Z')
    expect(await troublesAt('2026-04-03T12:00:00Z')).toEqual([
      'Hugging Face answers, but has listed nothing new since 2026-03-30.',
    ])
  })

  it('is a message that waits longer than 15 minutes', async () => {
    await tick(day, Date.parse('2026-03-30T12:00:00Z'))
    expect(await troublesAt('2026-03-30T12:15:00Z')).toEqual([])
    expect(await troublesAt('2026-03-30T12:16:00Z')).toEqual([
      '3 messages wait longer than 15 minutes, the oldest since Mon 14:00.',
    ])
  })

  it('is a workspace that does not accept the token any more, by its id alone', async () => {
    await day.at('2026-03-30T12:00:00Z')
    const { team } = await mustFind(CHANNEL)
    await handleLifecycle({ ...day, alertChannel: null }, { team, change: 'revoked' })
    const why = 'the platform does not accept Paperboy’s token any more: install it again'
    expect(await troublesAt('2026-03-30T12:01:00Z')).toEqual([`No posts in ${team} (1 channel): ${why}.`])
    await handleLifecycle({ ...day, alertChannel: null }, { team, change: 'installed' })
    expect(await troublesAt('2026-03-30T12:01:00Z')).toEqual([])
  })

  it('is a platform that refuses the bot’s only token', async () => {
    await day.at('2026-03-30T12:00:00Z')
    day.state.record({ kind: 'platform', name: 'discord', step: 'token' }, 'it refuses DISCORD_TOKEN')
    const [trouble] = await troublesAt('2026-03-30T12:01:00Z')
    expect(trouble).toContain('Nothing reaches discord: it refuses DISCORD_TOKEN (since ')
  })

  it('is a stored setting that cannot be used; the channel goes on with the bot’s own', async () => {
    await day.store.db.updateTable('channels').set({ settings: '{"timezone":"PST"}' }).execute()
    await saveTeamSettings(day.store.db, 'slack:T1', { voting: ['🔥'] })
    await day.store.db.updateTable('teams').set({ settings: '{"voting":["🔥"],"meeting":{"zone":"IST"}}' }).execute()
    await day.at('2026-03-30T12:00:00Z')
    expect(await teamSettingsOf(day.store.db, 'slack:T1')).toEqual({ voting: ['🔥'] })
    expect(await troublesAt('2026-03-30T12:01:00Z')).toEqual([
      'A stored setting cannot be used: timezone PST; the bot’s own is used until `/papers settings` sets another.',
      'A stored setting cannot be used: meeting {"zone":"IST"} of slack:T1; ' +
        '`/papers agenda settings` sets the meeting up again.',
    ])
  })

  it('is told in the time zone of the channel', async () => {
    await saveSettings(day.store.db, CHANNEL, { timezone: 'Asia/Tokyo' })
    await day.at('2026-03-30T12:00:00Z')
    const [, late] = await troublesAt('2026-03-31T01:20:00Z')
    expect(late).toBe('No digest today: it was due Tue 09:00 Asia/Tokyo.')
  })
})
