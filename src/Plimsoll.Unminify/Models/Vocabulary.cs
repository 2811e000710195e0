using System.Runtime.InteropServices;
using System.Text;

namespace Plimsoll.Unminify.Models;

/// <summary>The names that a file uses most so far: each request carries them, so that one thing is called the same throughout.</summary>
internal sealed class Vocabulary
{
    /// <summary>Names that are counted; those that come when it is full are no news.</summary>
    private const int NamesMax = 4096;

    /// <summary>Bytes of a prompt that it may take.</summary>
    private const int TextBytesMax = 320;

    private readonly Dictionary<string, int> _counts = new(StringComparer.Ordinal);

    /// <summary>Counts a name.</summary>
    public void Add(string name)
    {
        if (_counts.Count >= NamesMax && !_counts.ContainsKey(name)) return;
        CollectionsMarshal.GetValueRefOrAddDefault(_counts, name, out _)++;
    }

    /// <summary>The most used ones, the first by the alphabet among equals.</summary>
    public string Describe()
    {
        List<KeyValuePair<string, int>> sorted = [.. _counts];
        sorted.Sort(static (left, right) => left.Value != right.Value ? right.Value - left.Value : string.CompareOrdinal(left.Key, right.Key));
        StringBuilder text = new();
        foreach ((string name, _) in sorted)
        {
            if (text.Length + name.Length + 1 > TextBytesMax) break;
            if (text.Length > 0) text.Append(' ');
            text.Append(name);
        }

        return text.ToString();
    }

    /// <summary>Forgets them.</summary>
    public void Clear() => _counts.Clear();
}
