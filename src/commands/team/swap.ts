import type { PersonId } from '../../core/chat.ts'
import { notice } from '../../core/message.ts'
import type { PaperId } from '../../core/paper.ts'
import { formatDay } from '../../core/schedule.ts'
import type { Db } from '../../db/db.ts'
import { type AgendaItem, setPresenter } from '../../meetings/agenda/items.ts'
import type { Agenda } from '../../meetings/agenda/stored-agendas.ts'
import { freshKey, planMessage } from '../../outbox/plan-deliveries.ts'
import { findPapers } from '../../papers/papers.ts'

export type Swap = { db: Db; agenda: Agenda; now: number; mine: AgendaItem; theirs: AgendaItem }

/** Asks who presents `theirs` for it, in exchange for `mine`; nothing changes before they agree. */
export async function askToSwap({ db, agenda, now, mine, theirs }: Swap): Promise<string> {
  const [wanted, offered] = await titlesOf(db, theirs.paper, mine.paper)
  const value = `${agenda.date} ${agenda.team} ${theirs.paper} ${mine.paper}`
  const asks = `Somebody asks to swap talks with you on ${formatDay(agenda.date)}`
  const message = {
    ...notice(`${asks}: you would present “${offered}”, and they “${wanted}”.`),
    buttons: [
      { label: 'Swap', action: 'accept-swap', value },
      { label: 'Keep mine', action: 'refuse-swap', value },
    ],
  }
  await tell(db, theirs.presenter, { key: freshKey(`swap:${value}`), message, now })
  const asked = `Who presents “${wanted}” is asked to swap it for “${offered}”.`
  return `${asked} You hear what they say; until then nothing changes.`
}

/** `mine` was asked for by who presents `theirs`. */
export async function swapTalks(swap: Swap): Promise<string> {
  const { db, agenda, mine, theirs } = swap
  await setPresenter(db, agenda, { paper: mine.paper, presenter: theirs.presenter, answer: 'accepted' })
  await setPresenter(db, agenda, { paper: theirs.paper, presenter: mine.presenter, answer: 'accepted' })
  const [given, taken] = await titlesOf(db, mine.paper, theirs.paper)
  await tellAsker(swap, `Swapped: you present “${given}” on ${formatDay(agenda.date)}.`)
  return `Swapped: you present “${taken}” now, and they know.`
}

export async function keepTalk(swap: Swap): Promise<string> {
  const [kept, theirs] = await titlesOf(swap.db, swap.mine.paper, swap.theirs.paper)
  await tellAsker(swap, `No swap: “${kept}” keeps its presenter. You present “${theirs}”, as before.`)
  return `You keep “${kept}”, and they know.`
}

const tellAsker = ({ db, agenda, now, mine, theirs }: Swap, text: string): Promise<void> =>
  tell(db, theirs.presenter, { key: freshKey(`swapped:${agenda.team}:${mine.paper}`), message: notice(text), now })

async function tell(
  db: Db,
  person: PersonId | null,
  said: Omit<Parameters<typeof planMessage>[1], 'to'>,
): Promise<void> {
  if (person !== null) await planMessage(db, { ...said, to: { person } })
}

async function titlesOf(db: Db, ...ids: PaperId[]): Promise<string[]> {
  const papers = await findPapers(db, ids)
  return ids.map((id) => papers.get(id)?.title ?? id)
}
