import { randomUUID } from 'node:crypto'
import { type Channel, findChannel, saveSettings } from '../../channels/channels.ts'
import { findChange, insertChange } from '../../channels/setting-changes.ts'
import { type Defaults, effectiveSettings, type OwnSettings } from '../../channels/settings.ts'
import type { ChannelId, PersonId, Reply } from '../../core/chat.ts'
import { type Message, notice } from '../../core/message.ts'
import { announce } from '../announce.ts'
import { askButton, reply, show } from '../replies.ts'
import type { CommandContext } from '../verb.ts'
import { fields } from './fields.ts'
import { shownValue, whoIn } from './read-fields.ts'
import type { SettingField } from './setting-field.ts'
import { namingCards } from './who-fields.ts'

type NewChange = { channel: Channel; person: PersonId; after: OwnSettings }

/** Stores a change that is to be confirmed. Returns its id. */
export async function proposeChange(
  { store, now }: CommandContext,
  { channel, person, after }: NewChange,
): Promise<string> {
  const id = randomUUID()
  await insertChange(store.db, { id, channel: channel.id, person, before: channel.settings, after, at: now() })
  return id
}

/** Makes a change, proposed before or new, and announces it in its channel with an Undo button. */
export async function changeSettings(
  context: CommandContext,
  asked: NewChange | { proposed: string; person: PersonId },
): Promise<Reply> {
  const id = 'proposed' in asked ? asked.proposed : await proposeChange(context, asked)
  const change = await findChange(context.store.db, id)
  const channel = change ? await findChannel(context.store.db, change.channel) : null
  if (!change || !channel) return reply('That change is not known any more. Open `/papers settings` again.')
  // It may be confirmed in another channel than the one it changes.
  if (!(await context.mayManage(channel.id, asked.person))) return reply('That is for people who manage that channel.')
  if (!isSame(channel.settings, change.before))
    return reply('Somebody changed the settings meanwhile. Open `/papers settings` again.')
  return applyChange(context, { channel, after: change.after, undo: id })
}

export async function undoChange(context: CommandContext, id: string, place: ChannelId): Promise<Reply> {
  const change = await findChange(context.store.db, id)
  const channel = change?.channel === place ? await findChannel(context.store.db, place) : null
  if (!change || !channel) return reply('That change is not known here any more.')
  if (!isSame(channel.settings, change.after))
    return reply('The settings were changed again since; this cannot be undone alone.')
  return applyChange(context, { channel, after: change.before, undo: null })
}

/** `undo`: of the proposed change that a button takes back; null: this takes one back. */
type AppliedChange = Omit<NewChange, 'person'> & { undo: string | null }

async function applyChange(context: CommandContext, { channel, after, undo }: AppliedChange): Promise<Reply> {
  const { store, defaults } = context
  const what = describeChange(channel.settings, after, defaults)
  const buttons = undo === null ? [] : [{ label: 'Undo', action: 'settings-undo', value: undo }]
  const said = `${undo === null ? 'Settings changed back' : 'Settings changed'}: ${what}.`
  const message = { ...changeMessage(said, channel.settings, after), buttons }
  await store.write(async (db) => {
    await saveSettings(db, channel.id, after)
    await announce(context, db, { what: 'settings', channel: channel.id, message })
  })
  await context.deliver()
  return show({
    ...changeMessage(`Saved: ${what}.`, channel.settings, after),
    buttons: [askButton('Settings', 'settings')],
  })
}

/** With whoever was named in it. */
function changeMessage(said: string, before: OwnSettings, after: OwnSettings): Message {
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
  JSON.stringify(whoIn(before, field)) === JSON.stringify(whoIn(after, field))

const isSame = (a: OwnSettings, b: OwnSettings): boolean =>
  JSON.stringify(Object.entries(a).toSorted()) === JSON.stringify(Object.entries(b).toSorted())
