using System.Text;
using Plimsoll.Indexing.Outlining;

namespace Plimsoll.Training.Extraction;

/// <summary>
/// Writes pairs as lines of UTF-8 text. Fields, with a tab between: repository, path, and as `term:count` the terms of the sentence, of the name, of the path, of the
/// comments inside the definition, and of the rest of its code.
/// </summary>
internal sealed class PairWriter(Stream output)
{
    private readonly TermBag _sentence = new();
    private readonly TermBag _name = new();
    private readonly TermBag _path = new();
    private readonly TermBag _comments = new();
    private readonly TermBag _code = new();

    /// <summary>Writes one pair.</summary>
    public void Write(ReadOnlySpan<byte> repository, ReadOnlySpan<byte> path, ReadOnlySpan<byte> text, Outline outline, Description description)
    {
        foreach (TermBag bag in (ReadOnlySpan<TermBag>)[_sentence, _name, _path, _comments, _code])
            bag.Clear();
        _sentence.Add(Encoding.UTF8.GetBytes(description.Sentence));
        _name.Add(text.Slice(description.Definition.NameOffset, description.Definition.NameLength));
        _path.Add(path);
        AddCode(text, outline.Comments, description);
        output.Write(repository);
        output.WriteByte((byte)'\t');
        output.Write(path);
        foreach (TermBag bag in (ReadOnlySpan<TermBag>)[_sentence, _name, _path, _comments, _code])
        {
            output.WriteByte((byte)'\t');
            bag.Write(output);
        }

        output.WriteByte((byte)'\n');
    }

    /// <summary>Counts the definition without what stands before it in comments and without its documentation, as far as a chunk would go.</summary>
    private void AddCode(ReadOnlySpan<byte> text, ReadOnlySpan<TextSpan> comments, Description description)
    {
        int end = Math.Min(description.End, description.Definition.NameOffset + ChunkSize.Max);
        int at = description.Lead;
        foreach (TextSpan comment in comments)
        {
            if (comment.Offset < description.Lead || comment.Offset >= end)
                continue;
            AddOutside(text, at, comment.Offset, description.Documentation);
            if (comment.Offset > description.Definition.NameOffset)
                _comments.Add(text[comment.Offset..Math.Min(end, comment.Offset + comment.Length)]);
            at = comment.Offset + comment.Length;
        }

        AddOutside(text, at, end, description.Documentation);
    }

    private void AddOutside(ReadOnlySpan<byte> text, int start, int end, TextSpan left)
    {
        int leftEnd = left.Offset + left.Length;
        if (start < Math.Min(end, left.Offset))
            _code.Add(text[start..Math.Min(end, left.Offset)]);
        if (Math.Max(start, leftEnd) < end)
            _code.Add(text[Math.Max(start, leftEnd)..end]);
    }
}
