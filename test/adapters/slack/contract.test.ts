import { describe } from 'vitest'
import { adapterContract } from '../../contracts/adapter.ts'
import { openForContract, openOverHttp } from './adapted.ts'

describe('Slack', () => adapterContract(openForContract))

describe('Slack over HTTP', () => adapterContract(openOverHttp))
