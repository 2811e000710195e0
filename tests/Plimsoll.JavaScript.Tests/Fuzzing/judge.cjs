// Says of each program on the standard input whether acorn takes it.
//   node judge.cjs NODE_MODULES
// A program comes as a line `G N` (G is S for a script, M for a module) and then N bytes of UTF-8; the answer is the line `1`, or `0` and acorn's message.
'use strict';
const fs = require('fs'), path = require('path');
const acorn = require(path.join(process.argv[2], 'acorn'));

function judge(goal, text) {
  try {
    acorn.parse(text, { ecmaVersion: 'latest', sourceType: goal === 'M' ? 'module' : 'script' });
    return '1';
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return '0 ' + error.message.replace(/[\n\r]/g, ' ');
  }
}

let held = Buffer.alloc(0);
const part = Buffer.alloc(1 << 16);
for (let count; (count = fs.readSync(0, part, 0, part.length, null)) > 0;) {
  held = Buffer.concat([held, part.subarray(0, count)]);
  let at = 0, answers = '';
  for (let line; (line = held.indexOf(10, at)) >= 0;) {
    const length = Number(held.toString('latin1', at + 2, line));
    if (line + 1 + length > held.length) break;
    answers += judge(String.fromCharCode(held[at]), held.toString('utf8', line + 1, line + 1 + length)) + '\n';
    at = line + 1 + length;
  }
  held = held.subarray(at);
  if (answers) fs.writeSync(1, answers);
}
