import { addDays, localDate } from '../core/schedule.ts'
import { count } from '../digest/write/texts.ts'
import { modelUsage } from '../models/usage.ts'
import { type CliVerb, print, printJson } from './verb.ts'

const SHOWN_DAYS = 30

export const costVerb: CliVerb = (program, withApp) =>
  program
    .command('cost')
    .description('Count what models were asked in the last 30 days, in tokens.')
    .option('--json', 'print the days as JSON')
    .action(({ json }: { json?: boolean }) =>
      withApp(async ({ store, config }) => {
        const usage = await modelUsage(store.db, addDays(localDate('UTC', Date.now()), -SHOWN_DAYS))
        if (json) return void printJson(usage)
        const limit = config.LLM_DAILY_TOKENS.toLocaleString('en')
        for (const { day, model, calls, promptTokens, completionTokens } of usage) {
          const tokens = (promptTokens + completionTokens).toLocaleString('en')
          print(`${day}  ${model}: ${count(calls, 'call')}, ${tokens} of ${limit} tokens`)
        }
        if (usage.length === 0) print('No model was asked in the last 30 days.')
      }),
    )
