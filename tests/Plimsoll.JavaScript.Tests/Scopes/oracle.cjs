// Prints what acorn and eslint-scope know of programs: `node oracle.cjs MODULES script|module|auto FILE...`.
// Per file a line `# path`, or `! path message` where acorn finds no program; then per occurrence `offset declaration name kind`, in bytes.
// Added to eslint-scope, which leaves it out: Annex B.3.3 (functions of blocks are variables of the function too, in sloppy code), and that
// bindings which one token declares or assigns together must keep one name.
const fs = require('fs'), path = require('path');
const [modules, sourceType, ...files] = process.argv.slice(2);
const acorn = require(path.join(modules, 'acorn')), eslintScope = require(path.join(modules, 'eslint-scope'));
const out = [];

for (const file of files) {
  const text = fs.readFileSync(file, 'utf8');
  let goal = sourceType === 'auto' ? (file.endsWith('.module.js') ? 'module' : 'script') : sourceType;
  let tree;
  try {
    tree = acorn.parse(text, { ecmaVersion: 'latest', sourceType: goal, ranges: true });
  } catch (error) {
    out.push(`! ${file} ${error.message}`);
    continue;
  }
  out.push(`# ${file}`);
  print(text, eslintScope.analyze(tree, { ecmaVersion: 2025, sourceType: goal, optimistic: true, ignoreEval: true }));
}
fs.writeSync(1, out.join('\n') + '\n');

function print(text, manager) {
  const bytes = byteOffsets(text);
  const parent = new Map(); // union-find over variables
  const find = v => { let at = v; while (parent.has(at)) at = parent.get(at); return at; };
  const union = (a, b) => { a = find(a); b = find(b); if (a !== b) parent.set(a, b); return b; };
  const owner = new Map(); // offset -> variable
  const claim = (offset, variable) => { owner.set(offset, owner.has(offset) ? union(owner.get(offset), variable) : variable); };
  const virtual = new Map(); // scope -> name -> variable of Annex B

  for (const scope of manager.scopes) for (const variable of scope.variables) for (const def of variable.defs) claim(def.name.range[0], variable);
  for (const scope of manager.scopes) if (scope.type === 'catch' && scope.block.param?.type === 'Identifier') mergeCaught(scope, union);
  for (const scope of manager.scopes) for (const variable of scope.variables) hoist(scope, variable, virtual, union);
  for (const scope of manager.scopes) for (const reference of scope.references) {
    const variable = resolve(reference, virtual);
    if (variable) claim(reference.identifier.range[0], variable);
    else owner.set(reference.identifier.range[0], null);
  }
  const names = new Map(), first = new Map(), merged = new Map();
  for (const scope of manager.scopes) for (const variable of scope.variables) {
    const root = find(variable);
    merged.set(root, (merged.get(root) ?? 0) + 1);
    for (const def of variable.defs) {
      const known = first.get(root);
      if (!known || def.name.range[0] < known.name.range[0]) first.set(root, def);
    }
  }
  for (const scope of manager.scopes) {
    for (const variable of scope.variables) for (const def of variable.defs) names.set(def.name.range[0], def.name.name);
    for (const reference of scope.references) names.set(reference.identifier.range[0], reference.identifier.name);
  }
  for (const offset of [...owner.keys()].sort((a, b) => a - b)) {
    const variable = owner.get(offset) && find(owner.get(offset)), name = names.get(offset), def = variable && first.get(variable);
    if (def) out.push(`${bytes[offset]} ${bytes[def.name.range[0]]} ${name} ${merged.get(variable) > 1 ? '*' : kind(def)}`);
    else if (variable) out.push(`${bytes[offset]} arguments@${bytes[variable.scope.block.range[0]]} ${name} Arguments`);
    else out.push(`${bytes[offset]} free ${name} Free`);
  }
}

function kind(def) {
  switch (def.type) {
    case 'Variable': return def.parent.kind[0] === 'v' ? 'Var' : def.parent.kind === 'let' ? 'Let' : def.parent.kind === 'const' ? 'Const' : 'Using';
    case 'FunctionName': return def.node.type === 'FunctionDeclaration' ? 'Function' : 'FunctionName';
    case 'ClassName': return def.node.type === 'ClassDeclaration' ? 'Class' : 'ClassName';
    case 'CatchClause': return 'CatchParameter';
    case 'ImportBinding': return 'Import';
    default: return def.type;
  }
}

// A `var` in a catch block with the name of the parameter: its initial value goes to the parameter.
function mergeCaught(scope, union) {
  const own = scope.variables.find(v => v.name === scope.block.param.name), outer = scope.variableScope.set.get(own.name);
  if (!outer) return;
  const inside = def => def.type === 'Variable' && def.name.range[0] >= scope.block.body.range[0] && def.name.range[0] < scope.block.body.range[1];
  if (outer.defs.some(inside)) union(own, outer);
}

function hoist(scope, variable, virtual, union) {
  if (scope.isStrict || !['block', 'switch', 'catch'].includes(scope.type)) return;
  if (!variable.defs.length || !variable.defs.every(d => d.type === 'FunctionName' && !d.node.async && !d.node.generator)) return;
  let at = scope.upper;
  for (; at !== scope.variableScope; at = at.upper) {
    const known = at.set.get(variable.name);
    if (known && !(at.type === 'catch' && at.block.param?.type === 'Identifier' && known.defs.every(d => d.type === 'CatchClause'))) return;
  }
  const known = at.set.get(variable.name);
  const lexical = d => d.type === 'Parameter' || d.type === 'ClassName' || d.type === 'ImportBinding' || (d.type === 'Variable' && d.parent.kind !== 'var');
  if (known && known.defs.some(lexical)) return;
  if (known && known.defs.length) { union(variable, known); return; }
  if (!virtual.has(at)) virtual.set(at, new Map());
  const made = virtual.get(at);
  if (made.has(variable.name)) union(variable, made.get(variable.name));
  else made.set(variable.name, variable);
}

function resolve(reference, virtual) {
  const name = reference.identifier.name;
  for (let at = reference.from; at; at = at.upper) {
    if (reference.resolved?.defs.length && reference.resolved.scope === at) return reference.resolved;
    const made = virtual.get(at)?.get(name);
    if (made && !(at.type === 'function' && reference.identifier.range[0] < at.block.body.range[0])) return made;
    if (reference.resolved?.scope === at) return reference.resolved;
  }
  return reference.resolved;
}

function byteOffsets(text) {
  const offsets = new Uint32Array(text.length + 1);
  let at = 0;
  for (let i = 0; i < text.length; i++) {
    offsets[i] = at;
    const code = text.charCodeAt(i);
    if (code < 0x80) at++;
    else if (code < 0x800) at += 2;
    else if (code >= 0xD800 && code < 0xDC00) { offsets[++i] = at; at += 4; }
    else at += 3;
  }
  offsets[text.length] = at;
  return offsets;
}
