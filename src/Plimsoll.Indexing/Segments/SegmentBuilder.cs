using System.Runtime.CompilerServices;
using Plimsoll.Files;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Outlining;
using Plimsoll.Indexing.Tokens;

namespace Plimsoll.Indexing.Segments;

/// <summary>
/// A segment in the making. One worker owns it, feeds it files in the order of their paths, and writes it out when
/// <see cref="HasRoomFor"/> says no. All that grows lives in native buffers whose sum stays within the lease.
/// </summary>
internal sealed unsafe class SegmentBuilder : IDisposable
{
    /// <summary>Distinct words a file beyond which new ones are left out (and the file reported): only blobs have more.</summary>
    public const int DistinctWordsPerFile = 65_536;

    private readonly IEmbedder _embedder;
    private readonly EmbeddingBatch _batch = new();
    private readonly NativeBuffer<int> _expansions;
    private readonly NativeBuffer<int> _metWords = new(1 << 20);
    private readonly NativeBuffer<TermCounts> _metCounts = new(1 << 20);
    private readonly NativeBuffer<int> _chunkTerms = new(1 << 21);
    private readonly long _lease;
    private int _commentAt;
    private int _distinctInFile;
    private bool _shortened;

    /// <summary>Creates a builder.</summary>
    /// <param name="leaseBytes">What its buffers may take together.</param>
    /// <param name="embedder">Makes the vectors; not disposed here.</param>
    public SegmentBuilder(long leaseBytes, IEmbedder embedder)
    {
        _lease = leaseBytes;
        _embedder = embedder;

        // Entries take about half of the lease on real code; each buffer may take more than its usual share, the sum may not.
        int terms = (int)Math.Min(leaseBytes / sizeof(TermEntry) * 3 / 4, int.MaxValue / 4);
        int bytes = (int)Math.Min(leaseBytes, int.MaxValue / 2);
        Terms = new TermTable(terms, bytes);
        Postings = new PostingPool(bytes);
        _expansions = new NativeBuffer<int>(bytes / 8);
        Chunks = new NativeBuffer<ChunkRecord>(bytes / sizeof(ChunkRecord));
        Vectors = new NativeBuffer<sbyte>(bytes);
        Definitions = new NativeBuffer<byte>(bytes);
        Files = new NativeBuffer<FileRecord>(bytes / sizeof(FileRecord));
        Paths = new NativeBuffer<byte>(bytes);
        PathWords = new NativeBuffer<ulong>(bytes / sizeof(ulong));
        Sort = new TermSort(terms);
    }

    public TermTable Terms { get; }

    public PostingPool Postings { get; }

    public NativeBuffer<ChunkRecord> Chunks { get; }

    public NativeBuffer<sbyte> Vectors { get; }

    public NativeBuffer<byte> Definitions { get; }

    public NativeBuffer<FileRecord> Files { get; }

    public NativeBuffer<byte> Paths { get; }

    /// <summary>Words of paths: the term in the high half, then the file and whether it is the file's own name in the lowest bit.</summary>
    public NativeBuffer<ulong> PathWords { get; }

    /// <summary>The buffers that bring terms in order when the segment is written.</summary>
    public TermSort Sort { get; }

    public IEmbedder Embedder => _embedder;

    /// <summary>Chunks that are embedded together; the result does not depend on it.</summary>
    public int BatchSize { get; set; } = 64;

    /// <summary>Batches that were embedded so far.</summary>
    public long BatchesEmbedded { get; private set; }

    public bool IsEmpty => Files.Count == 0;

    /// <summary>Bytes of the buffers in use.</summary>
    public long UsedBytes => Terms.Entries.UsedBytes + Terms.Text.UsedBytes + (Terms.Entries.Count * (long)TermSort.BytesPerTerm)
        + Postings.UsedBytes + _expansions.UsedBytes + Chunks.UsedBytes + Vectors.UsedBytes + Definitions.UsedBytes
        + Files.UsedBytes + Paths.UsedBytes + PathWords.UsedBytes + TermTable.SlotBytes(Terms.Entries.Capacity);

    /// <summary>Whether a file of this many bytes surely fits.</summary>
    public bool HasRoomFor(long fileBytes) =>
        UsedBytes + NeedOf(fileBytes) <= _lease && Terms.Entries.Count + WordsOf(fileBytes) <= Terms.Entries.Capacity;

    /// <summary>The smallest lease into which any file of this many bytes fits.</summary>
    public static long SmallestLease(long fileBytes)
    {
        long lease = NeedOf(fileBytes);

        // The slots of the table are there from the start and grow with the lease.
        long entries = lease / sizeof(TermEntry) * 3 / 4;
        return Math.Max(lease + (TermTable.SlotBytes((int)Math.Min(entries, int.MaxValue / 4)) * 2), 4L << 20);
    }

    private static long WordsOf(long fileBytes) => Math.Min(fileBytes / 4, DistinctWordsPerFile) + 64;

    /// <summary>A word takes at least three letters and a space to be new often; postings take less than a byte and a half for one of text.</summary>
    private static long NeedOf(long fileBytes) =>
        (WordsOf(fileBytes) * (sizeof(TermEntry) + TermSort.BytesPerTerm + 16)) + (fileBytes / 2 * 3) + (64 * 1024);

    /// <summary>Adds a file whose content is not indexed, so that the next run knows it without reading it.</summary>
    public void AddSkippedFile(ReadOnlySpan<byte> path, in FileStamp stamp, in ContentHash hash, SkipReason reason)
    {
        BeginFile(path, stamp, hash, 0);
        Files[Files.Count - 1].Skip = (byte)reason;
    }

    /// <summary>Begins a file; its chunks follow in order.</summary>
    public void BeginFile(ReadOnlySpan<byte> path, in FileStamp stamp, in ContentHash hash, byte language)
    {
        Files.Add(new FileRecord
        {
            Size = stamp.Size,
            ModifiedNs = stamp.ModifiedNs,
            ChangedNs = stamp.ChangedNs,
            Inode = stamp.Inode,
            Hash = hash,
            PathOffset = (uint)Paths.Append(path),
            PathLength = (ushort)path.Length,
            FirstChunk = (uint)Chunks.Count,
            Language = language,
        });
        _distinctInFile = 0;
        _commentAt = 0;
        _shortened = false;
    }

    /// <summary>Adds the next chunk of the file.</summary>
    /// <param name="text">The text of the file.</param>
    /// <param name="outline">Its outline.</param>
    /// <param name="chunk">The chunk.</param>
    public void AddChunk(ReadOnlySpan<byte> text, Outline outline, in Chunk chunk)
    {
        int ordinal = Chunks.Count;
        int file = Files.Count - 1;
        _metWords.Clear();
        _metCounts.Clear();
        CountDefinitions(text, outline, chunk);
        CountText(text, outline.Comments, chunk.StartOffset, chunk.EndOffset);
        TermCounts lengths = PostTerms(ordinal);
        int definitions = DefinitionCode.Write(Definitions, text, outline, chunk);
        Chunks.Add(new ChunkRecord
        {
            File = (uint)file,
            StartLine = chunk.StartLine,
            EndLine = chunk.EndLine,
            StartOffset = (uint)chunk.StartOffset,
            Length = (uint)(chunk.EndOffset - chunk.StartOffset),
            Definitions = (uint)definitions,
            DefinitionCount = (byte)Math.Min(chunk.DefinitionCount, DefinitionCode.MostDefinitions),
            Lengths = lengths,
            Kind = (byte)chunk.Kind,
        });
        Files[file].ChunkCount++;
        Files[file].Shortened = (byte)(_shortened ? 1 : 0);
        _batch.EndItem(_embedder.NeedsText ? text[chunk.StartOffset..chunk.EndOffset] : default);
        if (_batch.Count >= BatchSize)
            EmbedBatch();
    }

    /// <summary>Ends the file: its path becomes findable.</summary>
    public void EndFile()
    {
        int file = Files.Count - 1;
        ref FileRecord record = ref Files[file];
        var path = new ReadOnlySpan<byte>(Paths.Pointer + record.PathOffset, record.PathLength);
        int nameStart = path.LastIndexOf((byte)'/') + 1;
        int at = 0;
        while (NextWord(path, ref at, out int start))
        {
            _metWords.Clear();
            _metCounts.Clear();
            Meet(path[start..at], Field.Symbol, int.MaxValue);
            foreach (int word in _metWords.Span)
                PostPathWord(word, file, start >= nameStart);
        }
    }

    /// <summary>Embeds what waits; afterwards the segment can be written.</summary>
    public void EmbedBatch()
    {
        if (_batch.Count == 0)
            return;
        int dimensions = _embedder.Dimensions;
        int at = Vectors.Reserve(_batch.Count * dimensions);
        _embedder.Embed(_batch, new Span<sbyte>(Vectors.Pointer + at, _batch.Count * dimensions));
        _batch.Clear();
        BatchesEmbedded++;
    }

    /// <summary>Forgets all, for the next segment.</summary>
    public void Clear()
    {
        Terms.Clear();
        Postings.Clear();
        _expansions.Clear();
        Chunks.Clear();
        Vectors.Clear();
        Definitions.Clear();
        Files.Clear();
        Paths.Clear();
        PathWords.Clear();
        _batch.Clear();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Terms.Dispose();
        Postings.Dispose();
        _expansions.Dispose();
        _metWords.Dispose();
        _metCounts.Dispose();
        _chunkTerms.Dispose();
        Chunks.Dispose();
        Vectors.Dispose();
        Definitions.Dispose();
        Files.Dispose();
        Paths.Dispose();
        PathWords.Dispose();
        Sort.Dispose();
    }

    private enum Field
    {
        Body,
        Comment,
        Symbol,
    }

    private void CountDefinitions(ReadOnlySpan<byte> text, Outline outline, in Chunk chunk)
    {
        for (int i = 0; i < chunk.DefinitionCount; i++)
        {
            ref readonly Definition definition = ref outline.Definitions[chunk.FirstDefinition + i];
            CountWords(text.Slice(definition.NameOffset, definition.NameLength), Field.Symbol);
        }
    }

    private void CountText(ReadOnlySpan<byte> text, ReadOnlySpan<TextSpan> comments, int start, int end)
    {
        int at = start;
        while (at < end)
        {
            while (_commentAt < comments.Length && comments[_commentAt].Offset + comments[_commentAt].Length <= at)
                _commentAt++;
            if (_commentAt == comments.Length || comments[_commentAt].Offset >= end)
            {
                CountWords(text[at..end], Field.Body);
                return;
            }

            TextSpan comment = comments[_commentAt];
            if (comment.Offset > at)
                CountWords(text[at..comment.Offset], Field.Body);
            int commentEnd = Math.Min(comment.Offset + comment.Length, end);
            CountWords(text[Math.Max(at, comment.Offset)..commentEnd], Field.Comment);
            at = commentEnd;
        }
    }

    private void CountWords(ReadOnlySpan<byte> text, Field field)
    {
        int at = 0;
        while (NextWord(text, ref at, out int start))
            Meet(text[start..at], field, Files.Count - 1);
    }

    /// <summary>Finds the next word: <paramref name="at"/> moves to its end.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal static bool NextWord(ReadOnlySpan<byte> text, ref int at, out int start)
    {
        fixed (byte* bytes = text)
        fixed (byte* classes = Words.ClassTable)
        {
            byte* end = bytes + text.Length;
            byte* cursor = bytes + at;
            while (true)
            {
                while (cursor < end && classes[*cursor] == 0)
                    cursor++;
                byte* first = cursor;
                while (cursor < end && classes[*cursor] != 0)
                    cursor++;
                long length = cursor - first;
                if (length == 0)
                {
                    at = start = text.Length;
                    return false;
                }

                bool number = classes[*first] == (byte)ByteClass.Digit;
                if (length >= (number ? Words.ShortestNumber : Words.ShortestWord)
                    && length <= (number ? Words.LongestNumber : Words.LongestWord))
                {
                    start = (int)(first - bytes);
                    at = (int)(cursor - bytes);
                    return true;
                }
            }
        }
    }

    /// <summary>Counts one word of the chunk in the making.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Meet(ReadOnlySpan<byte> word, Field field, int file)
    {
        ulong hash = Words.Hash(word);
        int index = Terms.Find(word, hash);
        if (index < 0 || Terms.Entries.Pointer[index].MetInFile != file)
        {
            if (!Admit(word, hash, ref index, file))
                return;
        }

        ref TermEntry entry = ref Terms.Entries.Pointer[index];
        if (entry.MetAt >= _metWords.Count || _metWords.Pointer[entry.MetAt] != index)
        {
            entry.MetAt = _metWords.Count;
            _metWords.Add(index);
            _metCounts.Add(default);
        }

        ref TermCounts counts = ref _metCounts.Pointer[entry.MetAt];
        ref ushort count = ref field == Field.Body ? ref counts.Body : ref field == Field.Comment ? ref counts.Comment : ref counts.Symbol;
        if (count < ushort.MaxValue)
            count++;
    }

    /// <summary>Takes a word that is new to the file, if the file may have more distinct words.</summary>
    private bool Admit(ReadOnlySpan<byte> word, ulong hash, ref int index, int file)
    {
        if (_distinctInFile >= DistinctWordsPerFile && file != int.MaxValue)
        {
            _shortened = true;
            return false;
        }

        if (index < 0)
            index = AddWord(word, hash);
        if ((Terms.Entries[index].Flags & TermFlags.Expanded) == TermFlags.None)
            Expand(index);
        if (file != int.MaxValue)
        {
            _distinctInFile++;
            Terms.Entries[index].MetInFile = file;
        }

        return true;
    }

    /// <summary>Adds a word as it stands in the text; in lower case it is a term itself.</summary>
    private int AddWord(ReadOnlySpan<byte> word, ulong hash)
    {
        int index = Terms.Add(word, hash);
        Span<byte> folded = stackalloc byte[Words.LongestWord];
        folded = folded[..word.Length];
        Fold(word, folded);
        if (folded.SequenceEqual(word))
            MakeTerm(index, word);
        return index;
    }

    /// <summary>The entry of a term that need not have stood in the text by itself.</summary>
    private int FindOrAddTerm(ReadOnlySpan<byte> term)
    {
        ulong hash = Words.Hash(term);
        int index = Terms.Find(term, hash);
        if (index >= 0)
            return index;
        index = Terms.Add(term, hash);
        MakeTerm(index, term);
        return index;
    }

    private void MakeTerm(int index, ReadOnlySpan<byte> term)
    {
        Terms.Entries[index].Flags = TermFlags.IsTerm;
        Terms.Entries[index].Token = _embedder.TokenOf(term);
    }

    /// <summary>
    /// Lists the terms that a word stands for besides itself: its form in lower case and its parts. Done when the word is first met
    /// as a word, so that it does not matter whether it was a part of another one before.
    /// </summary>
    private void Expand(int index)
    {
        ReadOnlySpan<byte> word = Terms.TextOf(Terms.Entries[index]);
        Span<byte> folded = stackalloc byte[Words.LongestWord];
        folded = folded[..word.Length];
        Fold(word, folded);
        int first = _expansions.Count;
        if ((Terms.Entries[index].Flags & TermFlags.IsTerm) == TermFlags.None)
            _expansions.Add(FindOrAddTerm(folded));
        if (Words.ClassOf(word[0]) != ByteClass.Digit)
            AddParts(word, folded);
        ref TermEntry entry = ref Terms.Entries[index];
        entry.Flags |= TermFlags.Expanded;
        entry.FirstExpansion = first;
        entry.ExpansionCount = (byte)(_expansions.Count - first);
    }

    private void AddParts(ReadOnlySpan<byte> word, ReadOnlySpan<byte> folded)
    {
        Span<SubToken> parts = stackalloc SubToken[SubTokens.MostParts];
        int count = SubTokens.Split(word, parts);
        foreach (SubToken part in parts[..count])
        {
            if (part.Length < word.Length)
                _expansions.Add(FindOrAddTerm(folded.Slice(part.Start, part.Length)));
        }
    }

    private static void Fold(ReadOnlySpan<byte> word, Span<byte> folded)
    {
        for (int i = 0; i < word.Length; i++)
            folded[i] = Words.Fold(word[i]);
    }

    private TermCounts PostTerms(int chunk)
    {
        _chunkTerms.Clear();
        for (int i = 0; i < _metWords.Count; i++)
        {
            ref readonly TermEntry word = ref Terms.Entries[_metWords[i]];
            TermCounts counts = _metCounts[i];
            if ((word.Flags & TermFlags.IsTerm) != TermFlags.None)
                Post(_metWords[i], chunk, counts);
            int last = word.FirstExpansion + word.ExpansionCount;
            for (int at = word.FirstExpansion; at < last; at++)
                Post(_expansions[at], chunk, counts);
        }

        return AddFeatures();
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private void Post(int term, int chunk, in TermCounts counts)
    {
        ref TermEntry entry = ref Terms.Entries.Pointer[term];
        if (entry.LastChunk != chunk)
        {
            if (entry.LastChunk >= 0)
                Postings.Append(ref entry);
            entry.LastChunk = chunk;
            entry.Counts = counts;
            entry.ChunkCount++;
            _chunkTerms.Add(term);
            return;
        }

        entry.Counts.Body = (ushort)Math.Min(ushort.MaxValue, entry.Counts.Body + counts.Body);
        entry.Counts.Comment = (ushort)Math.Min(ushort.MaxValue, entry.Counts.Comment + counts.Comment);
        entry.Counts.Symbol = (ushort)Math.Min(ushort.MaxValue, entry.Counts.Symbol + counts.Symbol);
    }

    /// <summary>Hands the chunk's terms to the embedder and adds up the lengths of its fields.</summary>
    private TermCounts AddFeatures()
    {
        int body = 0, comment = 0, symbol = 0;
        foreach (int term in _chunkTerms.Span)
        {
            ref readonly TermEntry entry = ref Terms.Entries[term];
            body += entry.Counts.Body;
            comment += entry.Counts.Comment;
            symbol += entry.Counts.Symbol;
            int count = entry.Counts.Body + entry.Counts.Comment + (2 * entry.Counts.Symbol);
            _batch.Add(entry.Token, BuiltinEmbedder.WeightOf(count));
        }

        return new TermCounts
        {
            Body = (ushort)Math.Min(ushort.MaxValue, body),
            Comment = (ushort)Math.Min(ushort.MaxValue, comment),
            Symbol = (ushort)Math.Min(ushort.MaxValue, symbol),
        };
    }

    private void PostPathWord(int word, int file, bool ownName)
    {
        ref readonly TermEntry entry = ref Terms.Entries[word];
        ulong posting = ((ulong)file << 1) | (ownName ? 1UL : 0UL);
        if ((entry.Flags & TermFlags.IsTerm) != TermFlags.None)
            PathWords.Add(((ulong)word << 32) | posting);
        for (int i = 0; i < entry.ExpansionCount; i++)
            PathWords.Add(((ulong)_expansions[entry.FirstExpansion + i] << 32) | posting);
    }
}
