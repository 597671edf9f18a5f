import { findChannel } from '../../channels/channels.ts'
import { effectiveSettings } from '../../channels/settings.ts'
import type { MeetingSettings } from '../../channels/team-settings.ts'
import { isDirect, type Reply, teamOf } from '../../core/chat.ts'
import { type Card, lineOf, notice } from '../../core/message.ts'
import { formatDay } from '../../core/schedule.ts'
import { lineCard } from '../../digest/write/texts.ts'
import { agendaLines } from '../../meetings/agenda-texts.ts'
import { readNearMisses } from '../../meetings/ballot.ts'
import { nextMeeting } from '../../meetings/meeting.ts'
import { findNextAgenda, viewNextAgenda } from '../../meetings/next-agenda.ts'
import { planMessage } from '../../outbox/deliveries.ts'
import { findPapers } from '../../papers/papers.ts'
import { NO_POPULARITY } from '../../papers/popularity.ts'
import { saveTeamSettings, teamSettingsOf } from '../../voting/voter-groups.ts'
import { type Asker, type CommandContext, citeButton, type FormVerb, reply, type Verb } from '../verb.ts'
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
    if (what === '') return showNextAgenda(context, asked)
    if (!(await context.mayManage(asked.channel, asked.person)))
      return reply('That is for people who manage this channel.')
    const channel = await findChannel(context.store.db, asked.channel)
    if (!channel) return reply('The meeting belongs to a channel that is subscribed: ask there.')
    const { meeting, ...others } = await teamSettingsOf(context.store.db, channel.team)
    if (what === 'off') {
      await saveTeamSettings(context.store.db, channel.team, others)
      return reply('No more agendas. `/papers agenda settings` begins again.')
    }
    const { timezone } = effectiveSettings(channel.settings, context.defaults)
    const before = { ...(meeting ?? defaultMeeting(channel.id, timezone)), channel: channel.id }
    if (name === undefined) return { form: meetingForm(before) }
    const read = readMeeting(before, { [name]: value })
    return 'errors' in read
      ? reply(read.errors[name] ?? 'That value does not fit.')
      : saveMeeting(context, asked, read.settings)
  },
}

export const meetingSubmitted: FormVerb = {
  name: 'meeting',
  access: 'manager',
  async submit(context, { channel: id, person, values }) {
    const channel = await findChannel(context.store.db, id)
    if (!channel) return reply('The meeting belongs to a channel that is subscribed: ask there.')
    const { timezone } = effectiveSettings(channel.settings, context.defaults)
    const read = readMeeting(defaultMeeting(channel.id, timezone), values)
    return 'errors' in read ? read : saveMeeting(context, { channel: id, person }, read.settings)
  },
}

/** A change for the whole channel is said there. */
async function saveMeeting(context: CommandContext, { channel }: Asker, meeting: MeetingSettings): Promise<Reply> {
  const { store, now } = context
  const team = teamOf(channel)
  const next = nextMeeting(meeting, now())
  const when = next === null ? 'never, as things stand' : `${formatDay(next.date)}, ${meeting.time}`
  const said = `The reading group meets here; next: ${when} ${meeting.zone}. The agenda comes ${meeting.ahead} h before, with the papers that have most 👍.`
  await store.write(async (db) => {
    await saveTeamSettings(db, team, { ...(await teamSettingsOf(db, team)), meeting })
    await planMessage(db, { key: `meeting:${team}:${now()}`, place: channel, message: notice(said), now: now() })
  })
  await context.deliver()
  return reply(`Saved. ${said}`)
}

async function showNextAgenda(context: CommandContext, { channel }: Asker): Promise<Reply> {
  if (isDirect(channel)) return reply('Ask in a channel of your server: each has its own reading group.')
  const found = await findNextAgenda(context, teamOf(channel), context.now())
  const missed = await nearMissCards(context, teamOf(channel))
  if (!found) {
    const none = notice('No meeting is set up. A manager does that with `/papers agenda settings`.')
    return { message: { ...none, kind: 'list', cards: missed }, to: 'asker' }
  }
  const message = agendaLines(await viewNextAgenda(context, found), channel)
  const buttons = message.cards.length > 0 ? [citeButton('agenda')] : []
  return { message: { ...message, cards: [...message.cards, ...missed], buttons }, to: 'asker' }
}

/** What people wanted to talk about, and nobody ever did. */
async function nearMissCards({ store, now }: CommandContext, team: string): Promise<Card[]> {
  const missed = (await readNearMisses(store.db, team, now()))
    .filter(({ votes }) => votes >= MIN_NEAR_MISS_VOTES)
    .slice(0, MAX_NEAR_MISSES)
  const papers = await findPapers(
    store.db,
    missed.map(({ paper }) => paper),
  )
  const cards = missed.flatMap(({ paper: id, votes }) => {
    const paper = papers.get(id)
    return paper ? [{ ...lineCard(paper, NO_POPULARITY, null), facts: [`${votes} 👍`] }] : []
  })
  return cards.length === 0
    ? []
    : [{ ...lineOf(''), title: [{ text: 'Voted for, and never discussed', strong: true }] }, ...cards]
}
