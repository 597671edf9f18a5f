import type { Channel } from '../../channels/channels.ts'
import { type Defaults, effectiveSettings } from '../../channels/settings.ts'
import { type Card, headingLine, lineOf, type Message, messageOf } from '../../core/message.ts'
import { localDate } from '../../core/schedule.ts'
import type { Traits } from '../../core/setup.ts'
import { dryRun } from '../../digest/plan/dry-run.ts'
import { count } from '../../digest/write/texts.ts'
import { modelUsage } from '../../models/usage.ts'
import type { CommandContext } from '../verb.ts'
import { fields } from './fields.ts'
import { shownValue } from './read-fields.ts'
import { GROUPS, type SettingField } from './setting-field.ts'

type Groups = Record<SettingField['group'], string>
type SettingTraits = Pick<Traits, 'hasRoles' | 'isOpen'>

/** Every setting in a line, what the rules do, and a button for each form. */
export async function settingsOverview(
  context: CommandContext,
  channel: Channel,
  traits: SettingTraits,
): Promise<Message> {
  const notes = [await dryRun(context, channel, channel.settings), ...(await describeModelUsage(context))]
  const forms = { ...GROUPS, meetings: 'Meetings' }
  return messageOf({
    kind: 'list',
    heading: `Settings of ${channel.name}`,
    cards: settingLines(channel, context.defaults, traits),
    note: notes.join('\n'),
    buttons: Object.entries(forms).map(([group, label]) => ({
      label,
      action: 'settings-form',
      value: `${group} ${channel.id}`,
    })),
  })
}

export function settingLines({ settings: own }: Channel, defaults: Defaults, traits: SettingTraits): Card[] {
  const effective = effectiveSettings(own, defaults)
  return Object.entries(GROUPS as Groups).flatMap(([group, label]) => [
    headingLine(label),
    ...fields
      .filter((field) => field.group === group)
      .map((field) => {
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

/** What models were asked today. */
async function describeModelUsage({ store }: CommandContext): Promise<string[]> {
  const spent = (await modelUsage(store.db, localDate('UTC', store.now()))).map(
    ({ model, calls, promptTokens, completionTokens }) =>
      `${model}, ${count(calls, 'call')}, ${count(promptTokens + completionTokens, 'token')}`,
  )
  return spent.length > 0 ? [`Models today: ${spent.join('; ')}.`] : []
}
