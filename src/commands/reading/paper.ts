import { findChannel, timezoneOf } from '../../channels/channels.ts'
import { type ChannelId, type PersonId, platformOf, type Reply, teamOf } from '../../core/chat.ts'
import { paperIdOf } from '../../core/identifiers/paper-id.ts'
import { type Card, lineOf, messageOf } from '../../core/message.ts'
import type { Paper, PaperId } from '../../core/paper.ts'
import { localDate } from '../../core/schedule.ts'
import { describeAuthor, detailFacts, lineCard, paperCard } from '../../digest/write/texts.ts'
import {
  historyFacts,
  historyLines,
  loadPaperHistory,
  type PaperHistory,
  readerOf,
} from '../../library/paper-history.ts'
import { explain } from '../../library/why.ts'
import { notifyAdmin } from '../../ops/notify-admin.ts'
import { findPaper } from '../../papers/papers.ts'
import { NO_POPULARITY, popularityOf } from '../../papers/popularity.ts'
import { hideSummary } from '../../summaries/hide.ts'
import { insertSummaryReport, summaryReportsOn, type Writer } from '../../summaries/reports.ts'
import { summaryShown, writerOf } from '../../summaries/team-summaries.ts'
import { isSpeaker } from '../caps.ts'
import { askOne, citeButton, paperButtons, questionButton, reply, show } from '../replies.ts'
import { noteCards } from '../team/notes.ts'
import { type Asker, anyWords, type CommandContext, type SubmitForm, type Verb } from '../verb.ts'
import { idsOf, onPaper, resolvePaper, unknownPaper, whichPaper } from './find-paper.ts'
import { hitCard } from './search.ts'

const SIMILAR = 5
const LONGEST_REASON = 500
const GONE = 'Its summary is not shown here any more.'

export const abstract = onPaper(async (context, paper, asked) => {
  const { store } = context
  const popularity = (await popularityOf(store.db, [paper.id])).get(paper.id) ?? NO_POPULARITY
  const reader = readerOf(context, asked)
  const history = await loadPaperHistory(store, paper.id, reader)
  const whole = [paper.abstract || 'Its source gave no abstract.']
  const card = paperCard(paper, popularity, { lines: whole, by: 'extract', model: null })
  const summary = await summaryShown(store.db, paper, asked.channel)
  const isTold = context.adapters.get(platformOf(asked.channel))?.features.includes('direct')
  const buttons = [
    { label: 'Similar', action: 'similar', value: paper.id },
    { label: 'Why', action: 'why', value: paper.id },
    { label: 'Save', action: 'save', value: paper.id },
    ...((await isSpeaker(context, 'ask', asked)) ? [questionButton(paper.id)] : []),
    citeButton(paper.id),
    ...(isTold ? [{ label: 'Tell me what changes', action: 'watch', value: paper.id }] : []),
    ...(summary ? [{ label: 'Wrong?', action: 'wrong', value: paper.id }] : []),
  ]
  const facts = [...card.facts, ...(await historyFacts(store, history, reader)), ...detailFacts(paper)]
  const message = messageOf({
    kind: 'notice',
    heading: 'Abstract',
    cards: [{ ...card, buttons, facts }, ...verdictCards(history), ...(await noteCards(context, history.notes, asked))],
    note: summary ? `Summary in the post: ${describeAuthor(summary)}.` : null,
  })
  return show(message, 'window')
})

export const similar = onPaper(async ({ search, now }, paper, { channel, person }) => {
  const found = await search.similar(paper.id, { team: teamOf(channel), person, channels: [] }, SIMILAR)
  const today = localDate('UTC', now())
  const same = found.same.map((hit) => ({
    ...hitCard(hit, null, today),
    facts: ['the same paper, from another source'],
  }))
  const cards = [...same, ...found.similar.map((hit) => hitCard(hit, null, today))]
  const note = found.similar.length > 0 ? null : 'Nothing here is like it.'
  return show(messageOf({ kind: 'results', heading: 'Similar', cards, note }), 'window')
})

const verdictCards = ({ discussion }: PaperHistory): Card[] =>
  discussion?.verdict ? [{ ...lineOf('Verdict'), lines: [discussion.verdict] }] : []

export const why: Verb = {
  name: 'why',
  usage: 'why TITLE|LINK',
  does: 'why it was posted, or not',
  cap: null,
  parse: anyWords,
  choice: 'why',
  // “why transformers fail” is a question about papers.
  async run(context, asked, [text = '']) {
    const found = await resolvePaper(context, text, asked)
    if (!Array.isArray(found)) return showWhy(context, found, asked)
    if (found.length > 0) return show(await whichPaper(context, idsOf(found), 'why'))
    return paperIdOf(text) ? unknownPaper(context, asked, text) : null
  },
}

export const whyAction = onPaper((context, paper, asked) => showWhy(context, paper, asked, 'window'))

async function showWhy(context: CommandContext, paper: Paper, asked: Asker, to: 'asker' | 'window' = 'asker') {
  const [, ...lines] = await explainTo(context, paper, asked)
  const card = { ...lineCard(paper, NO_POPULARITY, null), facts: [paper.id], lines }
  const message = messageOf({ kind: 'results', heading: 'Why', cards: [{ ...card, buttons: paperButtons(paper.id) }] })
  return show(message, to)
}

/** Where a paper came from, and what became of it here and in the asker's team. */
async function explainTo(context: CommandContext, paper: Paper, asked: Asker): Promise<string[]> {
  const { store } = context
  const reader = readerOf(context, asked)
  const history = await loadPaperHistory(store, paper.id, reader)
  const facts = await historyFacts(store, history, reader)
  return [
    ...(await explain(store, paper, asked.channel, await timezoneOf(store.db, asked.channel, context.defaults))),
    ...(facts.length > 0 ? [`In your team: ${facts.join(', ')}.`] : []),
    ...historyLines(history),
  ]
}

export const wrong = onPaper(async ({ store }, paper, { channel }) => {
  if ((await summaryShown(store.db, paper, channel)) === null) return reply(GONE)
  return askOne(
    { id: `wrong:${paper.id}`, title: 'Wrong summary', submit: 'Send' },
    {
      name: 'reason',
      label: 'What is wrong with it?',
      hint: 'From a manager of this channel, this hides the summary. From anyone else, it tells the managers.',
    },
  )
})

/** From a manager it hides the summary for the team; from anyone else it alerts the channel's managers. */
export const wrongSubmitted: SubmitForm = async (context, { channel, person, values }, about) => {
  const { store, now, mayManage } = context
  const paper = await findPaper(store.db, about as PaperId)
  const shown = paper ? await summaryShown(store.db, paper, channel) : null
  if (!paper || !shown) return reply(GONE)
  const reason = (values.reason ?? '').trim().replaceAll(/\s+/g, ' ').slice(0, LONGEST_REASON)
  if (reason === '') return { errors: { reason: 'Please say in a few words what is wrong.' } }
  const isManager = await mayManage(channel, person)
  const state = isManager ? 'hidden' : 'reported'
  const writer = writerOf(paper, shown)
  await insertSummaryReport(store.db, { paper: paper.id, writer, state, reason, person, channel, at: now() })
  const answer = isManager
    ? await hide(context, paper, teamOf(channel))
    : await report(context, paper, { channel, person, reason })
  await notifyOperator(context, paper, writer)
  await context.deliver()
  return answer
}

async function hide(context: CommandContext, paper: Paper, team: string): Promise<Reply> {
  const changed = await hideSummary(context, paper, team)
  const instead = changed[0]?.instead
  const what = instead?.lines.length ? `show ${describeAuthor(instead)} now` : 'show none now'
  const old = changed.filter(({ isOld }) => isOld).length
  return reply(`The summary is hidden. Its posts here ${what}${old > 0 ? `, but ${old} could not be edited` : ''}.`)
}

type Complaint = { channel: ChannelId; person: PersonId; reason: string }

async function report(context: CommandContext, paper: Paper, complaint: Complaint): Promise<Reply> {
  const { channel: id, person, reason } = complaint
  const channel = await findChannel(context.store.db, id)
  const text = `Somebody finds the summary of “${paper.title}” wrong: “${reason}”. Abstract → Wrong? hides it.`
  await notifyAdmin(context, { about: `wrong:${paper.id}:${person}`, channel, text })
  return reply('Thank you. It is noted for those who manage this channel, and shown to nobody else.')
}

/** Only the operator can hide from all teams what several find wrong. What a team wrote stays with that team. */
async function notifyOperator(context: CommandContext, paper: Paper, writer: Writer): Promise<void> {
  const { store, log } = context
  const reports = (await summaryReportsOn(store.db, paper.id)).filter((one) => one.writer === writer)
  const teams = new Set(reports.map(({ channel }) => teamOf(channel))).size
  if (teams < 2 || reports.some(({ state }) => state === 'withdrawn')) return
  log.warn({ paper: paper.id, writer, teams }, 'several teams find a summary wrong')
  const text =
    `Several teams find the summary of “${paper.title}” wrong. \`paperboy why ${paper.id}\` shows what they say; ` +
    `\`paperboy summarize --hide ${paper.id}\` hides it everywhere.`
  await notifyAdmin(context, { about: `summary:${paper.id}:${writer}`, channel: null, text })
}
