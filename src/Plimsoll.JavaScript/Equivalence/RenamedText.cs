using Plimsoll.JavaScript.Renaming;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.JavaScript.Equivalence;

/// <summary>
/// Whether one program is another with other names and nothing else changed: both have the same text between the places of bindings, and each place is bound to
/// the same binding. It reads the tables of both and compares bytes; no tree is made. For programs that were printed anew there is <see cref="CanonicalForm"/>.
/// </summary>
public sealed class RenamedText
{
    private readonly ScopeTables _ours;
    private readonly ScopeTables _theirs;
    private readonly ChunkList<int> _ourNumbers;
    private readonly ChunkList<int> _theirNumbers;
    private int _met;
    private int _ourEnd;
    private int _theirEnd;

    private RenamedText(ScopeTables ours, ScopeTables theirs, ChunkList<int> ourNumbers, ChunkList<int> theirNumbers) =>
        (_ours, _theirs, _ourNumbers, _theirNumbers) = (ours, theirs, ourNumbers, theirNumbers);

    /// <summary>Compares two programs.</summary>
    /// <param name="ours">The program as it was.</param>
    /// <param name="theirs">The program with other names.</param>
    /// <param name="store">Where 4 bytes a binding of each are taken from.</param>
    /// <returns>Where they begin to differ, as byte offsets in both; null where they do not.</returns>
    public static (int Ours, int Theirs)? FirstDifference(ScopeTables ours, ScopeTables theirs, ChunkStore store)
    {
        using ChunkList<int> ourNumbers = Zeros(ours.Symbols.Count, store);
        using ChunkList<int> theirNumbers = Zeros(theirs.Symbols.Count, store);
        RenamedText comparison = new(ours, theirs, ourNumbers, theirNumbers);
        bool isSame = ours.Goal == theirs.Goal && comparison.IsSame();
        return isSame ? null : (comparison._ourEnd, comparison._theirEnd);
    }

    private static ChunkList<int> Zeros(int count, ChunkStore store)
    {
        ChunkList<int> numbers = new(store);
        for (int i = 0; i < count; i++) numbers.Add(0);
        return numbers;
    }

    private bool IsSame()
    {
        if (_ours.Occurrences.Count != _theirs.Occurrences.Count) return false;
        for (int i = 0; i < _ours.Occurrences.Count; i++)
        {
            if (!IsSamePlace(_ours.Occurrences[i], _theirs.Occurrences[i])) return false;
        }

        return RestOf(_ours, _ourEnd).SequenceEqual(RestOf(_theirs, _theirEnd));
    }

    private bool IsSamePlace(in Occurrence our, in Occurrence their)
    {
        ReadOnlySpan<byte> ourName = NameAt(_ours, our), theirName = NameAt(_theirs, their);
        if (their.Offset < _theirEnd || our.IsDeclaration != their.IsDeclaration || !IsSameBinding(our.Symbol, their.Symbol, ourName, theirName)) return false;
        ReadOnlySpan<byte> before = _theirs.Source.Slice(_theirEnd, their.Offset);
        if (!StartsWith(ref before, _ours.Source.Slice(_ourEnd, our.Offset))) return false;
        int theirEnd = their.Offset + theirName.Length;
        if (our.Expansion != their.Expansion && !IsExpanded(our.Expansion, ref before, ref theirEnd, ourName)) return false;
        if (!before.IsEmpty || (our.Expansion != Expansion.None && our.Expansion == their.Expansion && !ourName.SequenceEqual(theirName))) return false;
        (_ourEnd, _theirEnd) = (our.Offset + ourName.Length, theirEnd);
        return true;
    }

    /// <summary>Takes away what must stand around a name that is no longer that of the property or export, too.</summary>
    private bool IsExpanded(Expansion expansion, ref ReadOnlySpan<byte> before, ref int theirEnd, scoped ReadOnlySpan<byte> name)
    {
        switch (expansion)
        {
            case Expansion.Shorthand when IdentifierText.IsProto(name):
                return StartsWith(ref before, "[\"__proto__\"]: "u8);
            case Expansion.Shorthand:
                return StartsWith(ref before, name) && StartsWith(ref before, ": "u8);
            case Expansion.Import:
                return StartsWith(ref before, name) && StartsWith(ref before, " as "u8);
            case Expansion.Export:
                ReadOnlySpan<byte> rest = RestOf(_theirs, theirEnd);
                if (!StartsWith(ref rest, " as "u8) || !StartsWith(ref rest, name)) return false;
                theirEnd += " as ".Length + name.Length;
                return true;
            default:
                return false;
        }
    }

    private bool IsSameBinding(int our, int their, ReadOnlySpan<byte> ourName, ReadOnlySpan<byte> theirName)
    {
        SymbolKind kind = _ours.Symbols[our].Kind;
        if (kind != _theirs.Symbols[their].Kind) return false;
        if (kind is SymbolKind.Free or SymbolKind.Arguments && !ourName.SequenceEqual(theirName)) return false;
        if (_ourNumbers[our] == 0 && _theirNumbers[their] == 0) _ourNumbers[our] = _theirNumbers[their] = ++_met;
        return _ourNumbers[our] == _theirNumbers[their];
    }

    private static ReadOnlySpan<byte> NameAt(ScopeTables tables, in Occurrence occurrence) =>
        tables.Source.Slice(occurrence.Offset, occurrence.Offset + IdentifierText.LengthAt(tables.Source, occurrence.Offset));

    private static ReadOnlySpan<byte> RestOf(ScopeTables tables, int from) => tables.Source.Slice(from, tables.Source.Length);

    private static bool StartsWith(ref ReadOnlySpan<byte> text, scoped ReadOnlySpan<byte> start)
    {
        if (!text.StartsWith(start)) return false;
        text = text[start.Length..];
        return true;
    }
}
