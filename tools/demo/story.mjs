/**
 * The Guangyuan household (social assistance, acceptance scenario 1): a couple and a child, one wage of 1,500.00 a month,
 * urban standard 590.00; and who may do what in it, under which rule, and who saw it.
 */
import { answerForIt } from './chapters/answer-for-it.mjs';
import { apply } from './chapters/apply.mjs';
import { askWhy } from './chapters/ask-why.mjs';
import { cast } from './chapters/cast.mjs';
import { changePolicy } from './chapters/change-policy.mjs';
import { decide } from './chapters/decide.mjs';
import { die } from './chapters/die.mjs';
import { findWork } from './chapters/find-work.mjs';
import { investigate } from './chapters/investigate.mjs';
import { loadCases } from './chapters/load-cases.mjs';
import { pay, payAugust } from './chapters/pay.mjs';
import { verify } from './chapters/verify.mjs';
import { watchOver } from './chapters/watch-over.mjs';

/** @param {import('./chapters/cast.mjs').Stage} stage @returns whose story it was */
export async function tellStory(stage) {
  const people = await cast(stage);
  const application = await apply(stage, people);
  await verify(stage, people, application);
  await investigate(stage, people, application);
  await decide(stage, people, application);
  await changePolicy(stage, people);
  const loaded = await loadCases(stage, people);
  await pay(stage, people, application, loaded);
  await askWhy(stage, people, application);
  await payAugust(stage, people, loaded);
  await watchOver(stage, people, application, loaded);
  await findWork(stage, people, application);
  await die(stage, people, loaded);
  await answerForIt(stage, people, application);
  return { people, application, loaded };
}
