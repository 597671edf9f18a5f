import { type Channel, findSubscribed, saveSettings } from '../../channels/channels.ts'
import { type ChannelSettings, type Defaults, effectiveSettings, type OwnSettings } from '../../channels/settings.ts'
import { type ChannelId, platformOf } from '../../core/chat.ts'
import { type Form, notice } from '../../core/message.ts'
import { nearestLanguage, nearestOf } from '../../core/nearest.ts'
import { localDate } from '../../core/schedule.ts'
import type { Traits } from '../../core/setup.ts'
import { dryRun } from '../../digest/plan/dry-run.ts'
import { count } from '../../digest/write/texts.ts'
import { modelUsage } from '../../models/usage.ts'
import { notSubscribed, pickChannelButton, reply, show } from '../replies.ts'
import type { ActionVerb, CommandContext, FormVerb, Verb } from '../verb.ts'
import { changeSettings, describeChange, proposeChange, saved, undoChange } from './changes.ts'
import { fields, type SettingField } from './fields.ts'
import { readFields, shownValue, whoIn } from './read-fields.ts'
import { whoFormFields } from './who-fields.ts'

export const settings: Verb = {
  name: 'settings',
  usage: 'settings [NAME VALUE]',
  does: 'when, how many, which rules',
  access: 'manager',
  isForChannel: true,
  parse(rest) {
    if (rest === '') return []
    const [, name = '', value = ''] = /^(\S+)\s+(\S[\s\S]*)$/.exec(rest) ?? []
    return fields.some((field) => field.name === name) ? [name, value] : null
  },
  near(rest) {
    const [, name = '', value = ''] = /^(\S+)\s*([\s\S]*)$/.exec(rest) ?? []
    const near = nearestOf(fields.map((field) => field.name))(name)
    if (near !== null && value !== '') return [`${near} ${value}`]
    if (near !== null) return near === name ? [] : [near]
    const taking = fields.filter(({ nearest }) => nearest?.(rest) === rest && nearest !== nearestLanguage)
    return taking.length > 0 ? taking.map((field) => `${field.name} ${rest}`) : null
  },
  async run(context, { channel: id, person }, [name, value = '']) {
    const channel = await findSubscribed(context.store.db, id)
    if (!channel) return notSubscribed(pickChannelButton('settings'))
    const place = { channel: id, traits: context.traitsOf(platformOf(id)) }
    if (name === undefined)
      return { form: await withModelUsage(settingsForm(channel, context.defaults, place.traits), context) }
    const read = readFields(channel.settings, { [name]: value }, context.defaults, place)
    if ('errors' in read) return reply(read.errors[name] ?? 'That value does not fit.')
    const what = describeChange(channel.settings, read.settings, context.defaults)
    if (what === '') return keepValue(context, channel, read.settings, name)
    await changeSettings(context, { channel, person, after: read.settings })
    return saved(`Settings of ${channel.name}: ${what}.`, channel.settings, read.settings)
  },
}

/** Shows nobody else a change that none can see: the value may only follow the environment from now on. */
async function keepValue({ store, defaults }: CommandContext, channel: Channel, after: OwnSettings, name: string) {
  await saveSettings(store.db, channel.id, after)
  const field = fields.find((field) => field.name === name)
  const value = field ? shownValue(field, after, effectiveSettings(after, defaults)) : ''
  return reply(`Nothing changed: ${field?.label} is ${value || 'none'} already.`)
}

/** Rules are tried on the last days before they are saved. */
export const settingsSubmitted: FormVerb = {
  name: 'settings',
  access: 'anyone',
  async submit(context, { person, values }, about) {
    const channel = await findSubscribed(context.store.db, about as ChannelId)
    if (!channel) return notSubscribed()
    if (!(await context.mayManage(channel.id, person))) return reply('That is for people who manage that channel.')
    const place = { channel: channel.id, traits: context.traitsOf(platformOf(channel.id)) }
    const read = readFields(channel.settings, values, context.defaults, place)
    if ('errors' in read) return read
    const what = describeChange(channel.settings, read.settings, context.defaults)
    if (what === '') return reply('Nothing was changed.')
    if (!changesRules(channel.settings, read.settings)) {
      await changeSettings(context, { channel, person, after: read.settings })
      return saved(`Saved: ${what}.`, channel.settings, read.settings)
    }
    const change = await proposeChange(context, { channel, person, after: read.settings })
    const tried = await dryRun(context, channel, read.settings)
    const buttons = [{ label: 'Save', action: 'settings-save', value: change }]
    return show({ ...notice(`${what}.\n${tried}`), heading: 'With these rules', buttons }, 'window')
  },
}

export const saveSettingsAction: ActionVerb = {
  name: 'settings-save',
  access: 'anyone',
  run: (context, { person, value }) => changeSettings(context, { proposed: value, person }),
}

export const undoSettingsAction: ActionVerb = {
  name: 'settings-undo',
  access: 'manager',
  run: (context, { channel, value }) => undoChange(context, value, channel),
}

/** Every value with where it comes from. */
export function settingsForm(channel: Channel, defaults: Defaults, traits: Pick<Traits, 'hasRoles' | 'isOpen'>): Form {
  const own = channel.settings
  const [effective, environment] = [effectiveSettings(own, defaults), effectiveSettings({}, defaults)]
  return {
    id: `settings:${channel.id}`,
    title: 'Settings',
    submit: 'Save',
    fields: fields.flatMap((field) => {
      if (field.who) return whoFormFields({ ...field, ...field.who }, whoIn(own, field), traits)
      const isOwn = own[field.key] !== undefined
      const follows = shownValue(field, {}, environment) || 'none'
      return {
        name: field.name,
        label: field.label,
        hint: isOwn
          ? `Set here; empty means ${follows}, as the environment says. ${capitalize(field.hint)}.`
          : `${capitalize(follows)}, as the environment says. ${capitalize(field.hint)}.`,
        value: formValue(field, own, effective),
        options: field.options ?? null,
      }
    }),
  }
}

/** Today's use of models, in the hint of the field that chooses who summarizes. */
async function withModelUsage(form: Form, { store }: CommandContext): Promise<Form> {
  const spent = (await modelUsage(store.db, localDate('UTC', store.now()))).map(
    ({ model, calls, promptTokens, completionTokens }) =>
      `${model}, ${count(calls, 'call')}, ${(promptTokens + completionTokens).toLocaleString('en')} tokens`,
  )
  if (spent.length === 0) return form
  const hintOf = (hint: string | null) => `${hint} Today: ${spent.join('; ')}.`
  const fields = form.fields.map((field) =>
    field.name === 'summaries' ? { ...field, hint: hintOf(field.hint) } : field,
  )
  return { ...form, fields }
}

/** A typed value that follows the environment is shown empty. */
function formValue(field: SettingField, own: OwnSettings, effective: ChannelSettings): string {
  return own[field.key] !== undefined || field.options !== undefined ? shownValue(field, own, effective) : ''
}

function changesRules(before: OwnSettings, after: OwnSettings): boolean {
  const rules = ({ include, exclude, minUpvotes, sources, papersPerDay }: OwnSettings) =>
    JSON.stringify([include ?? '', exclude ?? '', minUpvotes ?? 0, sources ?? null, papersPerDay ?? null])
  return rules(before) !== rules(after)
}

const capitalize = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
