import type { Channel } from '../../channels/channels.ts'
import { type Defaults, effectiveSettings } from '../../channels/settings.ts'
import { DAYS } from '../../channels/team-settings.ts'
import type { Form } from '../../core/message.ts'
import type { Traits } from '../../core/setup.ts'
import { fields } from './fields.ts'
import { typedValue, whoIn } from './read-fields.ts'
import { GROUPS, type SettingField } from './setting-field.ts'
import { whoFormFields } from './who-fields.ts'

type Asked = { defaults: Defaults; traits: Pick<Traits, 'hasRoles' | 'isOpen'>; zone: string | null }

/** One group of a channel’s settings with their present values; `zone`: the asker’s own, where it is known. */
export function settingsForm(
  { id, settings: own }: Pick<Channel, 'id' | 'settings'>,
  group: SettingField['group'],
  { defaults, traits, zone }: Asked,
): Form {
  const effective = effectiveSettings(own, defaults)
  const zones = [...(zone === null ? [] : [zone]), effective.timezone, defaults.timezone]
  const values = {
    days: effective.postDays.map((day) => DAYS[day - 1]).join('\n'),
    sources: effective.sources.join('\n'),
  }
  return {
    id: `settings:${id}`,
    title: GROUPS[group],
    submit: 'Save',
    fields: fields
      .filter((field) => field.group === group)
      .flatMap((field) => {
        if (field.who) return whoFormFields({ ...field, ...field.who }, whoIn(own, field), traits)
        const { name, label, help = null, input } = field
        return {
          name,
          label,
          hint: help,
          value: { ...values }[name] ?? typedValue(field, effective),
          isRequired: false,
          input: typeof input === 'function' ? input({ defaults, zones }) : input,
        }
      }),
  }
}
