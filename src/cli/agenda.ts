import { localTime } from '../core/schedule.ts'
import { viewAgenda } from '../meetings/agenda-view.ts'
import { findNextAgenda } from '../meetings/next-agenda.ts'
import { teamsWithMeeting } from '../voting/voter-groups.ts'
import { type CliVerb, print, printJson } from './verb.ts'
import type { BaseContext, PlatformContext, ReadingContext, SourceContext } from './wiring/app.ts'

export const agendaVerb: CliVerb = (program, withApp) => {
  program
    .command('agenda')
    .description('the next agenda of every team that meets')
    .option('--json', 'print JSON, and nothing else')
    .action(({ json = false }: { json?: boolean }) =>
      withApp({ quiet: true, prompt: false }, async (app) => {
        const agendas = await nextAgendas(app)
        if (json) printJson(agendas)
        else for (const line of agendas.flatMap(describe)) print(line)
        if (!json && agendas.length === 0)
          print('No team has set up a meeting; `/papers agenda settings` in a channel does.')
        return 0
      }),
    )
}

type NextAgenda = Awaited<ReturnType<typeof nextAgendas>>[number]

async function nextAgendas(app: BaseContext & SourceContext & PlatformContext & ReadingContext) {
  const agendas = []
  for (const { team } of await teamsWithMeeting(app.store.db)) {
    const found = await findNextAgenda(app.store.db, team, Date.now())
    if (!found) continue
    const { entries, date, meetsAt, zone, channel } = await viewAgenda(app, found.meeting, found.settings, found.items)
    agendas.push({
      team,
      channel,
      date,
      time: localTime(zone, meetsAt),
      zone,
      papers: entries.map(({ paper, votes, offers, carriedFrom, presenter, answer }) => ({
        id: paper.id,
        title: paper.title,
        votes,
        offers,
        carriedFrom,
        presenter: answer === 'accepted' ? presenter : null,
      })),
    })
  }
  return agendas
}

const describe = ({ channel, date, time, zone, papers }: NextAgenda): string[] => [
  `${channel}: ${date} ${time} ${zone}`,
  ...papers.map(({ id, title, votes }) => `${String(votes).padStart(4)} 👍  ${title} (${id})`),
]
