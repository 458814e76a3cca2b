// Python, with boto3's clients and resources to complete.

import { python, pythonLanguage } from '@codemirror/lang-python';

import { answer, assigned, calls, names } from './calls.mjs';
import words from './words-python.json';

const KINDS = [
  ["boto3\\.client\\(\\s*['\"](\\w+)", (found) => [words.client[found[1]], `${found[1]} client`]],
  ["boto3\\.resource\\(\\s*['\"]\\w+['\"]\\s*\\)\\.Table\\(", () => [words.table, 'Table']],
  ['\\w+\\.Table\\(', () => [words.table, 'Table']],
  ["boto3\\.resource\\(\\s*['\"](\\w+)", (found) => [words.resource[found[1]], `${found[1]} resource`]],
];

export function complete(context) {
  const service = context.matchBefore(/boto3\.(client|resource)\(\s*['"]\w*$/);
  if (service) {
    const kind = service.text.includes('.client') ? words.client : words.resource;
    return answer(context.matchBefore(/\w*$/).from, names(Object.keys(kind), 'boto3'));
  }
  const member = context.matchBefore(/\b\w+\.\w*$/);
  if (!member) return null;
  const [name] = member.text.split('.');
  const from = member.from + name.length + 1;
  if (name === 'boto3') return answer(from, calls({ client: "'${s3}'", resource: "'${dynamodb}'" }, 'boto3'));
  if (name === 'context') {
    return answer(from, [...calls(words.context.methods, 'context'), ...names(words.context.fields, 'context')]);
  }
  const kind = assigned(context, name, KINDS);
  return kind && answer(from, calls(...kind));
}

export const extension = [python(), pythonLanguage.data.of({ autocomplete: complete })];
