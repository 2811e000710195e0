// node behaviour.cjs build MODULES OUT all|small [NAME...]
//                                                   bundles packages and minifies each bundle with esbuild and with terser (small: only those that are): OUT/NAME.{esbuild,terser}.js
// node behaviour.cjs run FILE NAME                  loads a bundle, runs the package's workload, prints what it answered
'use strict';
const fs = require('fs');
const path = require('path');
const workloads = require('./workloads.cjs');
const [verb, ...rest] = process.argv.slice(2);
const terserBytesMax = 300_000; // of the bundle before it is minified: terser takes seconds for a megabyte
const fileName = (name) => name.replace(/[@/]/g, '_');

async function build(modules, out, size, names) {
  const esbuild = require(path.join(modules, 'esbuild'));
  const terser = require(path.join(modules, 'terser'));
  fs.mkdirSync(out, { recursive: true });
  const installed = (name) => fs.existsSync(path.join(modules, name.split('/').slice(0, name.startsWith('@') ? 2 : 1).join('/')));
  for (const name of names.length > 0 ? names : Object.keys(workloads).filter(installed)) {
    const options = { stdin: { contents: `module.exports = require(${JSON.stringify(name)});`, resolveDir: path.dirname(modules) }, bundle: true, write: false, platform: 'node', format: 'cjs', logLevel: 'error', external: ['canvas', 'fsevents'], define: { 'process.env.NODE_ENV': '"production"' } };
    const plain = esbuild.buildSync(options).outputFiles[0].text;
    const target = path.join(out, fileName(name));
    fs.writeFileSync(`${target}.esbuild.js`, esbuild.buildSync({ ...options, minify: true }).outputFiles[0].text);
    if (size === 'small' && plain.length > terserBytesMax) continue;
    fs.writeFileSync(`${target}.terser.js`, (await terser.minify(plain, { compress: { passes: 2 }, mangle: { toplevel: true } })).code);
  }
}

async function run(file, name) {
  const result = await workloads[name](require(path.resolve(file)));
  const text = JSON.stringify(result);
  if (text === undefined) throw new Error(`${name}: the workload gave nothing`);
  console.log(text);
}

(verb === 'build' ? build(path.resolve(rest[0]), path.resolve(rest[1]), rest[2], rest.slice(3)) : run(rest[0], rest[1])).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
