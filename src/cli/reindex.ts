import { count } from '../digest/write/texts.ts'
import { reindex } from '../search/reindex.ts'
import { type CliVerb, print } from './verb.ts'

export const reindexVerb: CliVerb = (program, withApp) =>
  program
    .command('reindex')
    .description('Build the search index again.')
    .action(() =>
      withApp(async ({ store, signal }) => {
        const done = await reindex(store, showProgress, signal)
        if (process.stderr.isTTY) process.stderr.write('\n')
        print(`${count(done, 'paper')} indexed${signal.aborted ? ', then stopped; run it again' : ''}.`)
        return signal.aborted ? 1 : 0
      }),
    )

function showProgress({ done, of }: { done: number; of: number }): void {
  if (process.stderr.isTTY) process.stderr.write(`\r${done} of ${of} papers`)
}
