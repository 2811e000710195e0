namespace Plimsoll.JavaScript.Tests.Fuzzing;

/// <summary>The programs that are changed: all of test262's cases, pieces of published files, and what is younger than both.</summary>
internal static class Corpus
{
    private const int PieceCharsMax = 1500;
    private const int PiecesOfAFile = 300;

    private static readonly string[] Folders = ["pass", "pass-explicit", "fail", "early"];
    private static readonly string[] Files = ["acorn/dist/acorn.mjs", "lodash/lodash.js", "terser/lib/parse.js", "terser/lib/ast.js", "react-dom/cjs/react-dom-client.production.js"];

    private static readonly string[] Young =
    [
        "class A { a = 1; #b; static c = this; static #d = 2; static { var x = this.#d; } get #e() { return #b in this; } set #e(v) {} }",
        "class A extends B { constructor() { super(); this.a = super.a; } static async *[b]() { yield* await super.c; } 'use'() {} static static() {} get; set; async; accessor; }",
        "class A { 'constructor'() {} static prototype2() {} static name = arguments2; *#g() {} async #h() {} static async *#i() {} }",
        "a ??= b?.c?.[d]?.(e) ?? f; a ||= 1; a &&= 2; (a, b) ?? c; a?.5:1;",
        "async function f() { for await (const a of b()) { await using c = d; } for (await using e of g) ; }",
        "{ using a = b, c = d; } for (using of of a); for (using a of b); using\nlet2; using[a]; using.a = using;",
        "import a, { b as c, 'd e' as f } from 'g' with { type: 'json', 'h': 'i' }; export * as j from 'k'; export { c as 'l m' }; export * from 'n' with {};",
        "import * as a from 'b'; import.meta.c; import('d', { with: {} }); export default async (e) => await e; export { a as default2 }; await 0; for await (const x of y);",
        "export default class {} export const [a, { b = 1, ...c }] = d; export async function* e() {} export let f; export { f as g };",
        "let async; async = async => async; async (a, b = await1) => {}; (async (x) => x)(async()); for (async of => {}; false;); for (let of = 1; ;) break;",
        "var let1 = 1; var yield1; let \n await1; label: for (;;) { continue label; } a: { break a; }",
        "({ a, b: c, ...d } = e); [f, g = 1, [h], ...i] = j; ({ __proto__: null, get a() { return 1 }, set a(b) {}, async *c() {}, [d]: 1, 'e'() {} });",
        "function f({ a, b: [c = 1, ...d] }, ...[e, g]) { arguments; new.target; } (function yield2() { new new.target; })",
        "try { a } catch { b } finally { c } try {} catch ({ message: m, ...rest }) { let n = m; }",
        "1_000n + 0b1_0 + 0o7_7 + 0xF_F + .1e-1_0 + 1_0.0_1; 08.5; 010; '\\08';",
        "`a${b`c${d}`}e\\u{61}` + f`\\u{` + String.raw`\\xg`;",
        "/(?<a>b)\\k<a>/u; /[\\p{L}--[a-z]]/v; /\\p{Script=Greek}/u; /(?<=a)(?<!b)./s; /(?i-m:a)/; /(?<a>x)|(?<a>y)/; /[\\q{abc|d}&&\\w]/v; /a{2,1}|\\1/d;",
        "/[\\]/]/; /\\c/; /{1}/; /\\u{1}/; /(?=a)*/; /[b-\\d]/; /\\8/; a\n/b/c; a++ / 2; (a) / b / c; if (a) /b/;",
        "\"use strict\"; let static1; function f() { return this; } var o = { p: 1, p: 2 };",
        "function f() { 'use strict'; with2; delete a.b; } function g(a, a) {} var eval1; arguments = 1;",
        "switch (a) { case 1: let b; function c() {} default: class D {} } if (a) function e() {} else function e() {}",
        "a = function* () { yield; yield* a; yield\nb; const c = yield d; } ; async () => { await a; await (b) ; (await c).d }",
        "<!-- html\na\n--> html\nb /* \n */ --> html\n;",
        "#!hashbang\na; var \\u{61}b, \\u0061c, ünï, \u4e00; a\u2028b; a\ufeffb;",
        "do a; while (b) c; for (var i = 0 in {}); if (a) ; else ; ; for (let in a); for (let[a] = 1;;); while (0) function2();",
        "new a.b(c)(d); new (a())(); new a; (a?.b).c; delete a?.b; a?.b`c2`; super2; (a = 1) = 2; ((a)) = 1; ({}).a = 1; [(a), (b.c)] = d;",
        "a ** b; (-a) ** b; a ** -b; typeof (a) ** 2; async\n() ; async\nfunction f() {} ; yield = 1; await = 2; a => {} ; (a) => ({}) ; () => {}\n[a];",
    ];

    /// <summary>All of them, always in the same order.</summary>
    public static IEnumerable<string> Read()
    {
        foreach (string folder in Folders)
        {
            foreach (string path in Directory.EnumerateFiles(Path.Combine(NodeTools.Modules, "test262-parser-tests", folder), "*.js").Order(StringComparer.Ordinal))
                yield return File.ReadAllText(path);
        }

        // Often enough to be met: there are few of them beside thousands of cases.
        for (int i = 0; i < 40; i++)
        {
            foreach (string text in Young) yield return text;
        }

        foreach (string file in Files)
        {
            foreach (string piece in Pieces(File.ReadAllText(Path.Combine(NodeTools.Modules, file))).Take(PiecesOfAFile)) yield return piece;
        }
    }

    /// <summary>Runs of lines whose brackets are balanced, as counted without a look at strings.</summary>
    private static IEnumerable<string> Pieces(string text)
    {
        int start = 0, depth = 0;
        for (int at = 0; at < text.Length; at++)
        {
            if (text[at] is '(' or '[' or '{') depth++;
            else if (text[at] is ')' or ']' or '}') depth--;
            else if (text[at] == '\n' && (depth <= 0 || at - start > PieceCharsMax))
            {
                if (depth == 0 && at - start is > 40 and <= PieceCharsMax) yield return text[start..at];
                if (depth <= 0 || at - start > PieceCharsMax) (start, depth) = (at + 1, 0);
            }
        }
    }
}
