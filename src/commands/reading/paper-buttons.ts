import { type Action, type Reply, teamOf } from '../../core/chat.ts'
import { type Card, lineOf, notice } from '../../core/message.ts'
import type { Paper } from '../../core/paper.ts'
import { paperIdOf } from '../../core/paper.ts'
import { describeAuthor, paperCard } from '../../digest/write/texts.ts'
import {
  historyFacts,
  loadPaperHistories,
  NO_HISTORY,
  type PaperHistory,
  readerOf,
} from '../../library/paper-history.ts'
import { findPaper } from '../../papers/papers.ts'
import { popularityOf } from '../../papers/popularity.ts'
import { summaryShown } from '../../summaries/team-summaries.ts'
import { noteCards } from '../team/notes.ts'
import { type ActionVerb, type CommandContext, citeButton, reply } from '../verb.ts'
import { hitCard } from './search-reply.ts'
import { explainTo } from './why.ts'

// What the buttons of one paper show.

const SIMILAR = 5

export const abstract: ActionVerb = {
  name: 'abstract',
  access: 'anyone',
  run: onPaper(async (context, paper, asked) => {
    const { store } = context
    const popularity = (await popularityOf(store.db, [paper.id])).get(paper.id) ?? {
      upvotes: null,
      comments: null,
      days: [],
    }
    const reader = readerOf(context, asked)
    const history = (await loadPaperHistories(store, [paper.id], reader)).get(paper.id) ?? NO_HISTORY
    const facts = await historyFacts(store, history, reader)
    const whole = [paper.abstract || 'Its source gave no abstract.']
    const card = { ...paperCard(paper, popularity, { lines: whole, by: 'extract', model: null }), picture: null }
    const shown = await summaryShown(store.db, paper, asked.channel)
    const buttons = [
      { label: 'Similar', action: 'similar', value: paper.id },
      { label: 'Why', action: 'why', value: paper.id },
      { label: 'Save', action: 'save', value: paper.id },
      citeButton(paper.id),
      ...(shown ? [{ label: 'Wrong?', action: 'wrong', value: paper.id }] : []),
    ]
    const note = shown ? `Summary in the post: ${describeAuthor(shown)}.` : null
    return {
      message: {
        ...notice(''),
        note,
        heading: 'Abstract',
        cards: [
          { ...card, buttons, facts: [...card.facts, ...facts] },
          ...verdictCards(history),
          ...(await noteCards(context, history.notes, asked)),
        ],
      },
      to: 'window',
    }
  }),
}

export const similar: ActionVerb = {
  name: 'similar',
  access: 'anyone',
  run: onPaper(async ({ search }, paper, { channel, person }) => {
    const hits = await search.similar(paper.id, { team: teamOf(channel), person, channels: [] }, SIMILAR)
    return {
      message: {
        ...notice(''),
        kind: 'results',
        heading: 'Similar',
        cards: hits.map((hit) => hitCard(hit, null)),
        note: hits.length > 0 ? null : 'Nothing here is like it.',
      },
      to: 'window',
    }
  }),
}

export const whyAction: ActionVerb = {
  name: 'why',
  access: 'anyone',
  run: onPaper(async (context, paper, asked) => ({
    message: { ...notice((await explainTo(context, paper, asked)).join('\n')), heading: 'Why' },
    to: 'window',
  })),
}

const verdictCards = ({ discussion }: PaperHistory): Card[] =>
  discussion?.verdict ? [{ ...lineOf('Verdict'), lines: [discussion.verdict] }] : []

/** Most actions are about one paper, whose identifier is their value. */
export function onPaper(
  work: (context: CommandContext, paper: Paper, action: Action) => Promise<Reply | null>,
): ActionVerb['run'] {
  return async (context, action) => {
    const id = paperIdOf(action.value)
    const paper = id ? await findPaper(context.store.db, id) : null
    return paper ? work(context, paper, action) : reply('That paper is not here any more.')
  }
}
