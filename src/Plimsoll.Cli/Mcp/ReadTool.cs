using System.Text;
using System.Text.Json;
using Plimsoll.Indexing.Search;

namespace Plimsoll.Cli.Mcp;

/// <summary>`read_code`: lines of an indexed file.</summary>
internal sealed class ReadTool(IndexedRoots roots)
{
    private const string PathName = "path";
    private const string StartName = "start_line";
    private const string EndName = "end_line";

    /// <summary>Lines that are read when no end is given.</summary>
    private const int LinesByDefault = 200;

    public ToolSpec Spec => new(
        "read_code",
        "Reads lines of an indexed file as it is now. Only files of the index can be read. The answer's length is bounded by max_tokens (4 bytes a token); next_line says where to read on.",
        [
            new(PathName, ArgumentKind.Text, "The file, as code_search shows it: relative to the root.") { IsRequired = true },
            new(StartName, ArgumentKind.Integer, "The first line, 1-based.") { Range = (1, int.MaxValue), Default = 1 },
            new(EndName, ArgumentKind.Integer, $"The last line, inclusive; {LinesByDefault} lines when not given.") { Range = (1, int.MaxValue) },
            SearchTool.Root,
            TokenBudget.Argument,
        ],
        Run);

    private string Run(ToolArguments arguments)
    {
        int start = arguments.Integer(StartName);
        int end = arguments.Has(EndName) ? arguments.Integer(EndName) : (int)Math.Min(int.MaxValue, (long)start + LinesByDefault - 1);
        if (end < start) throw new ToolException($"'{EndName}' is {end}, before '{StartName}' {start}");
        IndexedRoot root = roots.ChooseOne(arguments.Text(SearchTool.Root.Name));
        byte[] path = root.Require(arguments.Text(PathName)!);
        using SnippetReader sources = root.Sources();

        // One line more tells whether the file goes on.
        IReadOnlyList<SnippetLine> lines = sources.Read(path, start, end < int.MaxValue ? end + 1 : end);
        if (lines.Count == 0) throw new ToolException(Missing(sources, path, start));
        return Answer(path, lines, end, TokenBudget.BytesOf(arguments));
    }

    private static string Missing(SnippetReader sources, byte[] path, int start)
    {
        string name = Encoding.UTF8.GetString(path);
        return sources.Read(path, 1, 1).Count > 0 ? $"{name} has no line {start}; it is shorter" : $"{name} is empty, gone or not to be read any more; `plimsoll index` brings the index up to date";
    }

    private static string Answer(byte[] path, IReadOnlyList<SnippetLine> lines, int end, int bytes)
    {
        int wanted = lines[^1].Number > end ? lines.Count - 1 : lines.Count;
        int taken = wanted;
        byte[] answer = Build(path, lines, wanted, taken);
        while (answer.Length > bytes && taken > 1)
        {
            // Halving would leave out lines that fit; what is over in bytes, at the longest escape of a byte, leaves out too few, so this ends close by.
            int over = answer.Length - bytes;
            while (over > 0 && taken > 1) over -= EscapedBytes(lines[--taken].Text);
            answer = Build(path, lines, wanted, taken);
        }
        return Encoding.UTF8.GetString(answer);
    }

    private static int EscapedBytes(string text) => JsonEncodedText.Encode(text, System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping).EncodedUtf8Bytes.Length + 2;

    private static byte[] Build(byte[] path, IReadOnlyList<SnippetLine> lines, int wanted, int taken) => TokenBudget.Json(json =>
    {
        StringBuilder text = new();
        int cut = 0;
        for (int i = 0; i < taken; i++)
        {
            text.Append(lines[i].Text).Append(lines[i].IsCut ? "..." : "").Append('\n');
            cut += lines[i].IsCut ? 1 : 0;
        }
        json.WriteStartObject();
        json.WriteString("path", Encoding.UTF8.GetString(path));
        json.WriteNumber("start_line", lines[0].Number);
        json.WriteNumber("end_line", lines[taken - 1].Number);
        json.WriteString("text", text.ToString());
        if (cut > 0) json.WriteString("long_lines", $"{cut} lines are longer than {SnippetReader.LineBytesMost} bytes and end with ...");
        if (taken < wanted) json.WriteString("cut", $"{taken} of {wanted} lines fit into max_tokens; ask again with start_line = next_line");
        if (taken < lines.Count) json.WriteNumber("next_line", lines[taken].Number);
        json.WriteEndObject();
    });
}
