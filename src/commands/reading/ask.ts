import { randomUUID } from 'node:crypto'
import type { Reply } from '../../core/chat.ts'
import { readNamedPaper } from '../../core/identifiers/paper-id.ts'
import { lineOf, messageOf } from '../../core/message.ts'
import type { Paper, PaperId } from '../../core/paper.ts'
import { createRecent } from '../../core/recent.ts'
import { lineCard } from '../../digest/write/texts.ts'
import { freshKey, planMessage } from '../../outbox/plan-deliveries.ts'
import { findSubjectOf, threadOf } from '../../outbox/posts.ts'
import { findPaper } from '../../papers/papers.ts'
import { NO_POPULARITY } from '../../papers/popularity.ts'
import { answerFrom } from '../../texts/answer.ts'
import { askOne, reply, show } from '../replies.ts'
import { type Asker, anyWords, type CommandContext, type RunAction, type SubmitForm, type Verb } from '../verb.ts'
import { idsOf, onNamedPaper, onPaper, resolvePaper, unknownPaper, whichPaper } from './find-paper.ts'

/** Titles have colons, too. */
const MOST_COLONS = 5
const LONGEST = 500
const HOW = 'Which paper? In its thread type `/papers ask QUESTION`, elsewhere `/papers ask TITLE: QUESTION`.'
const NOTHING = 'Nothing in it answers that. Try words that an answer would hold.'
const TOO_OLD = reply('That was too long ago. Please ask again.')

/** What somebody asked alone is written nowhere: their buttons hold a word of chance, good while this process runs. */
const questions = createRecent<string>(500)

export const ask: Verb = {
  name: 'ask',
  usage: 'ask TITLE: QUESTION',
  does: 'what a paper says about it; in its thread, ask QUESTION',
  cap: 'ask',
  parse: anyWords,
  choice: 'question',
  async run(context, asker, [words = '']) {
    const own = await paperOfThread(context, asker)
    if (own) return show((await answerMessage(context, own, words)).message, 'channel')
    // An address could go on after a colon and a space.
    if (!/:\s/.test(words) && readNamedPaper(words))
      return onNamedPaper('question', async (_, paper) => questionForm(paper))(context, asker, [words])
    const { found, title, question } = await splitQuestion(context, asker, words)
    if (title === '') return words.endsWith('?') ? reply(HOW) : null
    if (!Array.isArray(found)) return answer(context, asker, found, question)
    if (found.length === 0) return unknownPaper(context, asker, title)
    return show(await whichPaper(context, idsOf(found), 'answer', `${keep(question)} `))
  },
}

export const questionAction = onPaper(async (_, paper) => questionForm(paper))

export const questionSubmitted: SubmitForm = async (context, { channel, person, values }, about) => {
  const paper = await findPaper(context.store.db, about as PaperId)
  if (!paper) return reply('That paper is not here any more.')
  const question = values.question?.trim() ?? ''
  if (question === '') return { errors: { question: 'Please type a question.' } }
  return answer(context, { channel, person }, paper, question)
}

export const answerAction: RunAction = async (context, { channel, person, value }) => {
  const kept = await findKept(context, value)
  return kept ? answer(context, { channel, person }, kept.paper, kept.question) : TOO_OLD
}

/** Shows everybody what one person asked: in the thread of the paper, where it was posted here. */
export const shareAnswer: RunAction = async (context, { channel, value }) => {
  const { store, now, deliver } = context
  const kept = await findKept(context, value)
  if (!kept) return TOO_OLD
  const { message } = await answerMessage(context, kept.paper, kept.question)
  const parent = await threadOf(store.db, channel, kept.paper.id)
  if (parent === null) return show(message, 'channel')
  await planMessage(store.db, { key: freshKey(`answer:${channel}`), to: { channel }, message, parent, now: now() })
  await deliver()
  return reply('Shared in the thread of the paper.')
}

const questionForm = ({ id, title }: Paper): Reply =>
  askOne(
    { id: `question:${id}`, title: 'Ask this paper', submit: 'Ask' },
    {
      name: 'question',
      label: 'Your question',
      hint: `Passages of “${title.slice(0, 60)}” answer. Only you see them.`,
    },
  )

async function paperOfThread({ store: { db } }: CommandContext, { thread }: Asker): Promise<Paper | null> {
  const subject = thread ? await findSubjectOf(db, thread) : null
  return subject && 'paper' in subject && subject.paper ? findPaper(db, subject.paper) : null
}

/** What stands before the last colon that has a paper’s name before it; `title` is empty where there is no colon. */
async function splitQuestion(context: CommandContext, asker: Asker, words: string) {
  const colons = [...words.matchAll(/:\s+(?=\S)/g)].slice(-MOST_COLONS).reverse()
  let best: { found: Paper | Paper[]; title: string; question: string } = { found: [], title: '', question: '' }
  for (const { index, 0: colon } of colons) {
    const [title, question] = [words.slice(0, index), words.slice(index + colon.length)]
    const found = await resolvePaper(context, title, asker)
    if (!Array.isArray(found)) return { found, title, question }
    if (best.title === '' || found.length > 0) best = { found, title, question }
  }
  return best
}

async function answer(context: CommandContext, { channel }: Asker, paper: Paper, question: string): Promise<Reply> {
  const { message, isAnswered } = await answerMessage(context, paper, question)
  const share = { label: 'Share here', action: 'share-answer', value: `${keep(question)} ${paper.id}` }
  return show({ ...message, buttons: isAnswered && !context.isDirect(channel) ? [share] : [] })
}

async function answerMessage({ readText }: CommandContext, paper: Paper, asked: string) {
  const question = asked.trim().slice(0, LONGEST)
  const text = await readText(paper)
  const quotations = await answerFrom(text, question)
  const cards = quotations.map(({ place, url, quote }) => ({ ...lineOf(place), url, excerpt: quote }))
  const isAnswered = quotations.length > 0
  const read = `Read: ${text.read.replace(/\.?$/, '.')}`
  const message = messageOf({
    kind: 'results',
    heading: `“${question}”`,
    cards: [lineCard(paper, NO_POPULARITY, null), ...cards],
    note: isAnswered ? read : `${NOTHING}\n${read}`,
  })
  return { message, isAnswered }
}

function keep(question: string): string {
  const word = randomUUID()
  questions.set(word, question)
  return word
}

/** The value of a button: the word that stands for the question, and the paper. */
async function findKept({ store }: CommandContext, value: string): Promise<{ paper: Paper; question: string } | null> {
  const [word = '', id = ''] = value.split(' ', 2)
  const question = questions.get(word)
  const paper = question === undefined ? null : await findPaper(store.db, id as PaperId)
  return paper && question !== undefined ? { paper, question } : null
}
