using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Equivalence;

/// <summary>
/// Walks a program and digests its canonical form, in which bindings are numbers in the order in which they are met, and ways of writing that mean the same
/// are one: `void 0` and `undefined`, `!0` and `true`, numbers and strings by value, a literal on either side of a comparison, `a &amp;&amp; b;` and `if`, lists of declarations
/// and of expressions as statements, a body with and without braces, an arrow function's expression and a block that returns it, `a["b"]` and `a.b`, parentheses. It shares nothing with the printer,
/// so that a mistake of that one shows.
/// </summary>
public sealed partial class CanonicalForm
{
    private readonly ScopeTables _tables;
    private readonly TreeBuilder _builder;
    private readonly NodeArena _arena;
    private readonly SourceText _source;
    private readonly ChunkList<int> _numbers;
    private readonly ProgramDigest _digest;
    private readonly List<int> _chain = [];
    private readonly List<byte> _decoded = [];
    private CanonicalHash _hash;
    private int _met;

    private CanonicalForm(ScopeTables tables, TreeBuilder builder, ChunkList<int> numbers, ProgramDigest digest)
    {
        (_tables, _builder, _arena, _source) = (tables, builder, builder.Arena, tables.Source);
        (_numbers, _digest) = (numbers, digest);
    }

    /// <summary>Digests a program.</summary>
    /// <param name="tables">The program.</param>
    /// <param name="builder">Makes its trees.</param>
    /// <param name="store">Where 4 bytes a binding are taken from, and the marks of the digest.</param>
    public static ProgramDigest Digest(ScopeTables tables, TreeBuilder builder, ChunkStore store)
    {
        using ChunkList<int> numbers = new(store);
        for (int i = 0; i < tables.Symbols.Count; i++) numbers.Add(0);
        ProgramDigest digest = new(store);
        CanonicalForm form = new(tables, builder, numbers, digest);
        form.Add(tables.Goal == SourceGoal.Module ? Tag.Module : Tag.Script);
        StatementCursor cursor = builder.OpenProgram();
        form.Statements(ref cursor);
        digest.Value = form._hash.Value;
        return digest;
    }

    private void Add(Tag tag) => _hash.Add((ulong)tag);

    private void Add(Tag tag, in Node node) => _hash.Add((ulong)tag | ((ulong)node.Kind << 16) | ((ulong)node.Op << 24));

    /// <summary>A word, label, key or literal: strings by value, names without their escapes, all else as it is written.</summary>
    private void Text(int node)
    {
        ref Node one = ref _arena[node];
        if (one.Kind == NodeKind.String) _hash.Add(TextValue.Decode(_source.Slice(one.Start + 1, one.End - 1), _decoded));
        else if (one.Kind is NodeKind.PropertyName or NodeKind.PrivateName) _hash.Add(TextValue.Decode(_source.Slice(one), _decoded));
        else _hash.Add(_source.Slice(one));
    }

    /// <summary>A binding: a free global by its name, any other by its number.</summary>
    private void Name(in Node identifier)
    {
        if (identifier.B < 0)
        {
            Add(Tag.Word);
            _hash.Add(_source.Slice(identifier));
            return;
        }

        int symbol = _tables.Occurrences[identifier.B].Symbol;
        ref Symbol one = ref _tables.Symbols[symbol];
        if (one.Kind is SymbolKind.Free)
        {
            ReadOnlySpan<byte> name = _tables.Names[one.Name];
            Add(name.SequenceEqual("undefined"u8) ? Tag.Undefined : Tag.Global);
            if (!name.SequenceEqual("undefined"u8)) _hash.Add(name);
            return;
        }

        if (_numbers[symbol] == 0) _numbers[symbol] = ++_met;
        Add(one.Kind == SymbolKind.Arguments ? Tag.Arguments : Tag.Binding);
        _hash.Add((ulong)_numbers[symbol]);
    }

    /// <summary>Parts of the canonical form that no node kind stands for.</summary>
    private enum Tag
    {
        End = 1,
        None,
        Script,
        Module,
        Word,
        Global,
        Binding,
        Arguments,
        Undefined,
        True,
        False,
        Number,
        Text,
        Member,
        Node,
        If,
        IfNot,
        Else,
        Body,
        Compare,
        Key,
        Expression,
    }
}
