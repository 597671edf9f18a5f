import { findSubscribed, pauseOf } from '../../channels/channels.ts'
import { effectiveSettings } from '../../channels/settings.ts'
import { howToVote } from '../../channels/team-settings.ts'
import type { ChannelId } from '../../core/chat.ts'
import { type NamedPaper, readNamedPaper } from '../../core/identifiers/paper-id.ts'
import { linksOf, type PaperId } from '../../core/paper.ts'
import { localDate, shortDay } from '../../core/schedule.ts'
import { postingsOf, postPaper } from '../../outbox/postings.ts'
import { findSubjectOf } from '../../outbox/posts.ts'
import { recordAliases } from '../../papers/aliases.ts'
import { recordSightings } from '../../papers/papers.ts'
import { resolveNamedPapers, resolvePaperIds } from '../../papers/resolve-ids.ts'
import { SourceError } from '../../sources/source-error.ts'
import { voteOf } from '../../voting/voter-groups.ts'
import { onPaper } from '../reading/find-paper.ts'
import { askButton, notSubscribed, paperButtons, reply } from '../replies.ts'
import type { Asker, CommandContext, RunAction, Verb } from '../verb.ts'

/** The source of suggested papers. */
const SUBMISSION = 'submission'

export const add: Verb = {
  name: 'add',
  usage: 'add LINK',
  does: 'suggest a paper',
  cap: 'add',
  access: 'manager-on-open-platforms',
  isForTeams: true,
  isForChannel: true,
  parse: (rest) => (readNamedPaper(rest) ? [rest] : null),
  near: (rest) => (/^https?:/i.test(rest) ? [] : null),
  run: (context, asked, [link = '']) => suggestPaper(context, asked, link),
}

/** The button below a link that is not known yet. */
export const addAction: RunAction = (context, asked) => suggestPaper(context, asked, asked.value)

/** Posts a paper where it was suggested, once, open to votes. */
async function suggestPaper(context: CommandContext, { channel: id, person }: Asker, link: string) {
  const { store, defaults, now } = context
  const asked = readNamedPaper(link)
  if (!asked) return reply(`“${link}” is no link to a paper, no DOI and no arXiv identifier.`)
  const channel = await findSubscribed(store.db, id)
  if (!channel) return notSubscribed()
  if (channel.state === 'paused')
    return reply(`Not posted: this channel is ${pauseOf(channel)}.`, askButton('Resume', 'resume'))
  const paper = await findOrFetch(context, asked)
  if (typeof paper === 'string') return reply(paper, askButton('Try again', `add ${link}`))
  const date = localDate(effectiveSettings(channel.settings, defaults).timezone, now())
  const isNew = await store.write((db) =>
    postPaper(db, { key: `add:${id}:${paper.id}`, place: id, paper: paper.id, date, by: person, now: now() }),
  )
  if (!isNew)
    return reply(
      `It was posted here on ${await postedOn(context, id, paper.id)}: “${paper.title}”.`,
      ...paperButtons(paper.id),
    )
  await context.deliver()
  return reply(`Posted here, with your name: “${paper.title}”. ${howToVote(await voteOf(store.db, channel.team))}`)
}

/** Kept for the searches of all; a sentence when there is none. */
export async function findOrFetch({ store, fetchPaper, signal, now }: CommandContext, asked: NamedPaper) {
  const { id } = asked
  const known = (await resolveNamedPapers(store.db, [asked])).get(id)
  if (known) return known
  try {
    const paper = await fetchPaper(id, signal)
    const page = linksOf(id).abstract
    if (!paper) return `No paper could be found at ${page}. The page about it, its DOI or its arXiv link works best.`
    const day = localDate('UTC', now())
    await recordSightings(store, [{ source: SUBMISSION, day, paper, upvotes: null, comments: null }], now())
    if (paper.id !== id) await recordAliases(store.db, [{ id, paper: paper.id }])
    return (await resolvePaperIds(store.db, [paper.id])).get(paper.id) ?? paper
  } catch (error) {
    if (error instanceof SourceError) return `That could not be read: ${error.message}`
    throw error
  }
}

async function postedOn({ store, now }: CommandContext, channel: ChannelId, paper: PaperId): Promise<string> {
  const posting = (await postingsOf(store.db, [paper])).find((one) => one.channel === channel)
  return posting ? shortDay(posting.date, localDate('UTC', now())) : 'an earlier day'
}

/** A listed paper becomes a post of its own in the digest's thread, open to votes; once per channel. */
export const bring = onPaper(async ({ store, now, deliver }, paper, { channel, post: pressed }) => {
  const subject = pressed ? await findSubjectOf(store.db, pressed) : null
  if (pressed?.channel !== channel || subject?.kind !== 'list') return reply('This works in the thread of a digest.')
  const { date } = subject
  const [key, parent] = [`bring:${channel}:${paper.id}`, `digest:${channel}:${date}:heading`]
  const post = { key, place: channel, paper: paper.id, date, parent, now: now() }
  const isNew = await store.write((db) => postPaper(db, post))
  if (!isNew) return reply(`It was posted here before: “${paper.title}”.`)
  await deliver()
  return reply(`Brought up in the thread: “${paper.title}”.`)
})
