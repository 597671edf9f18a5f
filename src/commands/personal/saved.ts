import type { PersonId } from '../../core/chat.ts'
import { type Message, messageOf, notice } from '../../core/message.ts'
import { lineCards } from '../../digest/write/read-papers.ts'
import { withChanges } from '../../library/paper-changes.ts'
import { savedPapers, savePaper, unsavePaper } from '../../library/saved.ts'
import { onPaper } from '../reading/find-paper.ts'
import { askButton, citeButton, readable, reply, START, show } from '../replies.ts'
import { type CommandContext, noArguments, type Verb } from '../verb.ts'

const PAGE_SIZE = 10

export const saved: Verb = {
  name: 'saved',
  usage: 'saved',
  does: 'your list; only you see it',
  cap: null,
  parse: noArguments,
  run: async (context, { person }) => show(await savedList(context, person, 0)),
}

export const save = onPaper(async ({ store, now }, paper, { person }) => {
  const isNew = await savePaper(store.db, person, paper.id, now())
  const remove = { label: 'Remove', action: 'unsave', value: paper.id }
  return reply(`${isNew ? 'Saved' : 'It was saved already'}: “${paper.title}”.`, remove, askButton('My list', 'saved'))
})

export const unsave = onPaper(async ({ store, now }, paper, { person }) => {
  await unsavePaper(store.db, person, paper.id, now())
  const saveAgain = { label: 'Save again', action: 'save', value: paper.id }
  return reply(`Removed from your list: “${paper.title}”.`, saveAgain, askButton('My list', 'saved'))
})

export async function savedList({ store }: CommandContext, person: PersonId, offset: number): Promise<Message> {
  const { papers: ids, total } = await savedPapers(store.db, person, offset, PAGE_SIZE)
  const nothing = 'You have saved nothing yet. The Save button of a paper puts it on your list.'
  if (total === 0) return { ...notice(nothing), buttons: START }
  const [from, to] = [offset + 1, offset + ids.length]
  return messageOf({
    kind: 'list',
    heading: `Saved by you: ${total}`,
    cards: readable(await withChanges(store.db, await lineCards(store.db, ids, from))),
    buttons: [citeButton('saved')],
    page: { from, to, total, cursor: to < total ? `saved:${to}:` : null },
  })
}
