import { UNLIMITED } from '../../src/core/allowance.ts'
import { type Setup, sendsOnly } from '../../src/core/setup.ts'

export const terminal: Setup = {
  platform: 'terminal',
  label: 'the terminal',
  traits: {
    isOpen: false,
    hasRoles: false,
    team: 'another team',
    voterRate: { perSecond: 2, burst: 20 },
    isDirect: () => false,
    digest: 'posts',
    readerAt: null,
  },
  allowance: UNLIMITED,
  settings: {},
  rules: [],
  secrets: [],
  channelsSetting: null,
  teams: null,
  destinations: [],
  manifest: null,
  drawer: null,
  async connect(_settings, { terminal: { input, quiet } }) {
    const { TERMINAL_CHANNEL, createTerminalAdapter } = await import('./index.ts')
    const adapter = createTerminalAdapter({ input, output: process.stdout, quiet })
    const local = { channel: { id: TERMINAL_CHANNEL, name: 'terminal' }, show: adapter.print }
    return { ...sendsOnly, adapter, platform: 'terminal', examine: async () => [], local }
  },
}
