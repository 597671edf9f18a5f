import { localTime } from '../core/schedule.ts'
import { findNextAgenda, viewAgenda } from '../meetings/agenda/view.ts'
import { teamsWithMeeting } from '../voting/voter-groups.ts'
import { type CliVerb, print, printJson } from './verb.ts'
import type { App } from './wiring/open-app.ts'

export const agendaVerb: CliVerb = (program, withApp) =>
  program
    .command('agenda')
    .description('Show what each reading group discusses next.')
    .option('--json', 'print JSON, and nothing else')
    .action(({ json = false }: { json?: boolean }) =>
      withApp(async (app) => {
        const agendas = await nextAgendas(app)
        if (json) return void printJson(agendas)
        for (const line of agendas.flatMap(describe)) print(line)
        if (agendas.length === 0) print('No team has set up a meeting; `/papers agenda settings` in a channel does.')
      }),
    )

type NextAgenda = Awaited<ReturnType<typeof nextAgendas>>[number]

async function nextAgendas(app: App) {
  const agendas = []
  for (const { team } of await teamsWithMeeting(app.store.db)) {
    const found = await findNextAgenda(app, team, Date.now())
    if (!found) continue
    const { entries, date, meetsAt, zone, channel } = await viewAgenda(app, found.meeting, found.settings, found.items)
    const papers = entries.map(({ paper: { id, title }, votes, offers, carriedFrom, presenter, answer }) => ({
      id,
      title,
      votes,
      offers,
      carriedFrom,
      presenter: answer === 'accepted' ? presenter : null,
    }))
    agendas.push({ team, channel, date, time: localTime(zone, meetsAt), zone, papers })
  }
  return agendas
}

const describe = ({ channel, date, time, zone, papers }: NextAgenda): string[] => [
  `${channel}: ${date} ${time} ${zone}`,
  ...papers.map(({ id, title, votes }) => `${String(votes).padStart(4)} 👍  ${title} (${id})`),
]
