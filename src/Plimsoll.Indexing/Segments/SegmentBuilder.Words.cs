using System.Runtime.CompilerServices;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Outlining;
using Plimsoll.Indexing.Tokens;

namespace Plimsoll.Indexing.Segments;

/// <summary>How the words of a chunk are counted, become terms and are posted.</summary>
internal sealed unsafe partial class SegmentBuilder
{
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

                bool number = classes[*first] == (byte)LetterClass.Digit;
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
        if (Words.ClassOf(word[0]) != LetterClass.Digit)
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
            int count = entry.Counts.Body + entry.Counts.Comment + (SymbolWeight * entry.Counts.Symbol);
            _batch.Add(entry.Token, TokenWeight.Of(count));
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
