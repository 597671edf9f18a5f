// The order of the folders in src: each imports those below it alone, types included; and an adapter imports no other
// adapter. `npm run check` runs this.
import { globSync, readFileSync } from 'node:fs'
import { dirname, join, normalize } from 'node:path'

const LAYERS = [
  'main.ts',
  'cli',
  'tick',
  'preview',
  'web',
  'commands',
  'ops',
  'privacy',
  'changes',
  'library',
  'meetings',
  'digest',
  'texts',
  'summaries',
  'search',
  'voting',
  'outbox',
  'sources',
  'access',
  'channels',
  'papers',
  'models',
  'state',
  'db',
  'core',
]
const IMPORT = /(?:from\s+|import\s*\(\s*|import\s+)['"](\.[^'"]+)['"]/g

const folderOf = (file: string): string => file.split('/')[1] ?? ''

const importsOf = (file: string): string[] =>
  [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(([, path = '']) => normalize(join(dirname(file), path)))

const upward = globSync('src/**/*.ts').flatMap((file) => {
  const here = LAYERS.indexOf(folderOf(file))
  if (here < 0) return [`${file}: ${folderOf(file)} has no place in the order of test/layers.ts`]
  return importsOf(file)
    .filter((target) => target.startsWith('src/') && folderOf(target) !== folderOf(file))
    .filter((target) => LAYERS.indexOf(folderOf(target)) <= here)
    .map((target) => `${file} imports ${target}, which is not below it`)
})
const sideways = globSync('adapters/**/*.ts').flatMap((file) =>
  importsOf(file)
    .filter((target) => target.startsWith('adapters/') && ![folderOf(file), 'shared'].includes(folderOf(target)))
    .map((target) => `${file} imports ${target}: an adapter never imports another adapter`),
)
const problems = [...upward, ...sideways]
for (const problem of problems) process.stderr.write(`${problem}\n`)
process.exitCode = problems.length > 0 ? 1 : 0
