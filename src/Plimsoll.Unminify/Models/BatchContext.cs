using System.Buffers;
using System.Globalization;
using Plimsoll.JavaScript.Scopes;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.Unminify.Models;

/// <summary>
/// The code that a request shows: the units of its bindings, whole where they fit, else windows around where each is declared and used. Its own bindings are called `_1`, `_2`, …;
/// bindings that have names already are called by them. Made from the text and the tables, without a tree.
/// </summary>
internal sealed class BatchContext : IDisposable
{
    /// <summary>Shown before a unit: what it is assigned to says what it is.</summary>
    private const int LeadBytes = 48;

    private const int TailBytes = 16;

    /// <summary>Shown before a name: `function`, `var`, or what comes before in a list.</summary>
    private const int BeforeBytes = 10;

    /// <summary>Ranges that are closer are shown as one, since a gap costs a line too.</summary>
    private const int GapBytes = 12;

    /// <summary>Names are usually longer than what they replace, so ranges of the source get only a part of the room.</summary>
    private const double SourceShare = 0.85;

    /// <summary>Units that do not fit are cut at their ends, where least is declared, as long as this much of each is left.</summary>
    private const double UnitShareMin = 0.55;

    private readonly ScopeTables _tables;
    private readonly NamingOrder _order;
    private readonly DecidedNames _decided;
    private readonly SecretPlaces _secrets;

    /// <summary>Of each binding the occurrence in the middle of all.</summary>
    private readonly ChunkList<int> _uses;
    private readonly Dictionary<int, int> _numbers = [];
    private readonly List<(int Start, int End)> _ranges = [];
    private readonly HashSet<int> _units = [];

    public BatchContext(ScopeTables tables, NamingOrder order, DecidedNames decided, ChunkStore store)
    {
        (_tables, _order, _decided) = (tables, order, decided);
        _secrets = new SecretPlaces(tables.Source, store);
        _uses = new ChunkList<int>(store);
        for (int symbol = 0; symbol < tables.Symbols.Count; symbol++) _uses.Add(0);
        for (int i = 0; i < tables.Occurrences.Count; i++)
        {
            // Counts up to the middle, then keeps its place, as a number below zero.
            int symbol = tables.Occurrences[i].Symbol;
            ref int use = ref _uses[symbol];
            if (use >= 0 && use++ == tables.Symbols[symbol].Occurrences / 2) use = ~i;
        }
    }

    /// <summary>Whether all bindings of a batch lie in units.</summary>
    public bool IsOfUnits(NamingBatch batch)
    {
        for (int i = 0; i < batch.Count; i++)
        {
            if (_order.UnitOf(_order[batch.First + i]) < 0) return false;
        }

        return true;
    }

    /// <summary>Writes it.</summary>
    /// <param name="batch">The bindings.</param>
    /// <param name="bytesMax">The most bytes to write.</param>
    /// <param name="output">Where to.</param>
    public void Write(NamingBatch batch, int bytesMax, ArrayBufferWriter<byte> output)
    {
        _numbers.Clear();
        for (int i = 0; i < batch.Count; i++) _numbers.Add(_order[batch.First + i], i + 1);
        FindRanges(batch, (int)(bytesMax * SourceShare));
        int end = output.WrittenCount + bytesMax;
        foreach ((int start, int rangeEnd) in _ranges)
        {
            if (end - output.WrittenCount < LeadBytes) break;
            if (start != _ranges[0].Start) output.Write("\n...\n"u8);
            WriteRange(start, rangeEnd, end, output);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _uses.Dispose();
        _secrets.Dispose();
    }

    private void FindRanges(NamingBatch batch, int bytes)
    {
        _ranges.Clear();
        _units.Clear();
        if (!TryUnits(batch, bytes))
        {
            _ranges.Clear();
            int share = bytes / batch.Count;
            for (int i = 0; i < batch.Count; i++) AddWindows(_order[batch.First + i], share);
        }

        Merge();
    }

    private bool TryUnits(NamingBatch batch, int bytes)
    {
        long length = 0;
        for (int i = 0; i < batch.Count; i++)
        {
            int unit = _order.UnitOf(_order[batch.First + i]);
            if (unit < 0) return false;
            if (!_units.Add(unit)) continue;
            length += _tables.Scopes[unit].End - _tables.Scopes[unit].Start;
            bytes -= LeadBytes + TailBytes;
        }

        double share = Math.Min(1, bytes / (double)Math.Max(1, length));
        if (share < UnitShareMin) return false;
        foreach (int unit in _units)
        {
            ref Scope scope = ref _tables.Scopes[unit];
            AddRange(scope.Start - LeadBytes, scope.Start + (int)((scope.End - scope.Start) * share) + TailBytes);
        }

        return true;
    }

    private void AddWindows(int symbol, int share)
    {
        int declaration = _tables.Symbols[symbol].Declaration;
        int use = _uses[symbol] < 0 ? _tables.Occurrences[~_uses[symbol]].Offset : declaration;
        byte next = _tables.Source.At(declaration + _tables.Names[_tables.Symbols[symbol].Name].Length);
        if (next is (byte)'=' or (byte)'(' or (byte)'{' || Math.Abs(use - declaration) < share / 2)
        {
            // What it is given, or does, says more than any use.
            AddRange(declaration - BeforeBytes, declaration + share - BeforeBytes);
            return;
        }

        AddRange(declaration - BeforeBytes, declaration + (share / 4));
        AddRange(use - (share / 4), use + (share / 2) - BeforeBytes);
    }

    private void AddRange(int start, int end)
    {
        SourceText source = _tables.Source;
        (start, end) = (Math.Max(0, start), Math.Min(source.Length, end));

        // No character is cut in two.
        while (start > 0 && (source.At(start) & 0xC0) == 0x80) start--;
        while (end < source.Length && (source.At(end) & 0xC0) == 0x80) end++;
        _ranges.Add((start, end));
    }

    private void Merge()
    {
        _ranges.Sort();
        int kept = 0;
        for (int i = 1; i < _ranges.Count; i++)
        {
            if (_ranges[i].Start <= _ranges[kept].End + GapBytes) _ranges[kept] = (_ranges[kept].Start, Math.Max(_ranges[kept].End, _ranges[i].End));
            else _ranges[++kept] = _ranges[i];
        }

        _ranges.RemoveRange(kept + 1, _ranges.Count - kept - 1);
    }

    private void WriteRange(int start, int end, int outputEnd, ArrayBufferWriter<byte> output)
    {
        Span<byte> name = stackalloc byte[byte.MaxValue];
        int at = start;
        for (int i = _tables.FirstOccurrenceFrom(start); i < _tables.Occurrences.Count && _tables.Occurrences[i].Offset < end; i++)
        {
            ref Occurrence occurrence = ref _tables.Occurrences[i];
            ReadOnlySpan<byte> old = _tables.Names[_tables.Symbols[occurrence.Symbol].Name];
            int length = NameOf(occurrence.Symbol, name);
            if (length == 0 || occurrence.Offset < at || !_tables.Source.Span[occurrence.Offset..end].StartsWith(old)) continue;
            if (!TryCopy(at, occurrence.Offset, outputEnd, output) || outputEnd - output.WrittenCount < length + old.Length + 1) return;
            if (occurrence.Expansion != Expansion.None)
            {
                output.Write(old);
                output.Write(":"u8);
            }

            output.Write(name[..length]);
            at = occurrence.Offset + old.Length;
        }

        TryCopy(at, end, outputEnd, output);
    }

    /// <summary>What a binding is called in the prompt; 0 for its own name.</summary>
    private int NameOf(int symbol, Span<byte> name)
    {
        if (!_numbers.TryGetValue(symbol, out int number)) return _decided.Has(symbol) ? _decided.CopyTo(symbol, name) : 0;
        name[0] = (byte)'_';
        number.TryFormat(name[1..], out int digits, default, CultureInfo.InvariantCulture);
        return digits + 1;
    }

    /// <summary>Copies text that has no secrets; false where there is no room for all of it.</summary>
    private bool TryCopy(int start, int end, int outputEnd, ArrayBufferWriter<byte> output)
    {
        for (int i = _secrets.FirstFrom(start); i < _secrets.Count && _secrets[i].Start < end; i++)
        {
            if (!TryCopyPlain(start, _secrets[i].Start, outputEnd, output)) return false;
            if (!TryWrite("[redacted]"u8, outputEnd, output)) return false;
            start = Math.Max(start, _secrets[i].End);
        }

        return TryCopyPlain(start, end, outputEnd, output);
    }

    private bool TryCopyPlain(int start, int end, int outputEnd, ArrayBufferWriter<byte> output)
    {
        if (start >= end) return true;
        int room = Math.Max(0, outputEnd - output.WrittenCount);
        if (end - start <= room) return TryWrite(_tables.Source.Slice(start, end), outputEnd, output);
        int cut = start + room;
        while (cut > start && (_tables.Source.At(cut) & 0xC0) == 0x80) cut--;
        TryWrite(_tables.Source.Slice(start, cut), outputEnd, output);
        return false;
    }

    private static bool TryWrite(ReadOnlySpan<byte> text, int outputEnd, ArrayBufferWriter<byte> output)
    {
        if (text.Length > outputEnd - output.WrittenCount) return false;
        output.Write(text);
        return true;
    }
}
