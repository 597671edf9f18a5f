import { howToVote, votesIn } from '../../channels/team-settings.ts'
import { type ChannelId, hasTeam, platformOf, teamOf } from '../../core/chat.ts'
import { type Button, type Card, type Mention, type Message, messageOf, notice } from '../../core/message.ts'
import type { IsoDay, Paper } from '../../core/paper.ts'
import { formatDay, localTime, shortDay } from '../../core/schedule.ts'
import { count, lineCard, paperCard } from '../../digest/write/texts.ts'
import { NO_POPULARITY } from '../../papers/popularity.ts'
import type { AgendaItem, PlannedMeeting } from './stored-agendas.ts'

/** Lines of each paper; its own post has more. */
const LINES = 2
const QUESTIONS = [
  'What is the one claim to remember, and which result carries it?',
  'What would have to be true for it not to hold?',
  'What could we use, and what would we try first?',
]

export type AgendaView = PlannedMeeting & {
  zone: string
  /** The emoji that votes in the team. */
  vote: string
  entries: AgendaEntry[]
}

type AgendaEntry = Omit<AgendaItem, 'paper'> & {
  paper: Paper
  /** What it is about, a point a line. */
  lines: string[]
  offers: number
  /** The last meeting it was carried over from. */
  carriedFrom: IsoDay | null
}

/** The agenda as it is posted; `rings`: presenters are notified now. */
export const agendaMessage = (view: AgendaView, rings: boolean): Message =>
  messageOf({
    kind: 'agenda',
    heading: headingOf(view),
    cards: view.entries.map((entry) => ({
      ...plainCard(entry.paper, entry.lines.slice(0, LINES)),
      facts: factsOf(view, entry),
      mention: mentionOf(view, entry, rings),
      buttons: buttonsOf(view, entry.paper),
    })),
    note:
      view.entries.length === 0
        ? `Nothing has votes. ${howToVote(view.vote)}`
        : '🙋 on a paper offers to present it · /papers agenda',
  })

/** One line for each paper, for the asker; presenters are named only in the channel of the meeting. */
export const agendaLines = (view: AgendaView, asked: ChannelId): Message =>
  messageOf({
    kind: 'list',
    heading: headingOf(view),
    cards: view.entries.map((entry, index) => ({
      ...lineCard(entry.paper, NO_POPULARITY, index + 1),
      facts: factsOf(view, entry),
      mention: asked === view.channel ? mentionOf(view, entry, false) : null,
    })),
    note: view.entries.length === 0 ? `Nothing has votes yet. ${howToVote(view.vote)}` : null,
  })

export const reminderMessage = (view: AgendaView, rings: boolean): Message =>
  messageOf({
    kind: 'agenda',
    heading: `At ${localTime(view.zone, view.meetsAt)}: reading group`,
    cards: view.entries.map((entry, index) => ({
      ...lineCard(entry.paper, NO_POPULARITY, index + 1),
      mention: mentionOf(view, entry, rings),
    })),
  })

/** Asks the next person of the rota to present. */
export const askMessage = (view: AgendaView, paper: Paper): Message => ({
  ...notice(`Would you present “${paper.title}” on ${whenOf(view)}? You presented longest ago, or never yet.`),
  buttons: buttonsOf(view, paper).slice(0, 2),
})

/** The post of a discussion; its thread holds the rest. */
export function discussionMessage(view: AgendaView, entry: AgendaEntry, rings: boolean): Message {
  const { paper, votes } = entry
  const mention = mentionOf(view, entry, rings)
  return messageOf({
    kind: 'heading',
    heading: `Discussion: ${paper.title}`,
    cards: [{ ...lineCard(paper, NO_POPULARITY, null), facts: [votesIn(votes, view.vote)], mention }],
    buttons: [{ label: 'Done', action: 'done', value: paper.id }],
  })
}

export const discussionStart = ({ paper }: AgendaEntry): Message => ({
  ...notice([...QUESTIONS, '“Keep as note” in a message’s menu keeps it with the paper.'].join('\n')),
  cards: [plainCard(paper, [paper.abstract || 'Its source gave no abstract.'])],
})

const plainCard = (paper: Paper, lines: string[]): Card => ({
  ...paperCard(paper, NO_POPULARITY, { lines, by: 'extract', model: null }),
  buttons: [],
})

const headingOf = (view: AgendaView): string => `Reading group · ${whenOf(view)}`

const whenOf = ({ date, meetsAt, zone }: AgendaView): string => `${formatDay(date)}, ${localTime(zone, meetsAt)}`

function factsOf({ date, vote }: AgendaView, { votes, offers, carriedFrom, presenter, answer }: AgendaEntry): string[] {
  return [
    votesIn(votes, vote),
    ...(offers > 0 ? [`${count(offers, 'person')} offered`.replace('persons', 'people')] : []),
    ...(carriedFrom === null ? [] : [`carried over from ${shortDay(carriedFrom, date)}`]),
    ...(presenter === null ? ['nobody presents it yet'] : answer === 'asked' ? ['somebody was asked to present'] : []),
  ]
}

/** Only a presenter who accepted is named, and only on their own platform and team. */
function mentionOf({ channel }: AgendaView, { presenter, answer }: AgendaEntry, rings: boolean): Mention | null {
  if (presenter === null || answer !== 'accepted' || platformOf(presenter) !== platformOf(channel)) return null
  // An account that belongs to no team is the same person in all of them.
  const isOurs = !hasTeam(presenter) || teamOf(presenter) === teamOf(channel)
  return isOurs ? { label: 'Presented by', person: presenter, rings } : null
}

const buttonsOf = ({ team, date }: AgendaView, { id }: Paper): Button[] =>
  [
    ['I’ll present', 'present'],
    ['I can’t', 'decline'],
    ['Another paper', 'swap'],
    ['Drop', 'drop'],
  ].map(([label = '', action = '']) => ({ label, action, value: `${date} ${team} ${id}` }))
