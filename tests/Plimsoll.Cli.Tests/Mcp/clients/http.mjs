// Drives the /mcp endpoint of `plimsoll serve` with the protocol's own client for JavaScript over streamable HTTP: the handshake, tools, errors, and the end.
// usage: TOKEN=... node http.mjs MODULES URL; prints what it saw as one JSON object.
import { pathToFileURL } from 'node:url';
import { join } from 'node:path';

const [modules, url] = process.argv.slice(2);
const sdk = (file) => import(pathToFileURL(join(modules, '@modelcontextprotocol/sdk/dist/esm/client', file)).href);
const { Client } = await sdk('index.js');
const { StreamableHTTPClientTransport } = await sdk('streamableHttp.js');

const faults = [];
const connect = async (token) => {
  const transport = new StreamableHTTPClientTransport(new URL(url), { requestInit: { headers: { Authorization: `Bearer ${token}` } } });
  const client = new Client({ name: 'test', version: '1' });
  client.onerror = (error) => faults.push(String(error));
  await client.connect(transport);
  return { client, transport };
};
const stranger = await connect('another-token-than-it').then(() => 'let in', (error) => error.code ?? String(error));
faults.length = 0; // the client reports the refusal twice
const { client, transport } = await connect(process.env.TOKEN);

const call = async (name, args) => {
  const result = await client.callTool({ name, arguments: args });
  const text = result.content[0].text;
  return { isError: result.isError ?? false, answer: result.isError ? text : JSON.parse(text) };
};
const seen = { stranger, server: client.getServerVersion().name, session: transport.sessionId, tools: (await client.listTools()).tools.map((tool) => tool.name) };
await client.ping();
seen.search = await call('code_search', { query: 'roundPrice', k: 1 });
seen.read = await call('read_code', { path: seen.search.answer.results[0].path, start_line: 2, end_line: 4 });
seen.update = await call('index_update', {});
seen.outside = await call('read_code', { path: '../../etc/passwd' });
seen.unknown = await client.callTool({ name: 'rm', arguments: {} }).then(() => 'answered', (error) => error.code);
seen.parallel = (await Promise.all(Array.from({ length: 8 }, (_, i) => call('search', { query: `price ${i}` })))).filter((one) => !one.isError).length;
await transport.terminateSession();
seen.ended = transport.sessionId === undefined;
await client.close();
console.log(JSON.stringify({ ...seen, faults }));
