import { dryRun } from '../digest/dry-run.ts'
import { localDate } from '../digest/schedule.ts'
import { effectiveSettings, type OwnSettings } from '../digest/settings.ts'
import { count } from '../digest/words.ts'
import type { Form } from '../message.ts'
import { notice } from '../message.ts'
import { type Channel, findChannel } from '../store/channels.ts'
import { modelUsage } from '../store/summaries.ts'
import { changeSettings, describeChange, proposeChange, undoChange } from './changes.ts'
import { fields, readFields, shownValue } from './fields.ts'
import type { ActionVerb, CommandContext, FormVerb, Verb } from './verb.ts'
import { say } from './verb.ts'

const NOT_SUBSCRIBED = 'This channel is not subscribed. `/papers subscribe` subscribes it.'

export const settings: Verb = {
  name: 'settings',
  usage: 'settings [NAME VALUE]',
  does: 'when, how many, which rules',
  access: 'manager',
  parse(rest) {
    if (rest === '') return []
    const [, name = '', value = ''] = /^(\S+)\s+(\S[\s\S]*)$/.exec(rest) ?? []
    return fields.some((field) => field.name === name) ? [name, value] : null
  },
  async run(context, { channel: id, person }, [name, value = '']) {
    const channel = await findChannel(context.store.db, id)
    if (!channel) return say(NOT_SUBSCRIBED)
    if (name === undefined) return { form: await withSpending(settingsForm(channel, context), context) }
    const read = readFields(channel.settings, { [name]: value }, context.defaults)
    if ('errors' in read) return say(read.errors[name] ?? 'That value does not fit.')
    await changeSettings(context, { channel, person, after: read.settings })
    return say(`Settings of ${channel.name}: ${describeChange(channel.settings, read.settings, context.defaults)}.`)
  },
}

/** What is wrong goes beside the field; rules are tried on the last days before they are saved. */
export const settingsSubmitted: FormVerb = {
  name: 'settings',
  access: 'manager',
  async submit(context, { channel: id, person, values }) {
    const channel = await findChannel(context.store.db, id)
    if (!channel) return say(NOT_SUBSCRIBED)
    const read = readFields(channel.settings, values, context.defaults)
    if ('errors' in read) return read
    const what = describeChange(channel.settings, read.settings, context.defaults)
    if (what === '') return say('Nothing was changed.')
    if (!changesRules(channel.settings, read.settings)) {
      await changeSettings(context, { channel, person, after: read.settings })
      return say(`Saved: ${what}.`)
    }
    const change = await proposeChange(context, { channel, person, after: read.settings })
    const tried = await dryRun(context, channel, read.settings)
    return {
      message: {
        ...notice(`${what}.\n${tried}`),
        heading: 'With these rules',
        buttons: [{ label: 'Save', action: 'settings-save', value: change }],
      },
      to: 'window',
    }
  },
}

export const saveSettingsAction: ActionVerb = {
  name: 'settings-save',
  access: 'manager',
  run: (context, { channel, value }) => changeSettings(context, { proposed: value, channelId: channel }),
}

export const undoSettingsAction: ActionVerb = {
  name: 'settings-undo',
  access: 'manager',
  run: (context, { channel, value }) => undoChange(context, { change: value, channel }),
}

/** Every value with where it comes from. */
export function settingsForm(channel: Channel, { defaults }: Pick<CommandContext, 'defaults'>): Form {
  const own = channel.settings
  const [effective, environment] = [effectiveSettings(own, defaults), effectiveSettings({}, defaults)]
  return {
    id: 'settings',
    title: 'Settings',
    submit: 'Save',
    fields: fields.map((field) => {
      const isOwn = own[field.key] !== undefined
      const follows = shownValue(field, {}, environment) || 'none'
      return {
        name: field.name,
        label: field.label,
        hint: isOwn
          ? `Set here; empty means ${follows}, as the environment says. ${capital(field.hint)}.`
          : `${capital(follows)}, as the environment says. ${capital(field.hint)}.`,
        value: isOwn || field.options !== null ? shownValue(field, own, effective) : '',
        options: field.options,
      }
    }),
  }
}

/** What models were asked today stands beside who summarises. */
async function withSpending(form: Form, { store }: CommandContext): Promise<Form> {
  const spent = (await modelUsage(store.db, localDate('UTC', store.now()))).map(
    ({ model, calls, promptTokens, completionTokens }) =>
      `${model}, ${count(calls, 'call')}, ${(promptTokens + completionTokens).toLocaleString('en')} tokens`,
  )
  if (spent.length === 0) return form
  const hint = ` Today: ${spent.join('; ')}.`
  return {
    ...form,
    fields: form.fields.map((field) =>
      field.name === 'summaries' ? { ...field, hint: `${field.hint}${hint}` } : field,
    ),
  }
}

function changesRules(before: OwnSettings, after: OwnSettings): boolean {
  const rules = ({ include, exclude, minUpvotes, sources, papersPerDay }: OwnSettings) =>
    JSON.stringify([include ?? '', exclude ?? '', minUpvotes ?? 0, sources ?? null, papersPerDay ?? null])
  return rules(before) !== rules(after)
}

const capital = (text: string): string => `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`
