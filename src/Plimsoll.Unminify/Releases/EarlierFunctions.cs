using Plimsoll.JavaScript.Renaming;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.Unminify.Releases;

/// <summary>
/// The functions of a rename map, by their prints, each with its names. All of it lies in the blocks of a store, so that a map may be as large as it likes: 24 bytes a function, 4 a name, and each
/// different name once.
/// </summary>
internal sealed class EarlierFunctions : IDisposable
{
    /// <summary>The number of a name that is none: no identifier, or too long.</summary>
    public const int NoName = -1;

    private readonly ChunkList<Function> _functions;
    private readonly ChunkList<int> _names;
    private readonly ChunkList<int> _buckets;
    private readonly TextPool _texts;

    public EarlierFunctions(ChunkStore store)
    {
        _functions = new ChunkList<Function>(store);
        _names = new ChunkList<int>(store);
        _buckets = new ChunkList<int>(store);
        _texts = new TextPool(store);
    }

    /// <summary>The names of bindings, functions' own names left out, that no function of the program took.</summary>
    public long Left { get; private set; }

    /// <summary>A name by its number.</summary>
    public ReadOnlySpan<byte> this[int name] => _texts[name];

    /// <summary>Begins a function, whose names follow.</summary>
    public void Begin(ulong print) => _functions.Add(new Function { Print = print, First = _names.Count });

    /// <summary>Adds a name to the function that was begun last. The first is its own, which may be empty.</summary>
    public void AddName(ReadOnlySpan<byte> name)
    {
        ref Function function = ref _functions[_functions.Count - 1];
        _names.Add(name.Length <= RenameMap.NameBytesMax && IdentifierText.IsName(name) ? _texts.Add(name) : NoName);
        if (function.Count++ > 0) Left++;
    }

    /// <summary>Makes ready for questions, when all are there.</summary>
    public void Complete()
    {
        int count = 1;
        while (count < _functions.Count) count *= 2;
        for (int i = 0; i < count; i++) _buckets.Add(0);

        // From the last to the first, so that of functions that are alike the first is found first.
        for (int i = _functions.Count - 1; i >= 0; i--)
        {
            ref int bucket = ref BucketOf(_functions[i].Print);
            _functions[i].Next = bucket;
            bucket = i + 1;
        }
    }

    /// <summary>Takes the first function with a print that was not taken.</summary>
    /// <returns>The numbers of its names, its own first; empty where there is none.</returns>
    public NameList Take(ulong print)
    {
        ref int link = ref BucketOf(print);
        while (link > 0 && _functions[link - 1].Print != print) link = ref _functions[link - 1].Next;
        if (link == 0) return default;
        ref Function function = ref _functions[link - 1];
        link = function.Next;
        Left -= function.Count - 1;
        return new NameList(_names, function.First, function.Count);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _functions.Dispose();
        _names.Dispose();
        _buckets.Dispose();
        _texts.Dispose();
    }

    private ref int BucketOf(ulong print) => ref _buckets[(int)(print & (uint)(_buckets.Count - 1))];

    /// <summary>The names of one function.</summary>
    internal readonly struct NameList(ChunkList<int> names, int first, int count)
    {
        public int Count => count;

        public int this[int index] => names[first + index];
    }

    private struct Function
    {
        public ulong Print;
        public int First;
        public int Count;
        public int Next;
    }
}
