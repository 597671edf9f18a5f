import { findChannel } from '../../channels/channels.ts'
import { effectiveSettings } from '../../channels/settings.ts'
import type { ChannelId, PaperLink, Reply } from '../../core/chat.ts'
import { linkedPapers } from '../../core/identifiers/linked-papers.ts'
import { type Card, lineOf, messageOf } from '../../core/message.ts'
import { type IsoDay, linksOf, type Paper, type PaperId } from '../../core/paper.ts'
import { localDate } from '../../core/schedule.ts'
import type { Db } from '../../db/db.ts'
import { insertMissing } from '../../db/rows.ts'
import { lineCard } from '../../digest/write/texts.ts'
import {
  everybodyIn,
  historyFacts,
  historyLines,
  loadPaperHistories,
  NO_HISTORY,
  type PaperHistory,
  type Reader,
  readerOf,
} from '../../library/paper-history.ts'
import { papersShownIn } from '../../outbox/posts.ts'
import { NO_POPULARITY } from '../../papers/popularity.ts'
import { resolveNamedPapers } from '../../papers/resolve-ids.ts'
import { guard, isSpeaker, overCap } from '../caps.ts'
import { paperButtons, reply, START, show } from '../replies.ts'
import { findOrFetch } from '../team/add.ts'
import { type CommandContext, isForOne } from '../verb.ts'

const LINES = 3

/** “Have we seen this?”: asked of a message with links, or answered unasked where a channel wants that. */
export const lookUp = (context: CommandContext, link: PaperLink): Promise<Reply | null> =>
  link.cause === 'asked' ? answerAsked(context, link) : replyUnasked(context, link)

async function answerAsked(context: CommandContext, link: PaperLink): Promise<Reply> {
  const refused = await guard(context, link, { cap: null })
  if (refused) return refused
  // A post of ours shows its papers; beside them it links to their projects and discussions.
  const own = await papersShownIn(context.store.db, link.post)
  const linked = own.length > 0 ? own.map((id) => ({ id, link: null })) : linkedPapers(link.text)
  // Nobody else has to read what is fetched for one.
  const fetched = isForOne(context, link.channel) ? linked.map((named) => findOrFetch(context, named)) : []
  const problems = (await Promise.all(fetched)).filter((one) => typeof one === 'string')
  if (problems.length > 0) return reply(problems.join('\n'))
  const known = await resolveNamedPapers(context.store.db, linked)
  const seen = await withHistory(context, papersOf(known), readerOf(context, link))
  const unknown = linked.flatMap(({ id }) => (known.has(id) ? [] : [unknownCard(id)]))
  if (seen.length + unknown.length === 0) return reply('This message links to no paper.', ...START)
  const cards = [...seen.map(({ card }) => card), ...unknown]
  return show(messageOf({ kind: 'results', heading: 'In this message', cards }))
}

/** Only of papers that were posted or discussed, of each once a day, and with nothing from other channels. */
async function replyUnasked(context: CommandContext, link: PaperLink): Promise<Reply | null> {
  const { store, defaults, now } = context
  const { channel: id, text } = link
  const channel = await findChannel(store.db, id)
  const settings = effectiveSettings(channel?.settings ?? {}, defaults)
  if (channel?.state !== 'active' || settings.links === 'off') return null
  // Before anything is marked as answered.
  if (!(await isSpeaker(context, 'links', link))) return null
  const papers = papersOf(await resolveNamedPapers(store.db, linkedPapers(text)))
  const date = localDate(settings.timezone, now())
  const cards: Card[] = []
  for (const { paper, history, card } of await withHistory(context, papers, everybodyIn(id)))
    if (wasPostedOrDiscussed(history) && (await mayReplyToLink(store.db, { channel: id, paper: paper.id, date })))
      cards.push(card)
  if (cards.length === 0 || (await overCap(context, 'links', link)) !== null) return null
  return show(messageOf({ kind: 'results', heading: 'Seen before', cards }), 'channel')
}

const wasPostedOrDiscussed = ({ postings, discussion }: PaperHistory): boolean =>
  postings.length > 0 || discussion?.closedAt != null

async function withHistory({ store }: CommandContext, papers: Paper[], reader: Reader) {
  const ids = papers.map(({ id }) => id)
  const histories = await loadPaperHistories(store, ids, reader)
  return Promise.all(
    papers.map(async (paper) => {
      const history = histories.get(paper.id) ?? NO_HISTORY
      const facts = await historyFacts(store, history, reader)
      const isPosted = history.postings.length > 0
      const isPostedHere = history.postings.some(({ channel }) => channel === reader.channel)
      const card: Card = {
        ...lineCard(paper, NO_POPULARITY, null),
        facts: isPosted ? facts : ['not posted yet', ...facts],
        lines: historyLines(history).slice(0, LINES),
        buttons: [
          ...paperButtons(paper.id),
          ...(isPostedHere ? [] : [{ label: 'Post it here', action: 'add', value: paper.id }]),
        ],
      }
      return { paper, history, card }
    }),
  )
}

const unknownCard = (id: PaperId): Card => ({
  ...lineOf(linksOf(id).abstract),
  facts: ['not known here'],
  buttons: [{ label: 'Add it', action: 'add', value: id }],
})

/** Several links of a message may lead to one paper. */
const papersOf = (known: Map<PaperId, Paper>): Paper[] => [
  ...new Map([...known.values()].map((paper) => [paper.id, paper])).values(),
]

/** True once for a paper, channel and day: a pasted link is answered once. */
export async function mayReplyToLink(
  db: Db,
  { channel, paper, date }: { channel: ChannelId; paper: PaperId; date: IsoDay },
): Promise<boolean> {
  return (await insertMissing(db, 'link_replies', [{ channel_id: channel, paper_id: paper, date }])) === 1
}
