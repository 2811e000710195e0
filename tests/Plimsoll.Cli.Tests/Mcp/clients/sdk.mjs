// Drives `plimsoll mcp` with the protocol's own client for JavaScript: the handshake, every tool, errors, and the end.
// usage: node sdk.mjs MODULES PLIMSOLL ROOT; prints what it saw as one JSON object.
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

const [modules, plimsoll, root] = process.argv.slice(2);
const sdk = (file) => import(pathToFileURL(join(modules, '@modelcontextprotocol/sdk/dist/esm/client', file)).href);
const { Client } = await sdk('index.js');
const { StdioClientTransport } = await sdk('stdio.js');

const transport = new StdioClientTransport({ command: 'dotnet', args: [plimsoll, 'mcp', root], stderr: 'pipe' });
const client = new Client({ name: 'test', version: '1' });
const faults = [];
client.onerror = (error) => faults.push(String(error));
let stderr = '';
transport.stderr.on('data', (piece) => { stderr += piece; });
await client.connect(transport);

const call = async (name, args) => {
  const result = await client.callTool({ name, arguments: args });
  const text = result.content[0].text;
  return { isError: result.isError ?? false, answer: result.isError ? text : JSON.parse(text) };
};
const seen = { server: client.getServerVersion().name, tools: (await client.listTools()).tools.map((tool) => tool.name) };
await client.ping();
seen.search = await call('code_search', { query: 'roundPrice', k: 1 });
seen.read = await call('read_code', { path: seen.search.answer.results[0].path, start_line: 2, end_line: 4 });
seen.related = await call('find_related_code', { symbol: 'totalPrice' });
seen.implementations = await call('find_implementations', { name: 'roundPrice' });
seen.analysis = await call('context_analysis', { path: 'src/price.ts' });
seen.status = await call('index_status', {});
seen.update = await call('index_update', {});
seen.outside = await call('read_code', { path: '../../etc/passwd' });
seen.wrong = await call('code_search', { query: 7 });
seen.unknown = await client.callTool({ name: 'rm', arguments: {} }).then(() => 'answered', (error) => error.code);
seen.parallel = (await Promise.all(Array.from({ length: 100 }, (_, i) => call('search', { query: `price ${i}` })))).filter((one) => !one.isError).length;
await client.close();
console.log(JSON.stringify({ ...seen, faults, stderr }));
