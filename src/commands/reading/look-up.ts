import { forWhom, isAllowedThere } from '../../access/verb-access.ts'
import { findChannel } from '../../channels/channels.ts'
import { effectiveSettings } from '../../channels/settings.ts'
import type { PaperLink, Reply } from '../../core/chat.ts'
import { type Card, lineOf, notice } from '../../core/message.ts'
import { linksOf, type Paper, type PaperId } from '../../core/paper.ts'
import { localDate } from '../../core/schedule.ts'
import { lineCard } from '../../digest/write/texts.ts'
import { mayReplyToLink } from '../../library/link-replies.ts'
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
import { NO_POPULARITY } from '../../papers/popularity.ts'
import { resolvePaperIds } from '../../papers/resolve-ids.ts'
import { overCap } from '../caps.ts'
import { type CommandContext, reply } from '../verb.ts'
import { linkedPapers } from './linked-papers.ts'

const LINES = 3

/** “Have we seen this?”: asked of a message with links, or answered unasked where a channel wants that. */
export const lookUp = (context: CommandContext, link: PaperLink): Promise<Reply | null> =>
  link.cause === 'asked' ? answerAsked(context, link) : replyUnasked(context, link)

async function answerAsked(context: CommandContext, link: PaperLink): Promise<Reply> {
  if (!(await isAllowedThere(context, 'anyone', link))) return reply(`That is for ${forWhom.anyone}.`)
  const ids = linkedPapers(link.text)
  const known = await resolvePaperIds(context.store.db, ids)
  const cards = [
    ...(await knownCards(context, papersOf(known), readerOf(context, link))),
    ...ids.filter((id) => !known.has(id)).map(unknownCard),
  ]
  if (cards.length === 0) return reply('This message links to no paper.')
  return { message: { ...notice(''), kind: 'results', heading: 'In this message', cards, note: null }, to: 'asker' }
}

/** Quiet: only of papers that were posted or discussed, of each once a day, and with nothing from other channels. */
async function replyUnasked(context: CommandContext, link: PaperLink): Promise<Reply | null> {
  const { store, defaults, now } = context
  const { channel: id, text } = link
  const channel = await findChannel(store.db, id)
  const settings = effectiveSettings(channel?.settings ?? {}, defaults)
  if (channel?.state !== 'active' || settings.links === 'off') return null
  const reader = everybodyIn(id)
  const papers = papersOf(await resolvePaperIds(store.db, linkedPapers(text)))
  const date = localDate(settings.timezone, now())
  const histories = await loadPaperHistories(
    store,
    papers.map(({ id: paper }) => paper),
    reader,
  )
  const seen: Paper[] = []
  for (const paper of papers)
    if (
      wasPostedOrDiscussed(histories.get(paper.id)) &&
      (await mayReplyToLink(store.db, { channel: id, paper: paper.id, date }))
    )
      seen.push(paper)
  if (seen.length === 0 || (await overCap(context, 'links', link)) !== null) return null
  const cards = await knownCards(context, seen, reader)
  return { message: { ...notice(''), kind: 'results', heading: 'Seen before', cards, note: null }, to: 'channel' }
}

const wasPostedOrDiscussed = (history: PaperHistory | undefined): boolean =>
  history !== undefined && (history.postings.length > 0 || history.discussion?.closedAt != null)

async function knownCards({ store }: CommandContext, papers: Paper[], reader: Reader): Promise<Card[]> {
  const histories = await loadPaperHistories(
    store,
    papers.map(({ id }) => id),
    reader,
  )
  return Promise.all(
    papers.map(async (paper) => {
      const history = histories.get(paper.id) ?? NO_HISTORY
      const facts = await historyFacts(store, history, reader)
      return {
        ...lineCard(paper, NO_POPULARITY, null),
        facts: history.postings.length > 0 ? facts : ['not posted yet', ...facts],
        lines: historyLines(history).slice(0, LINES),
        buttons: [
          { label: 'Abstract', action: 'abstract', value: paper.id },
          ...(history.postings.some(({ channel }) => channel === reader.channel)
            ? []
            : [{ label: 'Post it here', action: 'add', value: paper.id }]),
        ],
      }
    }),
  )
}

const unknownCard = (id: PaperId): Card => ({
  ...lineOf(linksOf(id).abstract),
  facts: ['not known here'],
  buttons: [{ label: 'Add it', action: 'add', value: id }],
})

/** Two links of a message may mean one paper. */
const papersOf = (known: Map<PaperId, Paper>): Paper[] => [
  ...new Map([...known.values()].map((paper) => [paper.id, paper])).values(),
]
