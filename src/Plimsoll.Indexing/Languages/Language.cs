namespace Plimsoll.Indexing.Languages;

/// <summary>One language (or file format) that the outline scanner knows: its stable number, its name and its tables.</summary>
public sealed class Language
{
    private WordTable? _words;
    private byte[]? _classes;

    internal Language(byte id, string name, OutlineShape shape, Lexical lexical, string words = "")
    {
        Id = id;
        Name = name;
        Shape = shape;
        Lexical = lexical;
        WordList = words;
    }

    /// <summary>The number stored in an index; it never changes its meaning.</summary>
    public byte Id { get; }

    /// <summary>The lower-case name by which people ask for it, such as <c>csharp</c>.</summary>
    public string Name { get; }

    /// <summary>Which outline strategy reads it.</summary>
    internal OutlineShape Shape { get; }

    /// <summary>Which comment and string forms it has.</summary>
    internal Lexical Lexical { get; }

    /// <summary>Its words with a meaning, as <c>code:word word …</c> groups; see <see cref="WordTable"/>.</summary>
    internal string WordList { get; }

    /// <summary>The words as a hash table, built when the first file of this language is met.</summary>
    internal WordTable Words => _words ??= WordTable.Parse(WordList);

    /// <summary>The class of each first byte, built with the first file too; see <see cref="ByteClass"/>.</summary>
    internal byte[] Classes => _classes ??= ByteClass.Create(Lexical);

    /// <summary>Whether all forms of <paramref name="lexical"/> are there.</summary>
    internal bool Has(Lexical lexical) => (Lexical & lexical) == lexical;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
