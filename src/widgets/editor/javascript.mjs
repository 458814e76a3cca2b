// JavaScript, with AWS's SDKs to complete: v3's clients and commands, v2's services.

import { javascript, javascriptLanguage } from '@codemirror/lang-javascript';

import { answer, assigned, calls, names } from './calls.mjs';
import words from './words-node.json';

const PROMISE = '.promise()';
const KINDS = [
  ['new (?:AWS\\.)?DynamoDB\\.DocumentClient', () => [words.document, 'DocumentClient', PROMISE]],
  ['new AWS\\.(\\w+)', (found) => [words.v2[found[1]], `AWS.${found[1]}, v2`, PROMISE]],
  ['(?:new \\w+Client\\b|DynamoDBDocumentClient\\.from)', () => [{ send: 'new ${Get}Command({ ${} })' }, 'client, v3']],
];

const packages = Object.entries(words.v3);

export function complete(context) {
  const member = context.matchBefore(/[\w$.]+\.\w*$/);
  if (member) return ofMember(context, member);
  const module = context.matchBefore(/['"]@aws-sdk\/[\w-]*$/);
  if (module) return { from: module.from + 1, options: names(Object.keys(words.v3), 'SDK v3'), validFor: /^[@\w/-]*$/ };
  const made = context.matchBefore(/\bnew \w*$/);
  if (made) return answer(made.from + 'new '.length, packages.flatMap(([name, classes]) => calls(classes, name)));
  const word = context.matchBefore(/\b[A-Z]\w*$/);
  return word && answer(word.from, packages.flatMap(([name, classes]) => names(Object.keys(classes), name)));
}

function ofMember(context, member) {
  const at = member.text.lastIndexOf('.');
  const name = member.text.slice(0, at);
  const from = member.from + at + 1;
  if (name === 'AWS') return answer(from, names(Object.keys(words.v2), 'aws-sdk v2'));
  if (name === 'AWS.DynamoDB') return answer(from, names(['DocumentClient'], 'aws-sdk v2'));
  if (name === 'context') {
    return answer(from, [...calls(words.context.methods, 'context'), ...names(words.context.fields, 'context')]);
  }
  const kind = assigned(context, name, KINDS);
  return kind && answer(from, calls(...kind));
}

export const extension = [javascript(), javascriptLanguage.data.of({ autocomplete: complete })];
