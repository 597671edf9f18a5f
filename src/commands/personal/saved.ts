import type { PersonId, Reply } from '../../core/chat.ts'
import { notice } from '../../core/message.ts'
import { lineCards } from '../../digest/write/line-cards.ts'
import { savedPapers, savePaper, unsavePaper } from '../../library/saved.ts'
import { onPaper } from '../reading/paper-buttons.ts'
import { type ActionVerb, type CommandContext, citeButton, noArguments, reply, type Verb } from '../verb.ts'

const PAGE_SIZE = 10

export const saved: Verb = {
  name: 'saved',
  usage: 'saved',
  does: 'your list; only you see it',
  access: 'anyone',
  parse: noArguments,
  run: (context, { person }) => showSaved(context, person, 0),
}

export const save: ActionVerb = {
  name: 'save',
  access: 'anyone',
  run: onPaper(async ({ store, now }, paper, { person }) => {
    const isNew = await savePaper(store.db, person, paper.id, now())
    return {
      message: {
        ...notice(`${isNew ? 'Saved' : 'It was saved already'}: ${paper.title}. \`/papers saved\` shows your list.`),
        buttons: [{ label: 'Remove', action: 'unsave', value: paper.id }],
      },
      to: 'asker',
    }
  }),
}

export const unsave: ActionVerb = {
  name: 'unsave',
  access: 'anyone',
  run: onPaper(async ({ store, now }, paper, { person }) => {
    await unsavePaper(store.db, person, paper.id, now())
    return reply(`Removed from your list: ${paper.title}.`)
  }),
}

export async function showSaved({ store }: CommandContext, person: PersonId, offset: number): Promise<Reply> {
  const { papers: ids, total } = await savedPapers(store.db, person, offset, PAGE_SIZE)
  if (total === 0) return reply('You have saved nothing yet. The Save button of a paper puts it on your list.')
  const cards = await lineCards(store.db, ids, offset + 1)
  const to = offset + ids.length
  return {
    message: {
      ...notice(''),
      kind: 'list',
      heading: `Saved by you: ${total}`,
      note: null,
      cards,
      buttons: [citeButton('saved')],
      page: { from: offset + 1, to, total, cursor: to < total ? `saved:${to}:` : null },
    },
    to: 'asker',
  }
}
