using System.Runtime.InteropServices;
using System.Text;
using Plimsoll.Indexing.Embedding;
using Plimsoll.Indexing.Segments;
using Plimsoll.Indexing.Tokens;

namespace Plimsoll.Training.Pairs;

/// <summary>Pairs in the embedder's tokens: to each description the code that it describes.</summary>
internal sealed class PairSet(EmbeddingTable table)
{
    private const int FewestCommentTerms = 4;

    private readonly Dictionary<ulong, int> _places = [];
    private readonly List<(uint Token, int Count)> _terms = [];

    /// <summary>Descriptions, or whatever stands for one.</summary>
    public ItemList Queries { get; } = new();

    /// <summary>The code to each.</summary>
    public ItemList Codes { get; } = new();

    /// <summary>The repository of each, as a number.</summary>
    public List<int> Repositories { get; } = [];

    /// <summary>The repositories by number.</summary>
    public List<string> RepositoryNames { get; } = [];

    /// <summary>How many pairs there are.</summary>
    public int Count => Queries.Count;

    /// <summary>Adds a description and its code.</summary>
    public void AddDescription(in PairLine line)
    {
        CountTerms(line.Sentence, 1);
        End(Queries);
        CountTerms(line.Comments, 1);
        CountTerms(line.Code, 1);
        CountTerms(line.Name, SegmentBuilder.SymbolWeight);
        End(Codes);
        AddRepository(line);
    }

    /// <summary>Adds the comments inside a definition and its code without them, if they say enough.</summary>
    public void AddComments(in PairLine line)
    {
        if (line.Comments.Count((byte)' ') < FewestCommentTerms)
            return;
        CountTerms(line.Comments, 1);
        End(Queries);
        CountTerms(line.Code, 1);
        CountTerms(line.Name, SegmentBuilder.SymbolWeight);
        End(Codes);
        AddRepository(line);
    }

    private void CountTerms(ReadOnlySpan<byte> list, int times)
    {
        while (PairLine.Next(ref list, out ReadOnlySpan<byte> term, out int count))
        {
            ulong hash = Words.Hash(term);
            if (!_places.TryGetValue(hash, out int place))
            {
                _places.Add(hash, place = _terms.Count);
                _terms.Add((table.TokenOf(term), 0));
            }

            CollectionsMarshal.AsSpan(_terms)[place].Count += count * times;
        }
    }

    private void End(ItemList items)
    {
        foreach ((uint token, int count) in _terms)
        {
            if (count > 0)
                items.Add(token, TokenWeight.Of(count));
        }

        items.EndItem();
        _terms.Clear();
        _places.Clear();
    }

    private void AddRepository(in PairLine line)
    {
        string name = Encoding.UTF8.GetString(line.Repository);
        int number = RepositoryNames.IndexOf(name);
        if (number < 0)
        {
            number = RepositoryNames.Count;
            RepositoryNames.Add(name);
        }

        Repositories.Add(number);
    }
}
