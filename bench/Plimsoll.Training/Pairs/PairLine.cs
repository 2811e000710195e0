using System.Buffers.Text;

namespace Plimsoll.Training.Pairs;

/// <summary>One line of a file of pairs; see <see cref="Extraction.PairWriter"/>.</summary>
internal readonly ref struct PairLine
{
    private const int Fields = 7;

    /// <summary>Reads a line.</summary>
    /// <exception cref="TrainingException">It has another number of fields.</exception>
    public PairLine(ReadOnlySpan<byte> line)
    {
        Span<Range> fields = stackalloc Range[Fields + 1];
        int count = 0;
        foreach (Range field in line.Split((byte)'\t'))
        {
            if (count <= Fields)
                fields[count++] = field;
        }

        if (count != Fields)
            throw new TrainingException($"a line of pairs has {Fields} fields, not {count}");
        Repository = line[fields[0]];
        Path = line[fields[1]];
        Sentence = line[fields[2]];
        Name = line[fields[3]];
        PathWords = line[fields[4]];
        Comments = line[fields[5]];
        Code = line[fields[6]];
    }

    /// <summary>The repository's name.</summary>
    public ReadOnlySpan<byte> Repository { get; }

    /// <summary>The file's path.</summary>
    public ReadOnlySpan<byte> Path { get; }

    /// <summary>The terms of the description.</summary>
    public ReadOnlySpan<byte> Sentence { get; }

    /// <summary>The terms of the definition's name.</summary>
    public ReadOnlySpan<byte> Name { get; }

    /// <summary>The terms of the path.</summary>
    public ReadOnlySpan<byte> PathWords { get; }

    /// <summary>The terms of the comments inside.</summary>
    public ReadOnlySpan<byte> Comments { get; }

    /// <summary>The terms of the rest, the name included.</summary>
    public ReadOnlySpan<byte> Code { get; }

    /// <summary>Takes the first `term:count` off a list.</summary>
    /// <returns>Whether there was one.</returns>
    public static bool Next(ref ReadOnlySpan<byte> list, out ReadOnlySpan<byte> term, out int count)
    {
        term = default;
        count = 0;
        if (list.IsEmpty)
            return false;
        int space = list.IndexOf((byte)' ');
        ReadOnlySpan<byte> item = space < 0 ? list : list[..space];
        list = space < 0 ? default : list[(space + 1)..];
        int colon = item.LastIndexOf((byte)':');
        if (colon < 0 || !Utf8Parser.TryParse(item[(colon + 1)..], out count, out int used) || used != item.Length - colon - 1)
            throw new TrainingException("a term of a line of pairs has no count");
        term = item[..colon];
        return true;
    }
}
