import { type Channel, findChannel } from '../../channels/channels.ts'
import { effectiveSettings } from '../../channels/settings.ts'
import type { MeetingSettings } from '../../channels/team-settings.ts'
import { type Reply, teamOf } from '../../core/chat.ts'
import { type Card, headingLine, messageOf, notice } from '../../core/message.ts'
import { formatDay } from '../../core/schedule.ts'
import { lineCards } from '../../digest/write/line-cards.ts'
import { findNextAgenda } from '../../meetings/agenda/next-agenda.ts'
import { agendaLines } from '../../meetings/agenda/texts.ts'
import { viewAgenda } from '../../meetings/agenda/view.ts'
import { readNearMisses } from '../../meetings/ballot.ts'
import { nextMeeting } from '../../meetings/meeting.ts'
import { planMessage } from '../../outbox/plan-deliveries.ts'
import { saveTeamSettings, teamSettingsOf } from '../../voting/voter-groups.ts'
import { citeButton, reply, show } from '../replies.ts'
import type { Asker, CommandContext, FormVerb, Verb } from '../verb.ts'
import { inTeam } from './in-team.ts'
import { defaultMeeting, isMeetingField, meetingForm, readMeeting } from './meeting-form.ts'

/** So many papers are named that were voted for and never discussed, if as many people wanted them. */
const MAX_NEAR_MISSES = 3
const MIN_NEAR_MISS_VOTES = 2

export const agenda: Verb = {
  name: 'agenda',
  usage: 'agenda [settings|off]',
  does: 'next meeting; settings is for managers',
  access: 'anyone',
  parse(rest) {
    if (rest === '' || rest === 'settings' || rest === 'off') return [rest]
    const [, name = '', value = ''] = /^settings\s+(\S+)\s+(\S[\s\S]*)$/.exec(rest) ?? []
    return isMeetingField(name) ? ['settings', name, value] : null
  },
  async run(context, asked, [what = '', name, value = '']) {
    const { store, mayManageTeam } = context
    if (what === '') return showNextAgenda(context, asked, [])
    if (!(await mayManageTeam(asked.channel, asked.person))) return notYours
    const channel = await findChannel(store.db, asked.channel)
    if (!channel) return notSubscribed
    const { meeting, ...others } = await teamSettingsOf(store.db, channel.team)
    if (what === 'off') {
      await saveTeamSettings(store.db, channel.team, others)
      return reply('No more agendas. `/papers agenda settings` begins again.')
    }
    const before = { ...(meeting ?? newMeeting(context, channel)), channel: channel.id }
    if (name === undefined) return { form: meetingForm(before) }
    const read = readMeeting(before, { [name]: value })
    return 'errors' in read
      ? reply(read.errors[name] ?? 'That value does not fit.')
      : saveMeeting(context, channel, read.settings)
  },
}

export const meetingSubmitted: FormVerb = {
  name: 'meeting',
  access: 'manager',
  async submit(context, { channel: id, person, values }) {
    if (!(await context.mayManageTeam(id, person))) return notYours
    const channel = await findChannel(context.store.db, id)
    if (!channel) return notSubscribed
    const read = readMeeting(newMeeting(context, channel), values)
    return 'errors' in read ? read : saveMeeting(context, channel, read.settings)
  },
}

/** There is one meeting for all channels. */
const notYours = reply('That is for people who manage this channel, and where everyone does for admins.')

const notSubscribed = reply('The meeting belongs to a channel that is subscribed: ask there.')

const newMeeting = ({ defaults }: CommandContext, { id, settings }: Channel): MeetingSettings =>
  defaultMeeting(id, effectiveSettings(settings, defaults).timezone)

/** A change that concerns the whole channel is announced there. */
async function saveMeeting(
  { store, now, deliver }: CommandContext,
  { id: channel, team }: Channel,
  meeting: MeetingSettings,
): Promise<Reply> {
  const next = nextMeeting(meeting, now())
  const when = next === null ? 'never, as things stand' : `${formatDay(next.date)}, ${meeting.time}`
  const text =
    `The reading group meets here; next: ${when} ${meeting.zone}. ` +
    `The agenda comes ${meeting.ahead} h before, with the papers that have most 👍.`
  await store.write(async (db) => {
    await saveTeamSettings(db, team, { ...(await teamSettingsOf(db, team)), meeting })
    await planMessage(db, { key: `meeting:${team}:${now()}`, to: { channel }, message: notice(text), now: now() })
  })
  await deliver()
  return reply(`Saved. ${text}`)
}

const showNextAgenda = inTeam(async (context: CommandContext, { channel }: Asker) => {
  const found = await findNextAgenda(context, teamOf(channel), context.now())
  const missed = await nearMissCards(context, teamOf(channel))
  if (!found) {
    const note = 'No meeting is set up. A manager does that with `/papers agenda settings`.'
    return show(messageOf({ kind: 'list', note, cards: missed }))
  }
  const { meeting, settings, items } = found
  const message = agendaLines(await viewAgenda(context, meeting, settings, items), channel)
  const buttons = message.cards.length > 0 ? [citeButton('agenda')] : []
  return show({ ...message, cards: [...message.cards, ...missed], buttons })
})

/** What people wanted to discuss, and nobody ever did. */
async function nearMissCards({ store, now }: CommandContext, team: string): Promise<Card[]> {
  const missed = (await readNearMisses(store.db, team, now()))
    .filter(({ votes }) => votes >= MIN_NEAR_MISS_VOTES)
    .slice(0, MAX_NEAR_MISSES)
  const votes = new Map(missed.map((one) => [one.paper, one.votes]))
  const lines = await lineCards(store.db, [...votes.keys()], null)
  const cards = lines.map((card) => ({ ...card, facts: [`${card.paper && votes.get(card.paper)} 👍`] }))
  return cards.length === 0 ? [] : [headingLine('Voted for, and never discussed'), ...cards]
}
