import { isDeepStrictEqual } from 'node:util'
import { type Channel, findSubscribed } from '../../channels/channels.ts'
import { type Defaults, effectiveSettings, type OwnSettings } from '../../channels/settings.ts'
import { DAYS } from '../../channels/team-settings.ts'
import { type ChannelId, type PersonId, platformOf, type Reply } from '../../core/chat.ts'
import { type Card, headingLine, lineOf, type Message, messageOf, notice } from '../../core/message.ts'
import { localDate } from '../../core/schedule.ts'
import { dryRun } from '../../digest/plan/post.ts'
import { count } from '../../digest/write/texts.ts'
import { modelUsage } from '../../models/usage.ts'
import { notSubscribed, reply } from '../replies.ts'
import type { CommandContext } from '../verb.ts'
import { fields } from './fields.ts'
import { shownValue, typedValue, whoIn } from './read-fields.ts'
import { GROUPS, type SettingField } from './setting-field.ts'
import { namingCards, type SettingTraits, whoFormFields } from './who-fields.ts'

export const notYours = reply('That is for people who manage that channel.')

/** Every setting in a line, what the rules do, and a button for each form. */
export async function settingsOverview(context: CommandContext, channel: Channel): Promise<Message> {
  const traits = context.traitsOf(platformOf(channel.id))
  const notes = [await dryRun(context, channel, channel.settings), ...(await describeModelUsage(context))]
  const forms = Object.entries({ ...GROUPS, meetings: 'Meetings' })
  return messageOf({
    kind: 'list',
    heading: `Settings of ${channel.name}`,
    cards: settingLines(channel, context.defaults, traits),
    note: notes.join('\n'),
    buttons: forms.map(([group, label]) => ({ label, action: 'settings-form', value: `${group} ${channel.id}` })),
  })
}

export function settingLines({ settings: own }: Channel, defaults: Defaults, traits: SettingTraits): Card[] {
  const effective = effectiveSettings(own, defaults)
  return Object.entries(GROUPS).flatMap(([group, label]) => [
    headingLine(label),
    ...fieldsIn(group).map((field) => {
      const isDefault = own[field.key] === undefined
      const value = isDefault && field.who ? field.who.usual(traits) : shownValue(field, effective)
      const title = [
        { text: field.label, strong: true },
        { text: ` ${value}${isDefault ? ' (default)' : ''}`, strong: false },
      ]
      return { ...lineOf(''), title }
    }),
  ])
}

const fieldsIn = (name: string) => fields.filter(({ group }) => group === name)

/** What models were asked today. */
async function describeModelUsage({ store }: CommandContext): Promise<string[]> {
  const spent = (await modelUsage(store.db, localDate('UTC', store.now()))).map(
    ({ model, calls, promptTokens, completionTokens }) =>
      `${model}, ${count(calls, 'call')}, ${count(promptTokens + completionTokens, 'token')}`,
  )
  return spent.length > 0 ? [`Models today: ${spent.join('; ')}.`] : []
}

/** One group of a channel’s settings with their present values, or what is proposed in their place. */
export async function openSettingsForm(
  { store, defaults, mayManage, traitsOf, zoneOf }: CommandContext,
  person: PersonId,
  id: ChannelId,
  group: string,
  propose: (own: OwnSettings) => OwnSettings,
): Promise<Reply> {
  const channel = await findSubscribed(store.db, id)
  if (!channel || !Object.hasOwn(GROUPS, group)) return notSubscribed()
  if (!(await mayManage(id, person))) return notYours
  const own = propose(channel.settings)
  const effective = effectiveSettings(own, defaults)
  // The asker’s own comes first, where it is known.
  const zones = [(await zoneOf(id, person)) ?? [], effective.timezone, defaults.timezone].flat()
  const listed: Record<string, string> = {
    days: effective.postDays.map((day) => DAYS[day - 1]).join('\n'),
    sources: effective.sources.join('\n'),
  }
  const asked = fieldsIn(group).flatMap((field) => {
    if (field.who) return whoFormFields({ ...field, ...field.who }, whoIn(own, field), traitsOf(platformOf(id)))
    const { name, label, help = null, input: given } = field
    const input = typeof given === 'function' ? given({ defaults, zones }) : given
    return { name, label, hint: help, value: listed[name] ?? typedValue(field, effective), isRequired: false, input }
  })
  return { form: { id: `settings:${id}`, title: GROUPS[group as keyof typeof GROUPS], submit: 'Save', fields: asked } }
}

/** With whoever was named in it. */
export function changeMessage(said: string, before: OwnSettings, after: OwnSettings): Message {
  const cards = fields.flatMap((field) =>
    isSameWho(field, before, after) ? [] : namingCards(field.label, whoIn(after, field)),
  )
  return { ...notice(said), cards }
}

/** “Time 08:30 (was 09:00), Layout thread (was cards)”; empty when nothing differs. */
export function describeChange(before: OwnSettings, after: OwnSettings, defaults: Defaults): string {
  const [old, next] = [effectiveSettings(before, defaults), effectiveSettings(after, defaults)]
  return fields
    .flatMap((field) => {
      const [was, is] = [shownValue(field, old), shownValue(field, next)]
      return was === is && isSameWho(field, before, after) ? [] : [`${field.label} ${is} (was ${was})`]
    })
    .join(', ')
}

/** One person may have taken another’s place, which no number shows. */
const isSameWho = (field: SettingField, before: OwnSettings, after: OwnSettings): boolean =>
  isDeepStrictEqual(whoIn(before, field), whoIn(after, field))
