import { ComponentType, PermissionFlagsBits as Flag } from 'discord.js'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { packId } from '../../../adapters/discord/render/buttons.ts'
import { listFeedKeys, ownFeedKey } from '../../../src/access/feed-keys.ts'
import { insertChange } from '../../../src/channels/channels.ts'
import { actions, forms } from '../../../src/commands/actions.ts'
import { defaultMeeting } from '../../../src/commands/team/meeting-form.ts'
import { teamOf } from '../../../src/core/chat.ts'
import type { Form } from '../../../src/core/message.ts'
import type { Store } from '../../../src/db/open.ts'
import { insertFollow } from '../../../src/library/follows/follows.ts'
import { keepNote } from '../../../src/library/notes.ts'
import { insertAgenda } from '../../../src/meetings/agenda/stored-agendas.ts'
import { createKeptTexts } from '../../../src/outbox/kept-texts.ts'
import { saveTeamSettings } from '../../../src/voting/voter-groups.ts'
import { GUILD } from '../../adapters/discord/adapted.ts'
import { startsAt } from '../../fakes/clock.ts'
import { type Block, wordsOf } from '../../fakes/slack/workspace.ts'
import { until } from '../../wait.ts'
import { keepTables } from '../answers/table.ts'
import { openDiscordWorld, openSlackWorld } from '../answers/worlds.ts'
import { CHANGE, FOLLOW, NOTE, OTHER, PAPER, presses, submissions, type Things } from './presses.ts'

startsAt('2054-03-31T12:30:00Z')
const DATE = '2054-04-02'

/** A platform where somebody presses and submits; both resolve with the words of what comes of it. */
type Stage = {
  store: Store
  things: Things
  press(action: string, value: string): Promise<string>
  submit(form: string, values: Record<string, string>): Promise<string>
  close(): Promise<void>
}

/** What buttons and forms are about. */
async function furnish({ db, now }: Store, { channel, person }: Pick<Things, 'channel' | 'person'>): Promise<Things> {
  const [team, at] = [teamOf(channel), now()]
  const agenda = { team, date: DATE, channel, meetsAt: Date.parse(`${DATE}T15:00:00Z`) }
  await saveTeamSettings(db, team, { meeting: defaultMeeting(channel, 'Europe/Berlin') })
  const talks = [
    { paper: PAPER, votes: 1, presenter: person, answer: 'accepted' as const },
    { paper: OTHER, votes: 0, presenter: null, answer: null },
  ]
  await insertAgenda(db, agenda, talks, at)
  await insertChange(db, { id: CHANGE, channel, person, before: {}, after: { papersPerDay: 3 }, at })
  await insertFollow(db, { id: FOLLOW, to: { person }, query: 'agents', channel, createdAt: at, paper: null })
  const note = { id: NOTE, team, paper: null, text: 'A note.', author: person, keeper: person, channel }
  await keepNote(db, { ...note, post: { channel, id: '1.1' }, keptAt: at })
  await ownFeedKey(db, channel, person, at)
  const invited = { invited_by: person, invited_at: at, accepted_at: null }
  await db
    .insertInto('invited_readers')
    .values({ channel_id: channel, reader: 'email:ada@example.org', ...invited })
    .execute()
  const [key] = await listFeedKeys(db, channel, person)
  return { channel, person, agenda: `${DATE} ${team}`, key: key?.id ?? '' }
}

async function openSlackStage(): Promise<Stage> {
  const { bot, close } = await openSlackWorld()
  const { slack, store } = bot
  const { views } = slack.workspace
  const things = await furnish(store, { channel: 'slack:T1/C1', person: 'slack:T1/U1' })
  const heard = () => slack.answers.length + views.length
  const lastOf = (before: { answers: number; views: number }): string => {
    const view = views.length > before.views ? views.at(-1) : null
    return view ? JSON.stringify(view.title) + wordsOf(view) : wordsOf(slack.answers.at(-1) ?? { blocks: [] })
  }
  return {
    store,
    things,
    async press(action, value) {
      const before = { answers: slack.answers.length, views: views.length }
      const blocks: Block[] = [{ type: 'actions', elements: [{ type: 'button', action_id: action, value }] }]
      await bot.pressInAnswer(blocks, action)
      await until(() => heard() > before.answers + before.views)
      return lastOf(before)
    },
    async submit(form, values) {
      const blocks = Object.keys(values).map((name) => ({
        type: 'input',
        block_id: name,
        element: { type: 'plain_text_input', action_id: 'value' },
      }))
      const view = { id: 'V0', type: 'modal', user: 'U1', callback_id: form, blocks }
      const place = { private_metadata: JSON.stringify({ channel: things.channel }) }
      return JSON.stringify(await bot.submit({ ...view, ...place }, values))
    },
    async close() {
      expect(slack.invalidCalls).toEqual([])
      await close()
    },
  }
}

async function openDiscordStage(): Promise<Stage> {
  const { bot, close } = await openDiscordWorld()
  const place = '200000000000000000'
  const things = await furnish(bot.store, { channel: `discord:${GUILD}/${place}`, person: 'discord:1' })
  const kept = createKeptTexts(bot.store)
  const member = { user: { id: '1' }, permissions: String(Flag.ManageGuild), roles: [] }
  const where = { guild_id: GUILD, channel_id: place, channel: { id: place, type: 0 }, member }
  const happen = async (did: { type: number } & Record<string, unknown>): Promise<string> => {
    const { texts, modal, payloads } = await bot.discord.interactions.happen({ ...where, ...did }, 1)
    return `${texts.join('\n').replaceAll('\\', '')}${JSON.stringify(modal)}${JSON.stringify(payloads)}`
  }
  return {
    store: bot.store,
    things,
    async press(action, value) {
      const id = packId(action, value)
      if (id.includes('#')) await kept.keep(id.slice(action.length + 1), value)
      return happen({ type: 3, message: { id: '77' }, data: { custom_id: id, component_type: 2 } })
    },
    async submit(id, values) {
      const form: Form = { id, title: 'A form', submit: 'Save', fields: [] }
      await kept.keep('form:k', JSON.stringify({ form, values: {} }))
      const components = Object.entries(values).map(([custom_id, value]) => ({
        type: ComponentType.Label,
        component: { type: ComponentType.TextInput, custom_id, value },
      }))
      return happen({ type: 5, data: { custom_id: packId('form', 'k.0'), components } })
    },
    close,
  }
}

const given = (value: string | ((things: Things) => string), things: Things): string =>
  typeof value === 'string' ? value : value(things)

it('has every button and every form', () => {
  expect(Object.keys(presses).toSorted()).toEqual(Object.keys(actions).toSorted())
  expect(Object.keys(submissions).toSorted()).toEqual(Object.keys(forms).toSorted())
})

describe.each([
  ['Slack', openSlackStage],
  ['Discord', openDiscordStage],
])('on %s', (_, open) => {
  let stage: Stage
  let tables: Awaited<ReturnType<typeof keepTables>>
  beforeAll(async () => {
    stage = await open()
    tables = await keepTables(stage.store)
  })
  afterAll(() => stage.close())

  it.each(Object.entries(presses))('the button %s does what it says, and says what is wrong', async (action, cases) => {
    for (const [value, said] of cases) {
      expect(await stage.press(action, given(value, stage.things))).toMatch(said)
      await tables.restore()
    }
  })

  it.each(Object.entries(submissions))('the form %s takes what fits, and says what does not', async (name, form) => {
    for (const [values, said, about = given(form.about, stage.things)] of form.filled) {
      expect(await stage.submit(`${name}:${about}`, values)).toMatch(said)
      await tables.restore()
    }
  })
})
