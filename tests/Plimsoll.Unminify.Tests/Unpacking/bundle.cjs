// node bundle.cjs MODULES APP OUT   bundles the small application in every way that the bundler in MODULES knows: OUT/NAME/*.js, and OUT/NAME/ids.json with the ids of its modules but for
//                                    the entry, which a bundler may write without a function of its own
'use strict';
const fs = require('fs');
const path = require('path');
const [modules, app, out] = process.argv.slice(2).map((one) => path.resolve(one));

// Loads scripts as a page would: what is asked for later comes before what asks for it.
function page(names) {
  const order = ['runtime.js', ...names.filter((one) => one.startsWith('part.')).sort().reverse(), ...names.filter((one) => one === 'main.js')];
  return `globalThis.self = globalThis.window = globalThis;\nfor (const one of ${JSON.stringify(order)}) require(require('path').resolve(process.argv[2], one));\n`;
}

function webpack(tool) {
  const isOld = !tool.version || tool.version.startsWith('4');
  const plain = { minimize: false };
  const ways = {
    min: {},
    plain: { optimization: plain },
    dev: { mode: 'development' },
    devpath: { mode: 'development', output: { pathinfo: true } },
    umd: { output: { library: 'Lib', libraryTarget: 'umd' } },
    umdplain: { output: { library: 'Lib', libraryTarget: 'umd' }, optimization: plain },
    cjs: { entry: './main.js', output: { libraryTarget: 'commonjs2' } },
    chunks: { entry: './index.js' },
    chunksplain: { entry: './index.js', optimization: plain },
    eval: { mode: 'development', devtool: 'eval' },
    web: { entry: './index.js', target: 'web', output: { publicPath: '/', chunkFilename: 'part.[id].js' }, optimization: { runtimeChunk: 'single' } },
    webplain: { entry: './index.js', target: 'web', output: { publicPath: '/', chunkFilename: 'part.[id].js' }, optimization: { runtimeChunk: 'single', ...plain } },
    named: { optimization: isOld ? { namedModules: true } : { moduleIds: 'named' } },
    hashed: { optimization: isOld ? { hashedModuleIds: true } : { moduleIds: 'hashed' } },
  };
  if (!isOld) {
    const esm = { entry: './index.js', target: 'es2022', experiments: { outputModule: true }, output: { module: true, library: { type: 'module' }, chunkFormat: 'module', chunkLoading: 'import' } };
    Object.assign(ways, {
      natural: { optimization: { moduleIds: 'natural' } },
      esm,
      esmplain: { ...esm, optimization: plain },
      noiife: { output: { iife: false }, optimization: plain },
      multi: { entry: { one: './single.js', two: './main.js' } },
      functions: { output: { environment: { arrowFunction: false, const: false } } },
    });
  }
  const make = (name, way) => new Promise((done, fail) => {
    const folder = path.join(out, name);
    const options = {
      mode: 'production', target: 'node', devtool: false, context: app, entry: './single.js', ...way,
      output: { path: folder, filename: '[name].js', ...way.output }, optimization: { concatenateModules: false, ...way.optimization },
    };
    tool(options, (error, stats) => {
      if (error || stats.hasErrors()) return fail(error ?? new Error(`${name}: ${stats.toString()}`));
      const list = stats.toJson({ all: false, modules: true, ids: true, cachedModules: true, runtimeModules: false, chunks: false, maxModules: Infinity, modulesSpace: 1e9 }).modules;
      fs.writeFileSync(path.join(folder, 'ids.json'), JSON.stringify(list.filter((one) => one.id !== undefined && one.id !== null && !/^\.\/(single|main|index)\.js$/.test(one.name)).map((one) => String(one.id))));
      if (way.target === 'web') fs.writeFileSync(path.join(folder, 'page.cjs'), page(fs.readdirSync(folder)));
      done();
    });
  });
  return Object.entries(ways).reduce((before, [name, way]) => before.then(() => make(name, way)), Promise.resolve());
}

function browserify(tool) {
  const make = (name, options, ids = ['1', '2', '3']) => new Promise((done, fail) => {
    fs.mkdirSync(path.join(out, name), { recursive: true });
    tool(path.join(app, 'main.js'), options).bundle((error, text) => {
      if (error) return fail(error);
      fs.writeFileSync(path.join(out, name, 'main.js'), text);
      fs.writeFileSync(path.join(out, name, 'ids.json'), JSON.stringify(ids));
      done();
    });
  });
  return make('plain', {}).then(() => make('standalone', { standalone: 'Lib' })).then(() => make('paths', { fullPaths: true }, ['lib/b.js', 'c.js', 'a.js'].map((one) => path.join(app, one))));
}

(fs.existsSync(path.join(modules, 'webpack')) ? webpack(require(path.join(modules, 'webpack'))) : browserify(require(path.join(modules, 'browserify')))).catch((error) => {
  console.error(error);
  process.exitCode = 1;
});
