import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cpSync, existsSync, globSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { settingsOf } from '../src/cli/settings/shape.ts'
import { platforms } from '../src/main.ts'
import { startFakeServer } from './fakes/http.ts'
import { freshFolder, runProgram } from './program/run.ts'

const settings = settingsOf(platforms)

const ROOT = join(import.meta.dirname, '..')
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')

/** Files and folders that the image takes from the repository. */
const copied = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = '']) =>
  files.split(' '),
)

/** What draws previews and trains models runs in a clone alone. */
const DEVELOPMENT = /(^|\/)(preview|training)\//
/** The packages that the program imports, each with a file that does; their types alone are for the compiler. */
function importedBy(folders: string[]): Map<string, string> {
  const files = folders.flatMap((folder) => globSync(`${folder}/**/*.{ts,js}`, { cwd: ROOT }))
  const found = files
    .filter((file) => !DEVELOPMENT.test(file))
    .flatMap((file) =>
      [
        ...read(file)
          .replace(/^import type .*$/gm, '')
          .matchAll(/(?:from|import\() ?'((?:@[\w.-]+\/)?[\w][\w.-]*)(?:\/[^']*)?'/g),
      ].map(([, name = '']) => [name, file] as const),
    )
  return new Map(found)
}

describe('the image', () => {
  it('takes files that are there, and that the build is given', () => {
    const given = read('.dockerignore')
      .split('\n')
      .filter((line) => line.startsWith('!'))
    for (const file of copied) {
      expect(existsSync(join(ROOT, file)), file).toBe(true)
      expect(given).toContain(`!${file}`)
    }
  })

  it('holds everything that the program needs', async () => {
    const app = mkdtempSync(join(tmpdir(), 'paperboy-image-'))
    for (const file of copied) cpSync(join(ROOT, file), join(app, basename(file)), { recursive: true })
    symlinkSync(join(ROOT, 'node_modules'), join(app, 'node_modules'))
    const entry = join(app, 'bin/paperboy.js')
    const { code, stdout, stderr } = await runProgram(['manifest', 'slack'], { cwd: freshFolder(), entry })
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('"display_information"')
  })

  it('needs no package that only development installs', () => {
    const packages = z.record(z.string(), z.string())
    const { dependencies, optionalDependencies } = z
      .object({ dependencies: packages, optionalDependencies: packages })
      .parse(JSON.parse(read('package.json')))
    const installed = { ...dependencies, ...optionalDependencies }
    const missing = [...importedBy(['bin', 'src', 'adapters'])].filter(([name]) => !(name in installed))
    expect(missing).toEqual([])
  })

  it('is alive for Docker as long as it answers', async () => {
    const [, command = '[]'] = /^HEALTHCHECK .*\\\n\s*CMD (.*)$/m.exec(read('Dockerfile')) ?? []
    const [node, ...args] = z.array(z.string()).parse(JSON.parse(command))
    expect(node).toBe('/nodejs/bin/node')
    const healthy = async (status: number) => {
      const server = await startFakeServer(({ pathname }) => ({ status: pathname === '/healthz' ? status : 404 }))
      const { port } = new URL(server.url)
      const check = spawn(process.execPath, args, { env: { PORT: port } })
      const [code] = await once(check, 'exit')
      await server.close()
      return code
    }
    expect([await healthy(200), await healthy(503)]).toEqual([0, 1])
  })

  it('runs as nobody in particular, and writes to /data alone', () => {
    const [, runs = ''] = read('Dockerfile').split(/^FROM .*:nonroot(?:@\S+)?$/m)
    expect(runs).not.toMatch(/^(RUN|USER)/m)
    for (const written of ['DATABASE_URL=file:/data/', 'NODE_COMPILE_CACHE=/data/']) expect(runs).toContain(written)
  })
})

describe('compose.yaml', () => {
  const service = z.object({
    profiles: z.array(z.string()).default([]),
    read_only: z.boolean().default(false),
    environment: z.record(z.string(), z.string()).default({}),
    ports: z.array(z.string()).default([]),
    volumes: z.array(z.string()).default([]),
    deploy: z.object({ replicas: z.number() }).optional(),
    depends_on: z.record(z.string(), z.object({ condition: z.string() })).default({}),
  })
  const { services, volumes } = z
    .object({ services: z.record(z.string(), service), volumes: z.record(z.string(), z.null()) })
    .parse(parse(read('compose.yaml'), { merge: true }))

  it('starts one process by itself; PostgreSQL with three replicas is a profile', () => {
    expect(Object.keys(services).filter((name) => services[name]?.profiles.length === 0)).toEqual(['paperboy'])
    expect(services.replicas).toMatchObject({ profiles: ['postgres'], deploy: { replicas: 3 } })
    expect(Object.keys(services.replicas?.depends_on ?? {})).toEqual(['postgres'])
  })

  it('opens ports to this machine alone, and names only settings, services and volumes that exist', () => {
    for (const [name, { environment, ports, depends_on, ...one }] of Object.entries(services)) {
      for (const port of ports) expect(port).toMatch(/^127\.0\.0\.1:/)
      for (const needed of Object.keys(depends_on)) expect(services).toHaveProperty(needed)
      for (const volume of one.volumes) expect(volumes).toHaveProperty(volume.split(':')[0] ?? '')
      if (name === 'postgres') continue
      expect(one.read_only).toBe(true)
      for (const setting of Object.keys(environment).filter((key) => key !== 'NODE_COMPILE_CACHE'))
        expect(settings.shape).toHaveProperty(setting)
    }
  })
})

describe('the systemd unit', () => {
  it('names settings that exist, and gives the program no more than it needs', () => {
    const unit = read('docs/paperboy.service')
    for (const [, name = ''] of unit.matchAll(/^Environment=([A-Z_]+)=/gm))
      expect([...Object.keys(settings.shape), 'PATH', 'NODE_COMPILE_CACHE', 'MALLOC_ARENA_MAX']).toContain(name)
    for (const line of ['DynamicUser=yes', 'ProtectSystem=strict', 'NoNewPrivileges=yes', 'CapabilityBoundingSet='])
      expect(unit.split('\n')).toContain(line)
  })
})
