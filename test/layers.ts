// The order of the folders in src: each imports those below it alone, types included. `npm run check` runs this.
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
  'library',
  'meetings',
  'digest',
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

const problems = globSync('src/**/*.ts', { exclude: ['src/db/migrations/**'] }).flatMap((file) => {
  const here = LAYERS.indexOf(folderOf(file))
  if (here < 0) return [`${file}: ${folderOf(file)} has no place in the order of test/layers.ts`]
  const imported = [...readFileSync(file, 'utf8').matchAll(IMPORT)].map(([, path = '']) =>
    normalize(join(dirname(file), path)),
  )
  return imported
    .filter((target) => target.startsWith('src/') && folderOf(target) !== folderOf(file))
    .filter((target) => LAYERS.indexOf(folderOf(target)) <= here)
    .map((target) => `${file} imports ${target}, which is not below it`)
})
for (const problem of problems) process.stderr.write(`${problem}\n`)
process.exitCode = problems.length > 0 ? 1 : 0
