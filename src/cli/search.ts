import { InvalidArgumentError } from 'commander'
import { describeCoverage, searchNotes } from '../commands/reading/search-reply.ts'
import { count } from '../digest/write/texts.ts'
import type { Hit, PaperSearch, SearchAnswer } from '../search/paper-search.ts'
import { type CliVerb, print, printJson, readLines, UsageError } from './verb.ts'

type Options = { json?: boolean; stdin?: boolean; limit: number }

export const searchVerb: CliVerb = (program, withApp) => {
  program
    .command('search')
    .description('what /papers finds')
    .argument('[query...]', 'words, "phrases", -not, author:lecun, since:2w')
    .option('--json', 'one JSON line')
    .option('--stdin', 'one query per line of standard input, one JSON line each')
    .option('--limit <n>', 'how many papers', parseLimit, 10)
    .action((words: string[], { json = false, stdin = false, limit }: Options) => {
      const query = words.join(' ')
      if (!stdin && query === '') throw new UsageError('What should be searched for? paperboy search QUERY')
      return withApp({ quiet: true, prompt: false }, async ({ search, signal }) => {
        if (stdin) return answerLines(search, readLines('-'), limit, signal, printJson)
        const answer = await search.search(query, { asker: null, limit, offset: 0, signal })
        if (json) printJson(resultsOf(query, answer))
        else print(asText(answer))
        return undefined
      })
    })
}

/** Answers each line with `{query, results: [{id, title, score}]}`. */
async function answerLines(
  search: PaperSearch,
  lines: AsyncIterable<string>,
  limit: number,
  signal: AbortSignal,
  write: (value: unknown) => void,
): Promise<undefined> {
  for await (const query of lines) {
    if (signal.aborted) return
    write(resultsOf(query, await search.search(query, { asker: null, limit, offset: 0, signal })))
  }
}

function resultsOf(query: string, { hits }: SearchAnswer) {
  return { query, results: hits.map(({ paper: { id, title }, score }) => ({ id, title, score })) }
}

function asText(answer: SearchAnswer): string {
  const lineOf = (hit: Hit, mark: string) => `${mark} ${hit.paper.title}\n   ${factsOf(hit).join(' · ')}`
  const lines = answer.hits.map((hit, index) => lineOf(hit, `${index + 1}.`))
  const close = answer.alsoClose.map((hit) => lineOf(hit, '· '))
  return [describeCoverage(answer), ...searchNotes(answer), ...lines, ...close].join('\n')
}

const factsOf = ({ paper, day, upvotes, votes, isClose }: Hit): string[] => [
  paper.links.abstract,
  ...(isClose ? ['close in meaning'] : []),
  ...(day === null ? [] : [day]),
  ...(upvotes === null ? [] : [count(upvotes, 'upvote')]),
  ...(votes === 0 ? [] : [`${votes} 👍`]),
]

function parseLimit(text: string): number {
  const limit = Number(text)
  if (!Number.isInteger(limit) || limit < 1 || limit > 200) throw new InvalidArgumentError('It must be 1 to 200.')
  return limit
}
