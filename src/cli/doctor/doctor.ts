import { describeError } from '../../core/error-words.ts'
import { broken } from '../../core/finding.ts'
import { createBlot } from '../../core/log.ts'
import type { Setup } from '../../core/setup.ts'
import { ConfigError } from '../settings/config.ts'
import { type CliVerb, print, printJson } from '../verb.ts'
import { checksOf, type Line, runChecks } from './checks.ts'

const MARKS = { fine: '✔', odd: '!', broken: '✖' }

export const doctorVerb =
  (setups: Setup[]): CliVerb =>
  (program, withApp) => {
    program
      .command('doctor')
      .description('Check everything that the bot needs, and name each fix.')
      .option('--json', 'print an array of findings as JSON, and nothing else')
      .action(async ({ json = false }: { json?: boolean }) => {
        const show = json ? showJson : showLines
        let closed: Line[] = []
        const onNoDatabase = (error: unknown) => {
          closed = [{ subject: 'database', ...broken(describeError(error)) }]
        }
        const examined = withApp(
          async (app) => {
            const checks = checksOf(app, setups, closed.length === 0)
            const lines = [...closed, ...(await runChecks(checks, app.signal))]
            show(lines, createBlot(app.config.secrets))
            return lines.some(({ state }) => state === 'broken') ? 1 : 0
          },
          { onNoDatabase },
        )
        await examined.catch((error: unknown) => {
          if (json && error instanceof ConfigError) showJson(linesOf(error), (text) => text)
          throw error
        })
      })
  }

type Show = (lines: Line[], blot: (text: string) => string) => void

const showLines: Show = (lines, blot) => {
  for (const { state, what, remedy = '' } of lines) print(blot(`${MARKS[state]} ${what} ${remedy}`.trimEnd()))
}

const showJson: Show = (lines, blot) =>
  printJson(
    lines.map(({ state, subject, what, remedy }) => ({
      state,
      subject,
      what: blot(what),
      remedy: remedy === undefined ? null : blot(remedy),
    })),
  )

const linesOf = ({ findings }: ConfigError): Line[] => findings.map((one) => ({ subject: 'settings', ...one }))
