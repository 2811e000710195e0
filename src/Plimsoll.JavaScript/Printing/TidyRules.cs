using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Renaming;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Printing;

/// <summary>What may be written in its usual form. Answers only: nothing of the tree is changed.</summary>
internal sealed class TidyRules
{
    private readonly NodeArena _arena;
    private readonly SourceText _source;
    private readonly bool _hasUndefined;

    public TidyRules(ScopeTables tables, NodeArena arena, bool isOn)
    {
        (_arena, _source, IsOn) = (arena, tables.Source, isOn);
        _hasUndefined = isOn && CanSayUndefined(tables);
    }

    /// <summary>Whether anything is tidied.</summary>
    public bool IsOn { get; }

    /// <summary>The word that a node stands for (`void 0`, `!0`), or nothing.</summary>
    public ReadOnlySpan<byte> Word(in Node node)
    {
        if (!IsOn || node.Kind != NodeKind.Unary || _arena[node.A].Kind != NodeKind.Number) return default;
        if (node.Op == Operator.Void) return _hasUndefined ? "undefined"u8 : default;
        if (node.Op != Operator.Not || node.End - _arena[node.A].Start != 1 + (node.End - _arena[node.A].End)) return default;
        return _source.At(_arena[node.A].Start) switch { (byte)'0' => "true"u8, (byte)'1' => "false"u8, _ => default };
    }

    /// <summary>The operator with which the sides of a comparison change places, or None: a literal stands on the right.</summary>
    public Operator Flipped(in Node binary) =>
        IsOn && OperatorText.Mirrored(binary.Op) is var op && op != Operator.None && IsLiteral(binary.A) && !IsLiteral(binary.B) && !IsUndefined(binary.B) ? op : Operator.None;

    /// <summary>Whether the brackets of `a["b"]` may become a dot.</summary>
    public bool IsDotted(in Node index)
    {
        if (!IsOn) return false;
        ref Node key = ref _arena[index.B];
        return key.Kind == NodeKind.String && !key.Has(NodeFlags.HasEscape) && IdentifierText.IsAsciiName(_source.Slice(key.Start + 1, key.End - 1));
    }

    /// <summary>The opposite of a test, where it can be said without a `!`: the operand of one, or a comparison with this operator.</summary>
    public Operator Negated(in Node test) => test.Kind == NodeKind.Binary ? OperatorText.Negated(test.Op) : Operator.None;

    private bool IsUndefined(int node) => _arena[node].Kind == NodeKind.Identifier && _source.Slice(_arena[node]).SequenceEqual("undefined"u8);

    private bool IsLiteral(int node)
    {
        ref Node one = ref _arena[node];
        return one.Kind switch
        {
            NodeKind.Number or NodeKind.BigInt or NodeKind.String or NodeKind.Null or NodeKind.True or NodeKind.False => true,
            NodeKind.Unary => one.Op is Operator.Void or Operator.Subtract or Operator.Not && _arena[one.A].Kind == NodeKind.Number,
            _ => false,
        };
    }

    /// <summary>Whether `undefined` means what it says everywhere: nobody declares it, and no hidden code may.</summary>
    private static bool CanSayUndefined(ScopeTables tables)
    {
        if ((tables.Scopes[0].Flags & (ScopeFlags.HasDirectEval | ScopeFlags.HasWith)) != ScopeFlags.None) return false;
        int name = tables.Names.Find("undefined"u8);
        for (int symbol = 0; name >= 0 && symbol < tables.Symbols.Count; symbol++)
        {
            ref Symbol one = ref tables.Symbols[symbol];
            if (one.Name == name && one.Kind != SymbolKind.Free) return false;
        }

        return true;
    }
}
