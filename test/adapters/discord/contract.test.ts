import { describe } from 'vitest'
import { adapterContract } from '../../contracts/adapter.ts'
import { openAdapted } from './adapted.ts'

describe('discord', () => adapterContract(openAdapted))
