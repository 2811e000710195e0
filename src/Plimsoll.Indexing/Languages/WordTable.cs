using System.Runtime.CompilerServices;
using System.Text;

namespace Plimsoll.Indexing.Languages;

/// <summary>A small hash table from a word to its code. Look-ups do not allocate and mostly end after one compare.</summary>
internal sealed class WordTable
{
    // At most 120 words a language; 512 slots keep chains at one or two.
    private const int Slots = 512;

    private readonly byte[] _letters;
    private readonly int[] _slots = new int[Slots];
    private readonly byte[] _codes;
    private readonly short[] _starts;

    private WordTable(byte[] letters, short[] starts, byte[] codes)
    {
        _letters = letters;
        _starts = starts;
        _codes = codes;
        for (int word = 0; word < codes.Length; word++)
        {
            int length = starts[word + 1] - starts[word];
            int slot = Hash(letters[starts[word]], letters[starts[word + 1] - 1], letters[starts[word] + (length >> 1)], length);
            while (_slots[slot] != 0) slot = (slot + 1) & (Slots - 1);
            _slots[slot] = word + 1;
        }
    }

    /// <summary>Reads <c>Code:word word Code:word …</c>, where Code is a name of <see cref="Word"/>.</summary>
    internal static WordTable Parse(string list)
    {
        var letters = new List<byte>();
        var starts = new List<short> { 0 };
        var codes = new List<byte>();
        byte code = 0;
        foreach (string part in list.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Length > 1 && part[^1] == ':')
            {
                code = (byte)Enum.Parse<Word>(part.AsSpan(0, part.Length - 1));
                continue;
            }

            letters.AddRange(Encoding.UTF8.GetBytes(part));
            starts.Add((short)letters.Count);
            codes.Add(code);
        }

        return new WordTable(letters.ToArray(), starts.ToArray(), codes.ToArray());
    }

    /// <summary>The code of a word, or <see cref="Word.None"/>.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal unsafe Word Find(byte* letters, int length)
    {
        int slot = Hash(letters[0], letters[length - 1], letters[length >> 1], length);
        while (_slots[slot] != 0)
        {
            int index = _slots[slot] - 1;
            int start = _starts[index];
            if (_starts[index + 1] - start == length && new ReadOnlySpan<byte>(letters, length).SequenceEqual(_letters.AsSpan(start, length)))
            {
                return (Word)_codes[index];
            }

            slot = (slot + 1) & (Slots - 1);
        }

        return Word.None;
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static int Hash(byte first, byte last, byte middle, int length) =>
        ((first * 31) + (last * 7) + (middle * 131) + (length * 17)) & (Slots - 1);
}
