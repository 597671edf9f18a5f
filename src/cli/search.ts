import { describeCoverage, searchNotes } from '../commands/reading/search.ts'
import { count } from '../digest/write/texts.ts'
import type { Hit, SearchAnswer } from '../search/paper-search.ts'
import { parseNumber, readLines } from './arguments.ts'
import { type CliVerb, print, printJson, UsageError } from './verb.ts'

type Options = { json?: string | true; stdin?: boolean; limit: number }

export const searchVerb: CliVerb = (program, withApp) =>
  program
    .command('search')
    .description('Search papers, as /papers does.')
    .argument('[query...]', 'words, "phrases", -not, author:lecun, since:2w')
    .option('--json [fields]', `one JSON line; --json=id,title chooses of ${FIELDS}`)
    .option('--stdin', 'one query per line of standard input, one JSON line each')
    .option('--limit <n>', 'how many papers', parseNumber(1, 200, 'It must be 1 to 200.'), 10)
    .action((words: string[], { json, stdin = false, limit }: Options) => {
      // Commander takes the word behind `--json` for its value; fields are only what stands behind `--json=`.
      const chosen = process.argv.includes(`--json=${json}`) ? parseFields(String(json)) : DEFAULT_FIELDS
      const query = [...(typeof json === 'string' && chosen === DEFAULT_FIELDS ? [json] : []), ...words].join(' ')
      if (!stdin && query === '') throw new UsageError('Search for what? For example: paperboy search offline rl')
      return withApp(async ({ search, signal }) => {
        const find = (text: string) => search.search(text, { asker: null, limit, offset: 0, signal })
        if (!stdin && json === undefined) return void print(asText(await find(query)))
        for await (const text of stdin ? readLines('-') : [query]) {
          if (signal.aborted) return
          printJson(resultsOf(text, await find(text), chosen))
        }
      })
    })

const FIELDS =
  'id,title,score,url,pdf,code,project,day,publishedAt,authors,organization,abstract,categories,keywords,upvotes,votes'
const DEFAULT_FIELDS = ['id', 'title', 'score']

function parseFields(text: string): string[] {
  const names = text.split(',')
  const unknown = names.find((name) => !FIELDS.split(',').includes(name))
  if (unknown === undefined) return names
  throw new UsageError(`--json has no “${unknown}”; it has ${FIELDS}.`)
}

const resultsOf = (query: string, { hits, cutShort }: SearchAnswer, chosen: string[]) => ({
  query,
  cutShort,
  results: hits.map(({ paper, ...hit }) => {
    const { abstract: url, ...links } = paper.links
    const known = Object.entries({ ...hit, ...links, ...paper, url })
    return Object.fromEntries(known.filter(([name]) => chosen.includes(name)))
  }),
})

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
