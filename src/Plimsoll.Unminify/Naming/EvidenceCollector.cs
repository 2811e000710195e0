using System.Runtime.CompilerServices;
using Plimsoll.JavaScript.Parsing;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.Unminify.Naming;

/// <summary>
/// Walks over a program once and writes down what is seen of every binding. Trees may have holes: a body that is left out is opened when the walk comes
/// to it, and the path of nodes above it is still there, so that what is seen does not depend on where the holes are.
/// </summary>
internal sealed partial class EvidenceCollector : IDisposable
{
    private readonly ScopeTables _tables;
    private readonly TreeBuilder _builder;
    private readonly NodeArena _arena;
    private readonly SyntaxReader _reader;
    private readonly PhraseTable _phrases;
    private readonly EvidencePool _pool;
    private readonly EvidenceRecord _record = new();
    private readonly Func<uint, int>? _rowOf;

    // The nodes from the statement of the program down to the one in hand, and nodes that wait with their level.
    private readonly List<int> _path = [];
    private readonly List<(int Node, int Level)> _waiting = [];

    /// <summary>A collector for a program.</summary>
    /// <param name="tables">What the survey found.</param>
    /// <param name="builder">The trees of the program.</param>
    /// <param name="phrases">Where phrases get their numbers.</param>
    /// <param name="store">Where the memory comes from.</param>
    /// <param name="rowOf">What a clue is written as; a clue that becomes less than 0 is left out. Default: all as they are.</param>
    public EvidenceCollector(ScopeTables tables, TreeBuilder builder, PhraseTable phrases, ChunkStore store, Func<uint, int>? rowOf = null)
    {
        _tables = tables;
        _builder = builder;
        _arena = builder.Arena;
        _reader = new SyntaxReader(tables, _arena);
        _phrases = phrases;
        _rowOf = rowOf;
        _pool = new EvidencePool(tables.Symbols.Count, store);
        Log = new EvidenceLog(store);
        Counts = new WordCounts(store);
        Signatures = new FunctionSignatures(tables.Symbols.Count, store);
        CallSites = new CallSites(tables.Symbols.Count, store);
    }

    /// <summary>What was seen of each binding.</summary>
    public EvidenceLog Log { get; }

    /// <summary>How often the program says each phrase.</summary>
    public WordCounts Counts { get; }

    /// <summary>Which parameters the functions have that are bindings.</summary>
    public FunctionSignatures Signatures { get; }

    /// <summary>What calls give and functions return.</summary>
    public CallSites CallSites { get; }

    /// <summary>Walks over the whole program.</summary>
    public void Run()
    {
        OpenProgramFrame();
        StatementCursor cursor = _builder.OpenProgram();
        Walk(ref cursor);
        while (_frames.Count > 0) CloseFunction();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _pool.Dispose();
        Log.Dispose();
        Counts.Dispose();
        Signatures.Dispose();
        CallSites.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Walk(ref StatementCursor cursor)
    {
        int level = _path.Count, bottom = _waiting.Count;
        while (_builder.Next(ref cursor))
        {
            _waiting.Add((cursor.Statement, level));
            while (_waiting.Count > bottom)
            {
                (int node, int at) = _waiting[^1];
                _waiting.RemoveAt(_waiting.Count - 1);
                CutPath(at);
                _path.Add(node);
                Visit(node);
            }

            CutPath(level);
        }
    }

    /// <summary>Goes back up; functions that are left by this are done with.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void CutPath(int level)
    {
        while (_frames[^1].Level >= level) CloseFunction();
        _path.RemoveRange(level, _path.Count - level);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Visit(int node)
    {
        ref Node row = ref _arena[node];
        switch (row.Kind)
        {
            case NodeKind.Function or NodeKind.FunctionDeclaration or NodeKind.Arrow:
                OpenFunction(node);
                break;
            case NodeKind.FunctionBody when row.Has(NodeFlags.Hole):
                StatementCursor inner = _builder.OpenBody(row.A);
                Walk(ref inner);
                return;
            default:
                See(node);
                break;
        }

        PushChildren(node);
    }

    /// <summary>Lets the children of a node wait, so that the first of them comes next.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PushChildren(int node)
    {
        ref Node row = ref _arena[node];
        int level = _path.Count, first = _waiting.Count;
        switch (row.Kind)
        {
            case NodeKind.Identifier or NodeKind.PropertyName or NodeKind.PrivateName or NodeKind.Regex or NodeKind.String or NodeKind.Number or NodeKind.BigInt or NodeKind.TemplateText: return;
            case NodeKind.Property when row.Has(NodeFlags.Shorthand):
                PushList(row.B, level);
                break;
            default:
                PushList(row.A, level);
                PushList(row.B, level);
                PushList(row.C, level);
                break;
        }

        _waiting.Reverse(first, _waiting.Count - first);
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void PushList(int list, int level)
    {
        for (; list != 0; list = _arena[list].Next) _waiting.Add((list, level));
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void AddClue(int symbol, uint clue)
    {
        if (_rowOf is null)
        {
            _pool.AddClue(symbol, clue);
            return;
        }

        int row = _rowOf(clue);
        if (row >= 0) _pool.AddClue(symbol, (uint)row);
    }

    private void AddTie(int symbol, uint relation, int other)
    {
        if (other >= 0 && other != symbol) _pool.AddTie(symbol, relation, other);
    }

    private void AddTie(int symbol, Tie tie, uint what, int other) => AddTie(symbol, Clues.Join((uint)tie, what), other);

    /// <summary>Proposes the name that a node says.</summary>
    private void AddCopy(int symbol, CopySource source, int node)
    {
        if (node != 0) AddCopyOf(symbol, source, _phrases.Of(_reader.TextOf(node)));
    }

    private void AddCopyOf(int symbol, CopySource source, int phrase)
    {
        if (phrase >= 0) _pool.AddCopy(symbol, source, phrase);
    }

    private uint TextClue(int node) => node == 0 ? 0 : Clues.Hash(_reader.TextOf(node));
}
