import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** A value for each set of labels. */
type GaugeReading = { value: number; [label: string]: string | number }

export type Metrics = ReturnType<typeof createMetrics>

/** What this process counts since its start, and what it reads when somebody asks. Made where there is a `PORT`. */
export function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  // Memory, garbage collection, event-loop delay.
  collectDefaultMetrics({ register: registry, prefix: 'paperboy_' })
  const calls = new Counter({
    name: 'paperboy_api_calls_total',
    help: 'Calls of platforms and sources, by how they ended.',
    labelNames: ['called', 'call', 'outcome'],
    registers,
  })
  const refused = new Counter({
    name: 'paperboy_requests_refused_total',
    help: 'Requests to the web server that were turned away.',
    labelNames: ['why'],
    registers,
  })
  const searches = new Histogram({
    name: 'paperboy_search_seconds',
    help: 'How long a search took.',
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 1.5, 5],
    registers,
  })
  return {
    countCall: (called: string, call: string, outcome: string) => calls.inc({ called, call, outcome }),
    countRefused: (why: string) => refused.inc({ why }),
    timeSearch: (seconds: number) => searches.observe(seconds),
    gauge(name: string, help: string, labelNames: string[], read: () => Promise<GaugeReading[]>): void {
      const gauge = new Gauge({
        name,
        help,
        labelNames,
        registers,
        async collect() {
          // One that cannot be read is left out; the others are shown.
          const readings = await read().catch(() => [])
          gauge.reset()
          for (const { value, ...labels } of readings) gauge.set(labels, value)
        },
      })
    },
    render: async () => ({ text: await registry.metrics(), type: registry.contentType }),
  }
}
