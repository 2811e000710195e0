using System.Buffers;
using System.Text;
using Plimsoll.JavaScript.Equivalence;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Printing;
using Plimsoll.JavaScript.Renaming;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;
using Plimsoll.Unminify.Unpacking;

namespace Plimsoll.Unminify.Tests.Unpacking;

/// <summary>Bundles that were damaged but are programs still: whatever is found in them, it can be cut out, and put together again it is the same program.</summary>
public sealed class DamagedBundleTests
{
    private static readonly string[] Bundles =
    [
        "!function(e){var t={};function n(r){if(t[r])return t[r].exports;var o=t[r]={i:r,l:!1,exports:{}};return e[r].call(o.exports,o,o.exports,n),o.l=!0,o.exports}n.m=e,n(n.s=1)}([function(e,t){t.a=1},function(e,t,n){\"use strict\";n(0)}]);",
        "(()=>{\"use strict\";var e={123:(e,t,n)=>{n.r(t)},\"./b.js\":e=>e.exports=n(1),9(e){e.exports=`${9}`}},t={};function n(r){var o=t[r];if(void 0!==o)return o.exports;var i=t[r]={exports:{}};return e[r](i,i.exports,n),i.exports}var r={};(()=>{var e=n(123),t=n(9)})()})();",
        "(self.webpackChunkapp=self.webpackChunkapp||[]).push([[339],{8:(e,t,n)=>{t.a=n(9)},9(e){e.exports=(1,2)}},e=>{e(e.s=8)}]);",
        "(function(){function r(e,n,t){function o(i,f){if(!n[i]){var p=n[i]={exports:{}};e[i][0].call(p.exports,function(r){var n=e[i][1][r];return o(n||r)},p,p.exports,r,e,n,t)}return n[i].exports}for(var u=0;u<t.length;u++)o(t[u]);return o}return r})()({1:[function(require,module,exports){require(\"./b\")},{\"./b\":2}],2:[function(r,m,e){},{}]},{},[1]);",
    ];

    private static readonly string[] Pieces = ["e", "n", "(", ")", "{", "}", "[", "]", ",", ";", ":", "=>", "0", "\"x\"", "...", "async ", "function", "get ", "return ", "exports", "/*", "*/", "//\n", "`", "super.a", "arguments", "yield", "await "];

    /// <summary>How many; `PLIMSOLL_FUZZ` says more.</summary>
    private static readonly int Rounds = int.TryParse(Environment.GetEnvironmentVariable("PLIMSOLL_FUZZ"), out int wanted) ? wanted : 20_000;

    [Fact]
    public void Find_InDamagedBundles_WhatIsCutIsTheSameProgram()
    {
        Random random = new(11);
        int programs = 0, unpacked = 0;
        for (int i = 0; i < Rounds; i++)
        {
            byte[] text = Encoding.UTF8.GetBytes(Damage(Bundles[i % Bundles.Length] + (i % 3 == 0 ? Bundles[random.Next(Bundles.Length)] : ""), random));
            try
            {
                programs++;
                if (Unpack(text)) unpacked++;
            }
            catch (JavaScriptSyntaxException)
            {
                programs--; // most damages leave no program
            }
        }

        Assert.True(programs > Rounds / 50, $"{programs} of {Rounds} were programs");
        Assert.True(unpacked > programs / 4, $"{unpacked} of {programs} had modules");
    }

    private static string Damage(string text, Random random)
    {
        StringBuilder damaged = new(text);
        for (int count = random.Next(1, 4); count > 0; count--)
        {
            int at = random.Next(damaged.Length), length = Math.Min(random.Next(8), damaged.Length - at);
            switch (random.Next(4))
            {
                case 0: damaged.Remove(at, length); break;
                case 1: damaged.Insert(at, Pieces[random.Next(Pieces.Length)]); break;
                case 2: damaged.Insert(random.Next(damaged.Length), damaged.ToString(at, length)); break;
                default: damaged[at] = "en1,;(){}[]"[random.Next(11)]; break;
            }
        }

        return damaged.ToString();
    }

    /// <summary>Prints a program with its modules apart, cuts it, and checks everything; false where it has none.</summary>
    private static bool Unpack(byte[] text)
    {
        using SourceText source = new(text, "a.js");
        using ScopeTables tables = Parser.Survey(source, new SurveyOptions { Goal = SourceGoal.DetectNode, BodyBytesMin = 1 });
        using TreeBuilder builder = new(tables, ChunkStore.Native);
        Bundle bundle = ModuleFinder.Find(tables, builder);
        using SymbolNames names = new(tables, ChunkStore.Native);
        ArrayBufferWriter<byte> output = new();
        List<ApartRange> ranges = [];
        ProgramPrinter printer = new(tables, builder, names, new PrintOptions(), output) { ApartBodies = bundle.BodyStarts, PrintedApart = ranges.Add };
        printer.PrintProgram();
        byte[] joined = output.WrittenSpan.ToArray();
        string shown = Encoding.UTF8.GetString(text);

        Assert.True(ranges.Count == bundle.Modules.Count, $"{ranges.Count} of {bundle.Modules.Count} bodies were printed: {shown}");
        using ProgramDigest expected = CanonicalForm.Digest(tables, builder, ChunkStore.Native);
        Assert.True(IsSame(joined, tables.Goal, expected), shown);
        foreach (ApartRange range in ranges) CheckModule(joined[(int)range.Start..(int)range.End], shown);
        return ranges.Count > 0;
    }

    private static bool IsSame(byte[] joined, SourceGoal goal, ProgramDigest expected)
    {
        using SourceText source = new(joined, "joined.js");
        using ScopeTables tables = Parser.Survey(source, new SurveyOptions { Goal = goal });
        using TreeBuilder builder = new(tables, ChunkStore.Native);
        using ProgramDigest found = CanonicalForm.Digest(tables, builder, ChunkStore.Native);
        return found.IsEquivalentTo(expected);
    }

    private static void CheckModule(byte[] module, string shown)
    {
        try
        {
            using SourceText source = new(module, "module.js");
            Parser.Survey(source, new SurveyOptions { Goal = SourceGoal.CommonJs }).Dispose();
        }
        catch (JavaScriptSyntaxException error)
        {
            Assert.Fail($"{error.Message} in a module of {shown}: {Encoding.UTF8.GetString(module)}");
        }
    }
}
