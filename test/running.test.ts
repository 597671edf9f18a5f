import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { z } from 'zod'
import { settings } from '../src/config.ts'
import { freshFolder, runProgram } from './program/run.ts'

const ROOT = join(import.meta.dirname, '..')
const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8')

/** Files and folders that the image takes from the repository. */
const copied = [...read('Dockerfile').matchAll(/^COPY (?!--from)(.+) \S+$/gm)].flatMap(([, files = '']) =>
  files.split(' '),
)

/** Where packages lie that are there when the bot runs. */
const lock = z.object({
  packages: z.record(z.string(), z.object({ dev: z.boolean(), optional: z.boolean() }).partial()),
})
const installed = Object.entries(lock.parse(JSON.parse(read('package-lock.json'))).packages).flatMap(
  ([path, { dev, optional }]) => (/^node_modules\/(@[^/]+\/)?[^/]+$/.test(path) && !dev && !optional ? [path] : []),
)

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
    // `npm ci --omit=dev`: what is left out is missed here.
    for (const name of installed) {
      mkdirSync(dirname(join(app, name)), { recursive: true })
      symlinkSync(join(ROOT, name), join(app, name))
    }
    const entry = join(app, 'bin/paperboy.js')
    const { code, stdout, stderr } = await runProgram(['manifest', 'slack'], { cwd: freshFolder(), entry })
    expect([code, stderr]).toEqual([0, ''])
    expect(stdout).toContain('"display_information"')
    const preview = await runProgram(['preview', '--port', '0'], { cwd: freshFolder(), entry })
    expect([preview.code, preview.stderr]).toEqual([1, expect.stringContaining('run `npm ci` in a clone first')])
  })

  it('runs as nobody in particular, and writes to /data alone', () => {
    const [, runs = ''] = read('Dockerfile').split(/^FROM .*:nonroot$/m)
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
