import { platformOf, teamOf } from '../../core/chat.ts'
import { type Card, lineOf, messageOf } from '../../core/message.ts'
import { localDate } from '../../core/schedule.ts'
import { describeAuthor, detailFacts, paperCard } from '../../digest/write/texts.ts'
import { historyFacts, loadPaperHistory, type PaperHistory, readerOf } from '../../library/paper-history.ts'
import { NO_POPULARITY, popularityOf } from '../../papers/popularity.ts'
import { summaryShown } from '../../summaries/team-summaries.ts'
import { isSpeaker } from '../caps.ts'
import { citeButton, questionButton, show } from '../replies.ts'
import { noteCards } from '../team/notes.ts'
import type { ActionVerb } from '../verb.ts'
import { onPaper } from './find-paper.ts'
import { hitCard } from './search-reply.ts'

const SIMILAR = 5

export const abstract: ActionVerb = {
  name: 'abstract',
  access: 'anyone',
  run: onPaper(async (context, paper, asked) => {
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
      cards: [
        { ...card, buttons, facts },
        ...verdictCards(history),
        ...(await noteCards(context, history.notes, asked)),
      ],
      note: summary ? `Summary in the post: ${describeAuthor(summary)}.` : null,
    })
    return show(message, 'window')
  }),
}

export const similar: ActionVerb = {
  name: 'similar',
  access: 'anyone',
  run: onPaper(async ({ search, now }, paper, { channel, person }) => {
    const hits = await search.similar(paper.id, { team: teamOf(channel), person, channels: [] }, SIMILAR)
    const today = localDate('UTC', now())
    const cards = hits.map((hit) => hitCard(hit, null, today))
    const note = hits.length > 0 ? null : 'Nothing here is like it.'
    return show(messageOf({ kind: 'results', heading: 'Similar', cards, note }), 'window')
  }),
}

const verdictCards = ({ discussion }: PaperHistory): Card[] =>
  discussion?.verdict ? [{ ...lineOf('Verdict'), lines: [discussion.verdict] }] : []
