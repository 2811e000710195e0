using System.Runtime.CompilerServices;
using Plimsoll.JavaScript.Text;

namespace Plimsoll.Unminify.Naming;

/// <summary>
/// What was seen of the bindings whose scopes are open. Each has three short lists in small blocks; when its scope closes the blocks go to the next
/// binding, so that the pool stays as small as what is open at a time.
/// </summary>
internal sealed unsafe class EvidencePool : IDisposable
{
    /// <summary>A binding that is used thousands of times is known well enough after so many different clues.</summary>
    public const int CluesMax = 120;

    /// <summary>Words that are kept to copy from.</summary>
    public const int CopiesMax = 48;

    /// <summary>Neighbours that are kept.</summary>
    public const int TiesMax = 40;

    private const int None = -1;
    private const int Taken = -2;

    private readonly ChunkList<int> _rows;
    private readonly ChunkList<Row> _pool;
    private readonly ChunkList<Block> _blocks;
    private int _freeRow = None;
    private int _freeBlock = None;

    /// <summary>A pool for a number of bindings.</summary>
    public EvidencePool(int symbols, ChunkStore store)
    {
        _rows = new ChunkList<int>(store);
        _pool = new ChunkList<Row>(store);
        _blocks = new ChunkList<Block>(store);
        for (int symbol = 0; symbol < symbols; symbol++) _rows.Add(None);
    }

    /// <summary>Adds a clue unless it is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddClue(int symbol, uint clue)
    {
        if (_rows[symbol] == Taken) return;
        ref Row row = ref RowOf(symbol);
        if (row.Clues < CluesMax && !Has(row.FirstClue, row.Clues, clue)) Push(ref row.FirstClue, row.Clues++, clue);
    }

    /// <summary>Adds a word to copy from unless it is there.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddCopy(int symbol, CopySource source, int phrase)
    {
        if (_rows[symbol] == Taken) return;
        ref Row row = ref RowOf(symbol);
        uint copy = CopyOf(source, phrase);
        if (row.Copies < CopiesMax && !Has(row.FirstCopy, row.Copies, copy)) Push(ref row.FirstCopy, row.Copies++, copy);
    }

    /// <summary>Adds a neighbour unless it is there with the same relation.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public void AddTie(int symbol, uint relation, int other)
    {
        if (_rows[symbol] == Taken) return;
        ref Row row = ref RowOf(symbol);
        if (row.Ties >= TiesMax || HasTie(row.FirstTie, row.Ties * 2, relation, (uint)other)) return;
        Push(ref row.FirstTie, row.Ties * 2, relation);
        Push(ref row.FirstTie, (row.Ties * 2) + 1, (uint)other);
        row.Ties++;
    }

    /// <summary>The words of a function are those of this binding's own.</summary>
    public void SetWords(int symbol, int words)
    {
        if (_rows[symbol] != Taken) RowOf(symbol).Words = words;
    }

    /// <summary>Moves what is known of a binding into a list and forgets it; false where that was done before.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Take(int symbol, EvidenceRecord record)
    {
        int at = _rows[symbol];
        if (at == Taken) return false;
        record.Clear(symbol);
        _rows[symbol] = Taken;
        if (at == None) return true;
        ref Row row = ref _pool[at];
        Drain(row.FirstClue, row.Clues, record.Clues);
        Drain(row.FirstCopy, row.Copies, record.Copies);
        Drain(row.FirstTie, row.Ties * 2, record.Ties);
        record.Words = row.Words;
        row.Next = _freeRow;
        _freeRow = at;
        return true;
    }

    /// <summary>A source and a phrase as one number.</summary>
    public static uint CopyOf(CopySource source, int phrase) => ((uint)source << 24) | (uint)phrase;

    /// <inheritdoc/>
    public void Dispose()
    {
        _rows.Dispose();
        _pool.Dispose();
        _blocks.Dispose();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private ref Row RowOf(int symbol)
    {
        int at = _rows[symbol];
        if (at >= 0) return ref _pool[at];
        at = _freeRow;
        if (at == None) at = _pool.Add(default);
        else _freeRow = _pool[at].Next;
        _rows[symbol] = at;
        ref Row row = ref _pool[at];
        row = new Row { FirstClue = None, FirstCopy = None, FirstTie = None, Words = None };
        return ref row;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Push(ref int first, int count, uint value)
    {
        int place = count % Block.Size;
        if (place == 0)
        {
            int block = _freeBlock;
            if (block == None) block = _blocks.Add(default);
            else _freeBlock = _blocks[block].Next;
            _blocks[block].Next = first;
            first = block;
        }

        _blocks[first].Values[place] = value;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool Has(int block, int count, uint value)
    {
        for (int filled = count == 0 ? 0 : ((count - 1) % Block.Size) + 1; block != None && filled > 0; filled = Block.Size)
        {
            ref Block row = ref _blocks[block];
            for (int i = 0; i < filled; i++)
            {
                if (row.Values[i] == value) return true;
            }

            block = row.Next;
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private bool HasTie(int block, int count, uint relation, uint other)
    {
        for (int filled = count == 0 ? 0 : ((count - 1) % Block.Size) + 1; block != None && filled > 0; filled = Block.Size)
        {
            ref Block row = ref _blocks[block];
            for (int i = 0; i < filled; i += 2)
            {
                if (row.Values[i] == relation && row.Values[i + 1] == other) return true;
            }

            block = row.Next;
        }

        return false;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Drain(int block, int count, List<uint> values)
    {
        // The newest block comes first and may be filled in part; values keep the order within their block.
        for (int filled = count == 0 ? 0 : ((count - 1) % Block.Size) + 1; block != None; filled = Block.Size)
        {
            ref Block row = ref _blocks[block];
            for (int i = 0; i < filled; i++) values.Add(row.Values[i]);
            int next = row.Next;
            row.Next = _freeBlock;
            _freeBlock = block;
            block = next;
        }
    }

    private struct Row
    {
        public int FirstClue;
        public int FirstCopy;
        public int FirstTie;
        public int Words;
        public int Next;
        public byte Clues;
        public byte Copies;
        public byte Ties;
    }

    /// <summary>Six values, or three pairs of a relation and a neighbour.</summary>
    private struct Block
    {
        public const int Size = 6;

        public fixed uint Values[Size];
        public int Next;
    }
}
