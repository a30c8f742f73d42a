import type { AnswerOf, Context } from '../context.ts'
import { unforeseen } from '../errors.ts'

export async function grantIdToken(context: Context<'grantToken'>): Promise<AnswerOf<'grantToken'>> {
  void context
  throw unforeseen('not yet')
}
