import { type Channel, findSubscribed } from '../../channels/channels.ts'
import { effectiveSettings } from '../../channels/settings.ts'
import {
  emojiName,
  type MeetingSettings,
  meetingSettings,
  VOTE,
  votesIn,
  votingOf,
} from '../../channels/team-settings.ts'
import { teamOf } from '../../core/chat.ts'
import { type Card, headingLine, messageOf, notice } from '../../core/message.ts'
import { formatDay } from '../../core/schedule.ts'
import { nearestOf } from '../../core/text/nearest.ts'
import { lineCardsOf } from '../../digest/write/read-papers.ts'
import { agendaLines } from '../../meetings/agenda/texts.ts'
import { findNextAgenda, viewAgenda } from '../../meetings/agenda/view.ts'
import { readNearMisses } from '../../meetings/ballot.ts'
import { nextMeeting } from '../../meetings/meeting.ts'
import { saveTeamSettings, teamSettingsOf, voteOf } from '../../voting/voter-groups.ts'
import { refuse } from '../caps.ts'
import {
  announceChange,
  askButton,
  citeButton,
  inDirectMessages,
  inTeam,
  notSubscribed,
  readable,
  reply,
  show,
} from '../replies.ts'
import type { Asker, CommandContext, SubmitForm, Verb } from '../verb.ts'
import { defaultMeeting, isMeetingField, meetingForm, nearestMeetingField, readMeeting } from './meeting-form.ts'

/** So many papers are named that were voted for and never discussed, if as many people wanted them. */
const MAX_NEAR_MISSES = 3
const MIN_NEAR_MISS_VOTES = 2

export const agenda: Verb = {
  name: 'agenda',
  usage: 'agenda [settings|off]',
  does: 'the next meeting',
  cap: 'manage',
  isForTeams: true,
  parse(rest) {
    if (rest === '' || rest === 'settings' || rest === 'off') return [rest]
    const [, name = '', value = ''] = /^settings\s+(\S+)\s+(\S[\s\S]*)$/.exec(rest) ?? []
    return isMeetingField(name) ? ['settings', name, value] : null
  },
  near(rest) {
    const [, name = '', value = ''] = /^settings\s+(\S+)\s*([\s\S]*)$/.exec(rest) ?? []
    const near = nearestMeetingField(name) ?? nearestOf(['settings', 'off'])(rest)
    return near === null ? null : [name === '' ? near : `settings ${near} ${value}`.trim()]
  },
  async run(context, asked, [what = '', name, value = '']) {
    const { store, mayManageTeam } = context
    if (what === '') return showNextAgenda(context, asked, [])
    if (context.isDirect(asked.channel)) return inDirectMessages(context, asked.channel, 'agenda settings')
    if (!(await mayManageTeam(asked.channel, asked.person))) return refuse(context, asked, NOT_YOURS)
    const channel = await findSubscribed(store.db, asked.channel)
    if (!channel) return notSubscribed()
    const { meeting, ...others } = await teamSettingsOf(store.db, channel.team)
    if (what === 'off') {
      if (!meeting) return reply('There are no agendas.', askButton('Set it up', 'agenda settings'))
      await saveTeamSettings(store.db, channel.team, others)
      return reply('No more agendas. `/papers agenda settings` begins again.')
    }
    const before = { ...(meeting ?? newMeeting(context, channel)), channel: channel.id }
    const own = name === undefined ? await context.zoneOf(channel.id, asked.person) : null
    if (name === undefined) return { form: meetingForm(before, own === null ? [] : [own]) }
    const read = readMeeting(before, { [name]: value })
    if ('errors' in read) return reply(read.errors[name] ?? 'That value does not fit.')
    return saveMeeting(context, channel, read.settings)
  },
}

export const meetingSubmitted: SubmitForm = async (context, { channel: id, person, values }) => {
  if (!(await context.mayManageTeam(id, person))) return reply(NOT_YOURS)
  const channel = await findSubscribed(context.store.db, id)
  if (!channel) return notSubscribed()
  const read = readMeeting(newMeeting(context, channel), values)
  return 'errors' in read ? read : saveMeeting(context, channel, read.settings)
}

/** There is one meeting for all channels. */
const NOT_YOURS = 'That is for people who manage this channel. Where everyone manages it, admins do that.'

const newMeeting = ({ defaults }: CommandContext, { id, settings }: Channel): MeetingSettings =>
  defaultMeeting(id, effectiveSettings(settings, defaults).timezone)

/** A change that concerns the whole channel is announced there. */
async function saveMeeting(context: CommandContext, { id: channel, team }: Channel, meeting: MeetingSettings) {
  const { store, now } = context
  const own = await teamSettingsOf(store.db, team)
  if (JSON.stringify(own.meeting) === JSON.stringify(meetingSettings.parse(meeting)))
    return reply('Nothing changed: the meeting was set up like this already.', askButton('Agenda', 'agenda'))
  const next = nextMeeting(meeting, now())
  const when = next === null ? 'never, as things stand' : `${formatDay(next.date)}, ${meeting.time}`
  const text =
    `The reading group meets here; next: ${when} ${meeting.zone}. ` +
    `The agenda comes ${meeting.ahead} h before, with the papers that have most ${emojiName(votingOf(own)[0] ?? VOTE)}.`
  await announceChange(context, { what: 'meeting', channel, message: notice(text) }, (db) =>
    saveTeamSettings(db, team, { ...own, meeting }),
  )
  return reply(`Saved. ${text}`, askButton('Agenda', 'agenda'))
}

const showNextAgenda = inTeam(async (context: CommandContext, { channel, person }: Asker) => {
  const found = await findNextAgenda(context, teamOf(channel), context.now())
  const missed = await nearMissCards(context, teamOf(channel))
  if (!found) {
    const note = 'No meeting is set up. People who manage the channel do that with `/papers agenda settings`.'
    const mayManage = !context.isDirect(channel) && (await context.mayManageTeam(channel, person))
    const buttons = mayManage ? [askButton('Set it up', 'agenda settings')] : []
    return show(messageOf({ kind: 'list', note, cards: missed, buttons }))
  }
  const { meeting, settings, items } = found
  const message = agendaLines(await viewAgenda(context, meeting, settings, items), channel)
  const buttons = message.cards.length > 0 ? [citeButton('agenda')] : []
  return show({ ...message, cards: readable([...message.cards, ...missed]), buttons })
})

/** What people wanted to discuss, and nobody ever did. */
async function nearMissCards({ store, now }: CommandContext, team: string): Promise<Card[]> {
  const missed = (await readNearMisses(store.db, team, now()))
    .filter(({ votes }) => votes >= MIN_NEAR_MISS_VOTES)
    .slice(0, MAX_NEAR_MISSES)
  const vote = await voteOf(store.db, team)
  const cards = await lineCardsOf(store.db, missed, ({ votes }) => ({ facts: [votesIn(votes, vote)] }))
  return cards.length === 0 ? [] : [headingLine('Voted for, and never discussed'), ...cards]
}
