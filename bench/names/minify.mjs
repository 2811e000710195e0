// node minify.mjs PACKAGES.txt FOLDER
// Fetches each package with npm, minifies its files (compressed and mangled) and writes FOLDER/SET/PACKAGE/K.min.js with K.names: an offset and the original name in each line.
// They are in ASCII, so that an offset in letters is one in bytes. It takes about 6 GB of memory for what has been seen: start it with --max-old-space-size=9000.
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import path from 'node:path';
import { decodedMappings, TraceMap } from '@jridgewell/trace-mapping';
import { minify } from 'terser';

const [list, folder] = process.argv.slice(2);
if (!folder) {
  console.error('usage: node minify.mjs PACKAGES.txt FOLDER');
  process.exit(2);
}

// Of a release and of all releases of a package in a set no more letters than this, and no file of which less is new. The last set goes on where the one before it ends.
const some = { versionLettersMax: 2.5e6, packageLettersMax: 1e7, newShareMin: 0.4, seenBy: null };
const sets = { new: some, old: some, more: some, most: { versionLettersMax: 5e6, packageLettersMax: 3e7, newShareMin: 0.2, seenBy: 'more' } };
const fileLettersMax = 9.6e6, fileLettersMin = 300, lineLettersMax = 200;
const skippedFolders = /(^|\/)(test|tests|__tests__|spec|benchmarks?|locales?|i18n|translations|node_modules|examples?|docs?|theme|schemas|src-min|src-min-noconflict|src-noconflict|playwright-tests|tests-examples|stackgl_modules|standalone|wasm|transcoders|snippets|nls|lang|flow-typed|image_decoders|performance|blueprints|umd)\//i;
const skippedFiles = /(\.min\.|-min\.|\.slim\.|snippets|\.prod\.|\.production\.|\.esm-min|geo-lakes|unicode|test\.c?js|\.test\.|\.spec\.|bench)/i;
const word = /^[\p{ID_Start}$_][\p{ID_Continue}$\u200c\u200d]*/u;

function filesBelow(root, inside = '', files = []) {
  for (const entry of fs.readdirSync(path.join(root, inside), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1))) {
    const file = inside ? `${inside}/${entry.name}` : entry.name;
    if (entry.isDirectory()) {
      if (!skippedFolders.test(`${file}/`)) filesBelow(root, file, files);
    } else if (entry.isFile() && /\.[cm]?js$/.test(entry.name) && !skippedFiles.test(entry.name)) files.push(file);
  }

  return files;
}

// Files that are the whole package in one come first, large ones before small ones; then the rest by path.
function inOrder(root, name) {
  const rank = file => (/^(dist|build|release|lib)?\/?[^/]*$/.test(file) ? 0 : 1) + (/plotly|prettier/.test(name) && /^dist|^[^/]*\.js$/.test(file) ? 5 : 0);
  return filesBelow(root)
    .map(file => ({ file, rank: rank(file), size: fs.statSync(path.join(root, file)).size }))
    .filter(one => one.size > fileLettersMin && one.size < fileLettersMax && one.rank < 5)
    .sort((a, b) => a.rank - b.rank || (a.rank === 0 ? b.size - a.size : a.file < b.file ? -1 : 1));
}

function isNew(lines, seen, newShareMin) {
  let all = 0, fresh = 0;
  for (const line of lines) {
    const text = line.trim();
    if (text.length < 12 || /^(\/\/|\*|\/\*)/.test(text)) continue;
    all += text.length;
    if (!seen.has(hashOf(text))) fresh += text.length;
  }

  if (all < newShareMin * 500 || fresh / all < newShareMin) return false;
  for (const line of lines) if (line.trim().length >= 12) seen.add(hashOf(line.trim()));
  return true;
}

// A line itself would keep the whole file in memory that it was cut from.
function hashOf(text) {
  let low = 0x811c9dc5, high = 0x1505;
  for (let i = 0; i < text.length; i++) {
    low = Math.imul(low ^ text.charCodeAt(i), 0x01000193);
    high = (Math.imul(high, 33) + text.charCodeAt(i)) | 0;
  }

  return (low >>> 0) + (high & 0x1fffff) * 2 ** 32;
}

async function minifyOne(file, source) {
  const result = await minify({ [file]: source }, { compress: { toplevel: true }, mangle: { toplevel: true }, sourceMap: { asObject: true }, format: { comments: false, ascii_only: true } });
  if (!result.code || result.code.length < 100) return null;
  const starts = [0], lines = source.split('\n'), map = new TraceMap(result.map), names = [];
  for (let at = result.code.indexOf('\n'); at >= 0; at = result.code.indexOf('\n', at + 1)) starts.push(at + 1);
  decodedMappings(map).forEach((segments, line) => {
    for (const [column, , sourceLine, sourceColumn, name] of segments) {
      if (name === undefined) continue;
      // Where the text does not have the name, the map means something else.
      const found = word.exec((lines[sourceLine] ?? '').slice(sourceColumn));
      if (found?.[0] === map.names[name]) names.push(`${starts[line] + column} ${map.names[name]}`);
    }
  });
  return { code: result.code, names };
}

fs.mkdirSync(folder, { recursive: true });
const totals = new Map(), numbers = new Map(), seen = new Map();
for (const line of fs.readFileSync(list, 'utf8').split('\n')) {
  if (!line || line.startsWith('#')) continue;
  const [set, name, version] = line.split(' '), id = name.replace(/[@/]/g, '_'), root = path.join(folder, 'packages', `${id}@${version}`);
  if (!fs.existsSync(root)) {
    const archive = execFileSync('npm', ['pack', `${name}@${version}`, '--silent', '--pack-destination', folder], { encoding: 'utf8' }).trim().split('\n').at(-1);
    fs.mkdirSync(root, { recursive: true });
    execFileSync('tar', ['xzf', path.join(folder, archive), '-C', root]);
    fs.rmSync(path.join(folder, archive));
  }

  const { versionLettersMax, packageLettersMax, newShareMin, seenBy } = sets[set], key = `${seenBy ?? set} ${id}`, own = `${set} ${id}`, inner = path.join(root, fs.readdirSync(root)[0]);
  if (!seen.has(key)) seen.set(key, new Set());
  let letters = 0, count = 0;
  for (const { file } of inOrder(inner, name)) {
    if (letters > versionLettersMax || (totals.get(key) ?? 0) > packageLettersMax) break;
    const source = fs.readFileSync(path.join(inner, file), 'utf8').replace(/^\/\/# sourceMappingURL=.*$/gm, ''), lines = source.split('\n');
    if (source.length / lines.length > lineLettersMax || !isNew(lines, seen.get(key), newShareMin)) continue;
    let program;
    try {
      program = await minifyOne(file, source);
    } catch {
      continue; // A file that the minifier does not take, such as one in another dialect.
    }

    if (!program) continue;
    const number = numbers.get(own) ?? 0, target = path.join(folder, set, id);
    numbers.set(own, number + 1);
    fs.mkdirSync(target, { recursive: true });
    fs.writeFileSync(path.join(target, `${number}.min.js`), program.code);
    fs.writeFileSync(path.join(target, `${number}.names`), `${program.names.join('\n')}\n`);
    letters += source.length;
    totals.set(key, (totals.get(key) ?? 0) + source.length);
    count++;
  }

  console.log(`${name}@${version}: ${count} files, ${letters} letters`);
}
