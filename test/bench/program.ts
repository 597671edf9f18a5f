import { execFileSync } from 'node:child_process'
import { startFakeHuggingFace } from '../fakes/huggingface.ts'
import { items } from '../fixtures/huggingface.ts'
import { freshFolder, runProgram, startProgram } from '../program/run.ts'
import { type Bench, beside, median, timed } from './bench.ts'

const today = new Date().toISOString().slice(0, 10)

/** The program from outside, against a fake Hugging Face with a day of 50 papers. */
export const program: Bench[] = [
  {
    what: 'npm start to the first posted paper',
    bar: '≤ 2 s',
    async run() {
      const huggingFace = await startFakeHuggingFace({ days: { [today]: items(50) } })
      const times: number[] = []
      for (let round = 0; round < 3; round++) {
        const started = performance.now()
        const bot = startProgram(['start'], { env: { HF_URL: huggingFace.url } })
        await bot.says('34 upvotes')
        times.push(performance.now() - started)
        bot.child.kill('SIGTERM')
        await bot.exit
      }
      await huggingFace.close()
      const empty = await timed(3, () => execFileSync(process.execPath, ['-e', '']))
      return { measured: beside(median(times), 'an empty Node', empty), met: median(times) <= 2000 }
    },
  },
  {
    what: 'running post twice: posted by the second run',
    bar: '0',
    async run() {
      const huggingFace = await startFakeHuggingFace({ days: { [today]: items(50) } })
      const cwd = freshFolder()
      const env = { HF_URL: huggingFace.url }
      await runProgram(['post', '--json'], { cwd, env })
      const { stdout } = await runProgram(['post', '--json'], { cwd, env })
      await huggingFace.close()
      const { posted, already } = JSON.parse(stdout).channels[0]
      return { measured: `${posted} (${already} already)`, met: posted === 0 && already === 50 }
    },
  },
]
