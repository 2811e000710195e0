using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.Unminify.Unpacking;

/// <summary>A literal that may be a table of modules, by where it stands.</summary>
/// <param name="Kind">Whose it would be.</param>
/// <param name="Literal">The node.</param>
/// <param name="IsCertain">Whether a runtime was seen that uses it; otherwise all of it must look like a table.</param>
/// <param name="Symbol">The binding that the runtime has it in, or -1.</param>
/// <param name="Entries">The list of the ids that run first, or 0.</param>
/// <param name="Chunks">The list of the ids of the chunk, or 0.</param>
internal readonly record struct TableForm(BundleKind Kind, int Literal, bool IsCertain, int Symbol = -1, int Entries = 0, int Chunks = 0);

/// <summary>The places where bundlers put their tables: a variable, an argument of the runtime, a call that hands a chunk over, an export.</summary>
internal sealed class TableForms(ScopeTables tables, NodeArena arena, RuntimeEvidence evidence)
{
    private const int IdsBytesMax = 4096;

    /// <summary>For each table that was taken, in their order, the function that asks for its modules, or -1.</summary>
    public List<int> Requires { get; } = [];

    /// <summary>Remembers what belongs to a table that was taken.</summary>
    public void Keep(in TableForm form) => Requires.Add(form.Symbol < 0 ? -1 : evidence.RequireOf(form.Symbol));

    /// <summary>The form that a node is, or null.</summary>
    public TableForm? Find(int node)
    {
        ref Node one = ref arena[node];
        return one.Kind switch
        {
            NodeKind.Declarator when one.B != 0 => Bound(one.A, one.B),
            NodeKind.Assign when one.Op == Operator.Assign => Bound(one.A, one.B) ?? Exported(one),
            NodeKind.Call => Chunk(one) ?? Argument(one) ?? Browserified(one),
            _ => null,
        };
    }

    private TableForm? Bound(int target, int value)
    {
        int symbol = SymbolOf(target);
        if (symbol < 0) return null;
        if (evidence.IsTable(symbol)) return new TableForm(BundleKind.Webpack, value, true, symbol);
        return (tables.Symbols[symbol].Flags & SymbolFlags.Exported) != SymbolFlags.None && IsModules(tables.Names[tables.Symbols[symbol].Name], arena[target].Start)
            ? new TableForm(BundleKind.WebpackChunk, value, false)
            : null;
    }

    /// <summary>Whether a chunk that is a module exports its table by this name.</summary>
    private bool IsModules(ReadOnlySpan<byte> name, int offset) =>
        name.SequenceEqual("__webpack_modules__"u8) || name.SequenceEqual("__webpack_esm_modules__"u8) || (name.SequenceEqual("modules"u8) && Before(offset).IndexOf("export const ids"u8) >= 0);

    /// <summary>`exports.modules = …` beside `exports.ids = …`: a chunk for node.</summary>
    private TableForm? Exported(in Node assign)
    {
        ref Node target = ref arena[assign.A];
        if (target.Kind != NodeKind.Member || !Text(target.A).SequenceEqual("exports"u8) || !Text(target.B).SequenceEqual("modules"u8)) return null;
        return Before(assign.Start).IndexOf("exports.ids"u8) >= 0 ? new TableForm(BundleKind.WebpackChunk, assign.B, false) : null;
    }

    private ReadOnlySpan<byte> Before(int offset) => tables.Source.Slice(Math.Max(0, offset - IdsBytesMax), offset);

    /// <summary>An argument of a function that is called on the spot and uses it as a table.</summary>
    private TableForm? Argument(in Node call)
    {
        (int function, int argument) = (call.A, call.B);
        if (arena[function].Kind == NodeKind.Member && Text(arena[function].B).SequenceEqual("call"u8))
            (function, argument) = (arena[function].A, argument == 0 ? 0 : arena[argument].Next);
        if (arena[function].Kind is not (NodeKind.Function or NodeKind.Arrow)) return null;
        for (int parameter = arena[function].B; parameter != 0 && argument != 0; (parameter, argument) = (arena[parameter].Next, arena[argument].Next))
        {
            int symbol = SymbolOf(parameter);
            if (symbol >= 0 && evidence.IsTable(symbol)) return new TableForm(BundleKind.Webpack, argument, true, symbol);
        }

        return null;
    }

    /// <summary>`(self.webpackChunk = self.webpackChunk || []).push([[ids], table])`, and `webpackJsonp([ids], table)` before that.</summary>
    private TableForm? Chunk(in Node call)
    {
        int ids = call.B;
        if (ids == 0) return null;
        if (IsPush(call.A) && arena[ids].Kind == NodeKind.Array && arena[ids].Next == 0) ids = arena[ids].A;
        else if (Text(arena[call.A].Kind == NodeKind.Member ? arena[call.A].B : call.A).IndexOf("webpackJsonp"u8) < 0) return null;
        return ids != 0 && IsIds(ids) && arena[ids].Next is var table && table != 0 ? new TableForm(BundleKind.WebpackChunk, table, false, Chunks: ids) : null;
    }

    private bool IsPush(int callee)
    {
        ref Node member = ref arena[callee];
        if (member.Kind != NodeKind.Member || !Text(member.B).SequenceEqual("push"u8)) return false;
        ref Node list = ref arena[member.A];
        return (list.Kind == NodeKind.Assign && arena[list.B] is { Kind: NodeKind.Logical, Op: Operator.Or }) || tables.Source.Slice(list).IndexOf("webpack"u8) >= 0;
    }

    /// <summary>The first argument where all of its entries are pairs of a function and what that asks for.</summary>
    private TableForm? Browserified(in Node call)
    {
        if (call.B == 0 || arena[call.B].Kind is not (NodeKind.Object or NodeKind.Array)) return null;
        int entries = 0;
        for (int one = arena[call.B].Next; one != 0 && entries == 0; one = arena[one].Next)
        {
            if (arena[one].Kind == NodeKind.Array && IsIds(one)) entries = one;
        }

        return entries == 0 ? null : new TableForm(BundleKind.Browserify, call.B, false, Entries: entries);
    }

    /// <summary>Whether a node is a list of numbers and strings.</summary>
    private bool IsIds(int node)
    {
        if (arena[node].Kind != NodeKind.Array || arena[node].A == 0) return false;
        for (int one = arena[node].A; one != 0; one = arena[one].Next)
        {
            if (arena[one].Kind is not (NodeKind.Number or NodeKind.String)) return false;
        }

        return true;
    }

    private int SymbolOf(int node) => arena[node] is { Kind: NodeKind.Identifier, B: >= 0 } name ? tables.Occurrences[name.B].Symbol : -1;

    private ReadOnlySpan<byte> Text(int node) => arena[node].Kind is NodeKind.Identifier or NodeKind.PropertyName ? tables.Source.Slice(arena[node]) : default;
}
