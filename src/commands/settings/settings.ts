import { randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import {
  type Channel,
  findChange,
  findChannel,
  findSubscribed,
  insertChange,
  saveSettings,
} from '../../channels/channels.ts'
import {
  type ChannelSettings,
  type Defaults,
  effectiveSettings,
  newsWithWeekly,
  type OwnSettings,
} from '../../channels/settings.ts'
import { type ChannelId, type PersonId, platformOf, type Reply } from '../../core/chat.ts'
import { type Button, notice } from '../../core/message.ts'
import { nearestLanguage, nearestOf } from '../../core/text/nearest.ts'
import { dryRun } from '../../digest/plan/post.ts'
import { announceChange, askButton, notSubscribed, pickChannelButton, reply, show } from '../replies.ts'
import { agenda } from '../team/agenda.ts'
import type { CommandContext, RunAction, SubmitForm, Verb } from '../verb.ts'
import { fields } from './fields.ts'
import { changeMessage, describeChange, notYours, openSettingsForm, settingsOverview } from './overview.ts'
import { readFields, shownValue } from './read-fields.ts'

const SETTINGS = askButton('Settings', 'settings')
const WORDS = /^(\S+)\s*([\s\S]*)$/

export const settings: Verb = {
  name: 'settings',
  usage: 'settings [NAME VALUE]',
  does: 'when, what and how it posts',
  cap: 'manage',
  access: 'manager',
  isForChannel: true,
  isPickable: true,
  parse(rest) {
    if (rest === '') return []
    const [, name = '', value = ''] = WORDS.exec(rest) ?? []
    return name === 'weekly' || fields.some((field) => field.name === name) ? [name, value] : null
  },
  near(rest) {
    const [, name = '', value = ''] = WORDS.exec(rest) ?? []
    const near = nearestOf(fields.map((field) => field.name))(name)
    if (near !== null) return [`${near} ${value}`.trim()]
    const taking = fields.filter(({ nearest }) => nearest?.(rest) === rest && nearest !== nearestLanguage)
    return taking.length > 0 ? taking.map((field) => `${field.name} ${rest}`) : null
  },
  async run(context, { channel: id, person }, [given, said = '']) {
    const channel = await findSubscribed(context.store.db, id)
    if (!channel) return notSubscribed(pickChannelButton('settings'))
    if (given === undefined) return show(await settingsOverview(context, channel))
    const [name, value] = sinceRenamed(given, said, effectiveSettings(channel.settings, context.defaults))
    const field = fields.find((one) => one.name === name)
    const isNow = (own: OwnSettings) =>
      field && `${field.label} is ${shownValue(field, effectiveSettings(own, context.defaults))}`
    if (value === '') return reply(`${isNow(channel.settings)}. It can be ${field?.hint}.`, SETTINGS)
    const read = readChange(context, channel, { [name]: value })
    if ('errors' in read) return reply(read.errors[name] ?? 'That value does not fit.', SETTINGS)
    const { after, what } = read
    if (what !== '') return changeSettings(context, { channel, person, after })
    // Shows nobody else a change that none can see: the value may only follow the default from now on.
    await saveSettings(context.store.db, channel.id, after)
    return reply(`Nothing changed: ${isNow(after)} already.`, SETTINGS)
  },
}

/** `weekly on` and `weekly off` are a part of `news` now. */
function sinceRenamed(name: string, value: string, here: ChannelSettings): [name: string, value: string] {
  if (name !== 'weekly') return [name, value]
  const weekly = { on: true, off: false }[value.toLowerCase()]
  return ['news', weekly === undefined ? value : newsWithWeekly(here, weekly)]
}

/** What is wrong with each value; else the settings that follow, and what differs in words. */
function readChange(context: CommandContext, { id: channel, settings: own }: Channel, values: Record<string, string>) {
  const { traitsOf, adapters, summarize, defaults } = context
  const read = readFields(own, values, defaults, {
    channel,
    traits: traitsOf(platformOf(channel)),
    hasModel: summarize.model !== undefined,
    hearsMessages: adapters.get(platformOf(channel))?.features.includes('messages') ?? false,
  })
  return 'errors' in read ? read : { after: read.settings, what: describeChange(own, read.settings, defaults) }
}

/** Its value is a group, the channel, since people may ask from another one, and perhaps a time zone to fill in. */
export const showSettingsForm: RunAction = async (context, { channel: here, person, value }) => {
  const [group = '', id = '', timezone] = value.split(' ')
  if (group !== 'meetings')
    return openSettingsForm(context, person, id as ChannelId, group, (own) => (timezone ? { ...own, timezone } : own))
  if (id !== here) return reply('Type `/papers agenda settings` in that channel.')
  return agenda.run(context, { channel: here, person }, ['settings'])
}

/** Rules are tried on the last days before they are saved. */
export const settingsSubmitted: SubmitForm = async (context, { person, values }, about) => {
  const channel = await findSubscribed(context.store.db, about as ChannelId)
  if (!channel) return notSubscribed()
  if (!(await context.mayManage(channel.id, person))) return notYours
  const read = readChange(context, channel, values)
  if ('errors' in read) return read
  const { after, what } = read
  if (what === '') return reply('Nothing was changed.')
  if (!changesRules(channel.settings, after, context.defaults))
    return changeSettings(context, { channel, person, after })
  const change = await proposeChange(context, { channel, person, after })
  const tried = await dryRun(context, channel, after)
  const buttons = [
    { label: 'Save', action: 'settings-save', value: change },
    { label: 'Change again', action: 'settings-again', value: change },
  ]
  return show({ ...notice(`${what}.\n${tried}`), heading: 'With these rules', buttons }, 'window')
}

const RULES = ['include', 'exclude', 'minUpvotes', 'sources', 'papersPerDay'] as const

function changesRules(before: OwnSettings, after: OwnSettings, defaults: Defaults): boolean {
  const [old, next] = [effectiveSettings(before, defaults), effectiveSettings(after, defaults)]
  return RULES.some((key) => !isDeepStrictEqual(old[key], next[key]))
}

type NewChange = { channel: Channel; person: PersonId; after: OwnSettings }

const UNKNOWN = 'That change is not known any more. Open `/papers settings` again.'

/** Stores a change that is to be confirmed. Returns its id. */
async function proposeChange({ store, now }: CommandContext, { channel, person, after }: NewChange) {
  const id = randomUUID()
  await insertChange(store.db, { id, channel: channel.id, person, before: channel.settings, after, at: now() })
  return id
}

/** Makes a change and announces it in its channel with an Undo button. */
const changeSettings = async (context: CommandContext, change: NewChange): Promise<Reply> =>
  saveProposed(context, await proposeChange(context, change), change.person)

/** Makes the change that was proposed. It may be confirmed in another channel than the one it changes. */
export const saveChange: RunAction = (context, { person, value }) => saveProposed(context, value, person)

async function saveProposed(context: CommandContext, id: string, person: PersonId): Promise<Reply> {
  const change = await findChange(context.store.db, id)
  const channel = change && (await findChannel(context.store.db, change.channel))
  if (!channel) return reply(UNKNOWN)
  if (!(await context.mayManage(channel.id, person))) return notYours
  if (!isDeepStrictEqual(channel.settings, change.before))
    return reply('Somebody changed the settings meanwhile. Open `/papers settings` again.')
  const buttons = [{ label: 'Undo', action: 'settings-undo', value: id }]
  return applyChange(context, channel, change.after, { said: 'Settings changed', buttons })
}

export const undoChange: RunAction = async (context, { channel: place, value }) => {
  const change = await findChange(context.store.db, value)
  const channel = change?.channel === place && (await findChannel(context.store.db, place))
  if (!channel) return reply('That change is not known here any more.')
  if (!isDeepStrictEqual(channel.settings, change.after))
    return reply('The settings were changed again since; this cannot be undone alone.')
  return applyChange(context, channel, change.before, { said: 'Settings changed back', buttons: [] })
}

/** Opens the form of a proposed change again, with what it proposes. */
export const showProposed: RunAction = async (context, { person, value }) => {
  const change = await findChange(context.store.db, value)
  return change ? openSettingsForm(context, person, change.channel, 'what', () => change.after) : reply(UNKNOWN)
}

async function applyChange(
  context: CommandContext,
  { id: channel, settings: before }: Channel,
  after: OwnSettings,
  { said, buttons }: { said: string; buttons: Button[] },
): Promise<Reply> {
  const what = describeChange(before, after, context.defaults)
  const message = { ...changeMessage(`${said}: ${what}.`, before, after), buttons }
  await announceChange(context, { what: 'settings', channel, message }, (db) => saveSettings(db, channel, after))
  return show({ ...changeMessage(`Saved: ${what}.`, before, after), buttons: [SETTINGS] })
}
