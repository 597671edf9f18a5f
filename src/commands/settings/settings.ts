import { type Channel, findSubscribed, saveSettings } from '../../channels/channels.ts'
import { findChange } from '../../channels/setting-changes.ts'
import { type ChannelSettings, effectiveSettings, newsWithWeekly, type OwnSettings } from '../../channels/settings.ts'
import { type ChannelId, platformOf, type Reply } from '../../core/chat.ts'
import { notice } from '../../core/message.ts'
import { nearestLanguage, nearestOf } from '../../core/text/nearest.ts'
import { dryRun } from '../../digest/plan/dry-run.ts'
import { askButton, notSubscribed, pickChannelButton, reply, show } from '../replies.ts'
import { agenda } from '../team/agenda.ts'
import type { ActionVerb, Asker, CommandContext, FormVerb, Verb } from '../verb.ts'
import { changeSettings, describeChange, proposeChange, undoChange } from './changes.ts'
import { fields } from './fields.ts'
import { settingsForm } from './form.ts'
import { settingsOverview } from './overview.ts'
import { readFields, shownValue } from './read-fields.ts'
import { GROUPS, type SettingField } from './setting-field.ts'

const notYours = reply('That is for people who manage that channel.')

export const settings: Verb = {
  name: 'settings',
  usage: 'settings [NAME VALUE]',
  does: 'when, what and how it posts',
  access: 'manager',
  isForChannel: true,
  isPickable: true,
  parse(rest) {
    if (rest === '') return []
    const [, name = '', value = ''] = /^(\S+)\s+(\S[\s\S]*)$/.exec(rest) ?? []
    return name === 'weekly' || fields.some((field) => field.name === name) ? [name, value] : null
  },
  near(rest) {
    const [, name = '', value = ''] = /^(\S+)\s*([\s\S]*)$/.exec(rest) ?? []
    const near = nearestOf(fields.map((field) => field.name))(name)
    if (near !== null && value !== '') return [`${near} ${value}`]
    if (near !== null) return near === name ? [] : [near]
    const taking = fields.filter(({ nearest }) => nearest?.(rest) === rest && nearest !== nearestLanguage)
    return taking.length > 0 ? taking.map((field) => `${field.name} ${rest}`) : null
  },
  async run(context, { channel: id, person }, [given, said = '']) {
    const channel = await findSubscribed(context.store.db, id)
    if (!channel) return notSubscribed(pickChannelButton('settings'))
    const place = placeOf(context, id)
    if (given === undefined) return show(await settingsOverview(context, channel, place.traits))
    const [name, value] = sinceRenamed(given, said, effectiveSettings(channel.settings, context.defaults))
    const read = readFields(channel.settings, { [name]: value }, context.defaults, place)
    if ('errors' in read)
      return reply(read.errors[name] ?? 'That value does not fit.', askButton('Settings', 'settings'))
    const what = describeChange(channel.settings, read.settings, context.defaults)
    if (what === '') return keepValue(context, channel, read.settings, name)
    return changeSettings(context, { channel, person, after: read.settings })
  },
}

/** `weekly on` and `weekly off` are a part of `news` now. */
function sinceRenamed(name: string, value: string, here: ChannelSettings): [name: string, value: string] {
  if (name !== 'weekly') return [name, value]
  const weekly = { on: true, off: false }[value.toLowerCase()]
  return ['news', weekly === undefined ? value : newsWithWeekly(here, weekly)]
}

const placeOf = ({ traitsOf, adapters, summarize }: CommandContext, channel: ChannelId) => ({
  channel,
  traits: traitsOf(platformOf(channel)),
  hasModel: summarize.model !== undefined,
  hearsMessages: adapters.get(platformOf(channel))?.features.includes('messages') ?? false,
})

/** Shows nobody else a change that none can see: the value may only follow the default from now on. */
async function keepValue({ store, defaults }: CommandContext, channel: Channel, after: OwnSettings, name: string) {
  await saveSettings(store.db, channel.id, after)
  const field = fields.find((field) => field.name === name)
  const value = field ? shownValue(field, effectiveSettings(after, defaults)) : ''
  return reply(`Nothing changed: ${field?.label} is ${value} already.`, askButton('Settings', 'settings'))
}

/** Its value is a group, the channel, since people may ask from another one, and perhaps a time zone to fill in. */
const settingsFormAction: ActionVerb = {
  name: 'settings-form',
  access: 'anyone',
  async run(context, { channel: here, person, value }) {
    const [group = '', id = '', timezone] = value.split(' ')
    if (group !== 'meetings')
      return openForm(context, person, id as ChannelId, group as SettingField['group'], (own) =>
        timezone ? { ...own, timezone } : own,
      )
    if (id !== here) return reply('Type `/papers agenda settings` in that channel.')
    return agenda.run(context, { channel: here, person }, ['settings'])
  },
}

/** Opens the form of a proposed change again, with what it proposes. */
const settingsAgainAction: ActionVerb = {
  name: 'settings-again',
  access: 'anyone',
  async run(context, { person, value }) {
    const change = await findChange(context.store.db, value)
    if (!change) return reply('That change is not known any more. Open `/papers settings` again.')
    return openForm(context, person, change.channel, 'what', () => change.after)
  },
}

async function openForm(
  { store, defaults, mayManage, traitsOf, zoneOf }: CommandContext,
  person: Asker['person'],
  id: ChannelId,
  group: SettingField['group'],
  propose = (own: OwnSettings) => own,
): Promise<Reply> {
  const channel = await findSubscribed(store.db, id)
  if (!channel || !Object.hasOwn(GROUPS, group)) return notSubscribed()
  if (!(await mayManage(id, person))) return notYours
  const asked = { defaults, traits: traitsOf(platformOf(id)), zone: await zoneOf(id, person) }
  return { form: settingsForm({ id, settings: propose(channel.settings) }, group, asked) }
}

/** Rules are tried on the last days before they are saved. */
export const settingsSubmitted: FormVerb = {
  name: 'settings',
  access: 'anyone',
  async submit(context, { person, values }, about) {
    const channel = await findSubscribed(context.store.db, about as ChannelId)
    if (!channel) return notSubscribed()
    if (!(await context.mayManage(channel.id, person))) return notYours
    const place = placeOf(context, channel.id)
    const read = readFields(channel.settings, values, context.defaults, place)
    if ('errors' in read) return read
    const what = describeChange(channel.settings, read.settings, context.defaults)
    if (what === '') return reply('Nothing was changed.')
    if (!changesRules(channel.settings, read.settings))
      return changeSettings(context, { channel, person, after: read.settings })
    const change = await proposeChange(context, { channel, person, after: read.settings })
    const tried = await dryRun(context, channel, read.settings)
    const buttons = [
      { label: 'Save', action: 'settings-save', value: change },
      { label: 'Change again', action: 'settings-again', value: change },
    ]
    return show({ ...notice(`${what}.\n${tried}`), heading: 'With these rules', buttons }, 'window')
  },
}

const saveSettingsAction: ActionVerb = {
  name: 'settings-save',
  access: 'anyone',
  run: (context, { person, value }) => changeSettings(context, { proposed: value, person }),
}

const undoSettingsAction: ActionVerb = {
  name: 'settings-undo',
  access: 'manager',
  run: (context, { channel, value }) => undoChange(context, value, channel),
}

function changesRules(before: OwnSettings, after: OwnSettings): boolean {
  const rules = ({ include, exclude, minUpvotes, sources, papersPerDay }: OwnSettings) =>
    JSON.stringify([include ?? '', exclude ?? '', minUpvotes ?? 0, sources ?? null, papersPerDay ?? null])
  return rules(before) !== rules(after)
}

export const settingsActions = [settingsFormAction, settingsAgainAction, saveSettingsAction, undoSettingsAction]
