using Plimsoll.JavaScript.Parsing;

namespace Plimsoll.JavaScript.Printing;

/// <summary>Members, calls and `new`: along the left side in a loop, as a chain of calls may be as long as the program.</summary>
public sealed partial class ProgramPrinter
{
    private int _linkPlace = -1; // where the link that is being printed comes from

    private void Links(int expression)
    {
        int bottom = _chain.Count, one = expression;
        while (IsLink(_arena[one]))
        {
            _chain.Add(one);
            one = _arena[one].A;
        }

        Root(one, isIndexed: _arena[_chain[^1]].Kind == NodeKind.Index && !_tidy.IsDotted(_arena[_chain[^1]]));
        bool isBehindCall = _arena[one].Kind is NodeKind.Chain;
        for (int i = _chain.Count - 1; i >= bottom; i--)
        {
            ref Node link = ref _arena[_chain[i]];
            isBehindCall |= link.Has(NodeFlags.Optional);
            if (_out.Mapped is not null) MarkLink(link, isBehindCall, isCalled: i > bottom && _arena[_chain[i - 1]].Kind == NodeKind.Call);
            Link(link);
            isBehindCall |= link.Kind == NodeKind.Call;
        }

        _chain.RemoveRange(bottom, _chain.Count - bottom);
    }

    private static bool IsLink(in Node node) => node.Kind is NodeKind.Call or NodeKind.Member or NodeKind.Index or NodeKind.TaggedTemplate;

    /// <summary>What the first link hangs on.</summary>
    private void Root(int node, bool isIndexed)
    {
        // A number would take the dot for its own; the end of an optional chain is where its parentheses are; `let [` begins a declaration.
        bool isLet = isIndexed && _out.Position == _statementStart && _arena[node].Kind == NodeKind.Identifier && NameOf(_arena[node]).SequenceEqual("let"u8);
        if (_arena[node].Kind is NodeKind.Number or NodeKind.Chain || isLet) Parenthesized(node);
        else Expression(node, Precedence.Call);
    }

    private void Link(in Node node)
    {
        if (node.Has(NodeFlags.Optional)) _out.Token("?."u8);
        switch (node.Kind)
        {
            case NodeKind.Call:
                _out.Mark(_linkPlace);
                Arguments(node.B);
                break;
            case NodeKind.TaggedTemplate:
                _out.Mark(_linkPlace);
                Template(_arena[node.B]);
                break;
            case NodeKind.Member:
                if (!node.Has(NodeFlags.Optional)) _out.Token("."u8);
                _out.Mark(_linkPlace);
                Raw(node.B);
                break;
            case NodeKind.Index when _tidy.IsDotted(node):
                if (!node.Has(NodeFlags.Optional)) _out.Token("."u8);
                _out.Mark(_linkPlace);
                _out.Token(_source.Slice(_arena[node.B].Start + 1, _arena[node.B].End - 1));
                break;
            default:
                _out.Mark(_linkPlace);
                Bracketed(node.B, Precedence.Sequence);
                break;
        }
    }

    /// <summary>
    /// Where engines say that a link is. A call is where the name before it is, and else where its parenthesis opens; what is read of a property, where its name or bracket is, and behind a call or `?.`
    /// where its dot is.
    /// </summary>
    private void MarkLink(in Node link, bool isBehindCall, bool isCalled)
    {
        int end = _arena[link.A].End;
        _linkPlace = link.Kind switch
        {
            NodeKind.Call => IsCalledByName(link) ? -1 : PlaceOf((byte)'(', end, link.End),
            NodeKind.TaggedTemplate => _arena[link.B].Start,
            NodeKind.Member => _arena[link.B].Start,
            NodeKind.Index when isCalled && _tidy.IsDotted(link) => PlaceOf((byte)'(', link.End, _source.Length),
            _ => PlaceOf((byte)'[', end, link.End),
        };
        if (link.Kind == NodeKind.Member && isBehindCall) _out.Mark(PlaceOf(link.Has(NodeFlags.Optional) ? (byte)'?' : (byte)'.', end, link.End));
    }

    private bool IsCalledByName(in Node call)
    {
        ref Node callee = ref _arena[call.A];
        if (call.Has(NodeFlags.Optional)) return false;
        return callee.Kind is NodeKind.Identifier || (callee.Kind is NodeKind.Member && _arena[callee.B].Kind == NodeKind.PropertyName);
    }

    /// <summary>The place of the first such letter from an offset on, or -1.</summary>
    private int PlaceOf(byte letter, int from, int end)
    {
        int at = _source.Slice(from, end).IndexOf(letter);
        return at < 0 ? -1 : from + at;
    }

    private void Bracketed(int expression, int level)
    {
        (bool before, _noIn) = (_noIn, false);
        _out.Token("["u8);
        Expression(expression, level);
        _out.Token("]"u8);
        _noIn = before;
    }

    private void Arguments(int first)
    {
        (bool before, _noIn) = (_noIn, false);
        _out.Token("("u8);
        List(first);
        _out.Token(")"u8);
        _noIn = before;
    }

    private void New(in Node node)
    {
        _out.Mark(node.Start);
        _out.Token("new"u8);
        _out.Space();
        if (HoldsCall(node.A)) Parenthesized(node.A);
        else Expression(node.A, Precedence.Member);
        if (_tidy.IsOn || !node.Has(NodeFlags.NoArguments)) Arguments(node.B);
    }

    /// <summary>Whether a callee has a call in its chain, which `new` would take its arguments from.</summary>
    private bool HoldsCall(int callee)
    {
        while (true)
        {
            ref Node node = ref _arena[callee];
            if (node.Kind is NodeKind.Call or NodeKind.ImportCall or NodeKind.Chain) return true;
            if (!IsLink(node)) return false;
            callee = node.A;
        }
    }
}
