import { readFile } from 'node:fs/promises'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { actions, forms } from '../../src/commands/actions.ts'
import { type CapName, capOf, caps, overCap } from '../../src/commands/caps.ts'
import { verbs } from '../../src/commands/table.ts'
import type { Platform } from '../../src/core/chat.ts'
import type { Store } from '../../src/db/open.ts'
import { openScratch } from '../fakes/scratch.ts'
import { traitsOf } from '../fakes/traits.ts'

const HOUR_MS = 3_600_000

let store: Store
let now: number
let maySpeak: boolean
beforeEach(async () => {
  const opened = await openScratch()
  now = Date.now()
  maySpeak = true
  store = { ...opened, now: () => now }
})
afterEach(() => store.close())

/** What somebody is told in a channel. */
const speak = (person: string, { use = 'share', channel = '1/1', on = 'discord' }: Speaking = {}) =>
  overCap({ store, traitsOf, maySpeak: async () => maySpeak }, use, {
    channel: `${on}:${channel}` as const,
    person: `${on}:${person}` as const,
  })
type Speaking = { use?: CapName; channel?: string; on?: Platform }

describe('where strangers walk in', () => {
  it('lets one person make the bot speak three times an hour, in all channels together', async () => {
    for (const channel of ['1/1', '1/2', '2/1']) expect(await speak('a', { channel })).toBe(null)
    expect(await speak('a', { channel: '3/1' })).toContain('Please try again later')
    expect(await speak('b')).toBe(null)
    expect(await speak('a', { use: 'bring' })).toBe(null)
    now += HOUR_MS
    expect(await speak('a')).toBe(null)
  })

  it('lets twenty thousand people together make it speak ten times an hour in one channel', async () => {
    const told = await Promise.all(Array.from({ length: 40 }, (_, index) => speak(`p${index}`)))
    expect(told.filter((said) => said === null)).toHaveLength(caps.share.perChannel)
    expect(await speak('q', { channel: '1/2' })).toBe(null)
  })
})

it('refuses whom the channel did not name, on every platform, and counts no turn of theirs', async () => {
  maySpeak = false
  for (const on of ['slack', 'discord'])
    expect(await speak('a', { on })).toBe('In this channel that is for people whom its managers named.')
  expect(await store.db.selectFrom('spoken').selectAll().execute()).toEqual([])
  expect(await speak('a', { use: 'manage' })).toBe(null)
})

it('caps nothing among colleagues', async () => {
  for (let times = 0; times < 20; times += 1) expect(await speak('a', { on: 'slack' })).toBe(null)
})

it('knows of every verb, button and form whether others hear of it', () => {
  const spent = [...verbs, ...Object.values(actions), ...Object.values(forms)].map(({ cap }) => cap)
  // A pasted link is neither.
  expect(new Set([...spent, 'links'])).toEqual(new Set([...Object.keys(caps), null]))
  const capOfVerb = (name: string, args: string[]) => {
    const verb = verbs.find((one) => one.name === name)
    return verb && capOf(verb, args)
  }
  expect([capOfVerb('follow', ['']), capOfVerb('follow', ['agents']), capOfVerb('subscribe', [])]).toEqual([
    null,
    'follow',
    'manage',
  ])
})

it('has the same table in SECURITY.md', async () => {
  const text = await readFile(new URL('../../SECURITY.md', import.meta.url), 'utf8')
  const [, shown = ''] = /\| one channel, an hour \|\n\| --- .*\n((?:\|.*\n)+)/.exec(text) ?? []
  expect(shown.trim().split('\n')).toEqual(
    Object.values(caps).map(
      ({ what, who, speakers, perPerson, perChannel }) =>
        `| ${what} | ${who} | ${speakers ? 'yes' : 'no'} | ${perPerson} | ${perChannel} |`,
    ),
  )
})
