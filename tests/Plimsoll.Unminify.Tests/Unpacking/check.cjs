// node check.cjs FOLDER   parses each module of a set as the body of a CommonJS file, and prints how many there are
'use strict';
const fs = require('fs');
const path = require('path');
const vm = require('vm');
const { wrap } = require('module');
const folder = process.argv[2];
const modules = JSON.parse(fs.readFileSync(path.join(folder, 'manifest.json'), 'utf8')).files.flatMap((file) => file.modules);
for (const one of modules) new vm.Script(wrap(fs.readFileSync(path.join(folder, one.path), 'utf8')), { filename: one.path });
console.log(modules.length);
