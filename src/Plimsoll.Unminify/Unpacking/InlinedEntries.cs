using System.Globalization;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Scopes;

namespace Plimsoll.Unminify.Unpacking;

/// <summary>
/// Since version 5, webpack puts the code of a module that nobody asks for behind the runtime instead of into the table: `(() => { … require(123) … })()`. Its body can be cut like that of a
/// module. Where it has no function around it, it stays in the runtime.
/// </summary>
internal sealed class InlinedEntries(ScopeTables tables, NodeArena arena)
{
    /// <summary>How far before it a comment with its path may stand.</summary>
    private const int HintBytesMax = 512;

    private int _count;

    /// <summary>The module that a call on the spot, in the scope of the function that asks for modules, is; or null.</summary>
    /// <param name="node">Any node.</param>
    /// <param name="table">The table that was found last.</param>
    /// <param name="require">The function that asks for its modules, or -1.</param>
    /// <param name="index">The table's index.</param>
    public BundleModule? Read(int node, ModuleTable table, int require, int index)
    {
        int function = require < 0 ? 0 : Called(node);
        if (function == 0 || arena[node].Start < table.End || ScopeSearch.At(tables, arena[node].Start - 1) != tables.Symbols[require].Scope) return null;
        ref Node body = ref arena[arena[function].C];
        return Requires(require, body) ? Module(index, body) : null;
    }

    /// <summary>The function that is called on the spot with nothing, or 0.</summary>
    private int Called(int node)
    {
        ref Node call = ref arena[node];
        if (call.Kind != NodeKind.Call || call.B != 0) return 0;
        ref Node function = ref arena[call.A];
        bool isPlain = function.Kind is NodeKind.Function or NodeKind.Arrow && function.B == 0 && !function.Has(NodeFlags.Async) && !function.Has(NodeFlags.Generator);
        return isPlain && !function.Has(NodeFlags.ExpressionBody) ? call.A : 0;
    }

    /// <summary>Whether a body calls the function with an id.</summary>
    private bool Requires(int require, in Node body)
    {
        int length = tables.Names[tables.Symbols[require].Name].Length, end = tables.FirstOccurrenceFrom(body.End);
        for (int i = tables.FirstOccurrenceFrom(body.Start); i < end; i++)
        {
            if (tables.Occurrences[i].Symbol != require) continue;
            TextScanner scanner = new(tables.Source, tables.Occurrences[i].Offset + length);
            if (scanner.Eat("("u8) && scanner.LiteralAfterComment() is not null) return true;
        }

        return false;
    }

    private BundleModule Module(int table, in Node body)
    {
        string number = _count++ == 0 ? "" : _count.ToString(CultureInfo.InvariantCulture);
        return new BundleModule
        {
            Id = "entry" + number,
            Table = table,
            BodyStart = body.Start,
            BodyEnd = body.End,
            Parameters = [-1, -1, -1],
            Hint = TableReader.Hint(tables.Source.Slice(Math.Max(0, body.Start - HintBytesMax), body.Start)),
            IsInlined = true,
        };
    }
}
