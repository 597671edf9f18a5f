import type { Place, TextFile } from '../../core/chat.ts'
import type { Message } from '../../core/message.ts'
import type { PaperId } from '../../core/paper.ts'
import type { NewDelivery } from '../../outbox/plan-deliveries.ts'
import type { Agenda, AgendaKey } from './stored-agendas.ts'

/** Deliveries of one agenda at one moment. */
const SLOTS = 1_000

type AgendaMessage = {
  key: string
  message: Message
  now: number
  /** Its place among the messages of the same moment. */
  slot: number
  /** Instead of the meeting's channel. */
  to?: Place
  parent?: string
  files?: TextFile[]
  paper?: PaperId
}

export const agendaKey = ({ team, date }: AgendaKey): string => `agenda:${team}:${date}`

/** The post below which a paper is discussed. */
export const discussionKey = (agenda: AgendaKey, paper: PaperId): string => `${agendaKey(agenda)}:talk:${paper}`

/** A message of a meeting, for its channel. */
export const agendaDelivery = (
  { team, channel }: Pick<Agenda, 'team' | 'channel'>,
  { key, message, now, slot, to = { channel }, parent, ...rest }: AgendaMessage,
): NewDelivery => ({
  key,
  to,
  team,
  seq: now * SLOTS + slot,
  parent: parent ?? null,
  subject: { kind: 'said', message, ...rest },
  plannedAt: now,
})
