import { globSync, readFileSync } from 'node:fs'

/** A command in a page: the words of one line, and the settings before them. */
export type DocCommand = { page: string; text: string; env: Record<string, string>; words: string[] }

export const pages = globSync(['*.md', 'docs/*.md', 'adapters/*/README.md']).toSorted()

/** What is to be typed in a shell: the blocks of a page. */
export const blocksOf = (page: string): string[] =>
  [...readFileSync(page, 'utf8').matchAll(/^```sh\n(.*?)^```/gms)].map(([, block = '']) => block)

/** Every command of a page, in blocks and in its sentences. */
export const commandsOf = (page: string): DocCommand[] => {
  const inline = [
    ...readFileSync(page, 'utf8')
      .replaceAll(/^```.*?^```/gms, '')
      .matchAll(/`((?:npm|npx|git|docker) [^`]+)`/g),
  ]
  return [...blocksOf(page).flatMap((block) => block.split('\n')), ...inline.map(([, span = '']) => span)]
    .map((line) => line.replace(/(^|\s)#.*/, ''))
    .flatMap((line) => line.split(/ && | \| /))
    .map((text) => text.trim())
    .filter((text) => text !== '')
    .map((text) => ({ page, text, ...parse(text) }))
}

function parse(text: string): Pick<DocCommand, 'env' | 'words'> {
  const all = [...text.matchAll(/"([^"]*)"|'([^']*)'|((?:\$\([^)]*\)|\S)+)/g)].map(
    ([, double, single, bare]) => double ?? single ?? bare ?? '',
  )
  const first = all.findIndex((word) => !/^[A-Z_]+=/.test(word))
  const [settings, words] = first === -1 ? [all, []] : [all.slice(0, first), all.slice(first)]
  return { env: Object.fromEntries(settings.map((one) => one.split(/=(.*)/s) as [string, string])), words }
}
