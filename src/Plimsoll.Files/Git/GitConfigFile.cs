using System.Text;

namespace Plimsoll.Files;

/// <summary>Reads the syntax of git's settings files.</summary>
internal static class GitConfigFile
{
    // Each setting is given with its section's name, so a long name before many settings would take memory beyond all bounds.
    private const int SectionLengthMax = 1024;

    /// <summary>
    /// The settings in their order: "section.key" in lower case (with the sub-section where there is one) and the value. Those of a
    /// section whose name is longer than 1,024 characters are left out.
    /// </summary>
    public static IEnumerable<(string Name, string Value)> Parse(string text)
    {
        var section = "";
        var lines = new StringReader(text.TrimStart('\uFEFF'));
        while (lines.ReadLine() is { } line)
        {
            line = line.TrimStart();
            if (line.StartsWith('['))
            {
                var end = line.LastIndexOf(']') is var bracket and > 0 ? bracket : line.Length;
                section = SectionName(line[1..end]);
                line = end < line.Length ? line[(end + 1)..].TrimStart() : "";
            }

            if (line.Length > 0 && line[0] is not '#' and not ';' && section.Length <= SectionLengthMax)
            {
                yield return ParseSetting(section, line, lines);
            }
        }
    }

    private static string SectionName(string header)
    {
        var quote = header.IndexOf('"', StringComparison.Ordinal);
        return quote < 0 ? header.Trim().ToLowerInvariant() : header[..quote].Trim().ToLowerInvariant() + "." + header[(quote + 1)..].Trim('"');
    }

    private static (string Name, string Value) ParseSetting(string section, string line, StringReader more)
    {
        var equals = line.IndexOf('=', StringComparison.Ordinal);
        var key = (equals < 0 ? line : line[..equals]).Trim().ToLowerInvariant();
        return (section + "." + key, equals < 0 ? "" : ParseValue(line[(equals + 1)..].TrimStart(), more));
    }

    /// <summary>Takes quotes, escapes, comments at the end and lines continued by a backslash out of a value.</summary>
    private static string ParseValue(string raw, StringReader more)
    {
        var value = new StringBuilder();
        var isQuoted = false;
        var kept = 0;
        for (var i = 0; i < raw.Length; i++)
        {
            var c = raw[i];
            if (c == '"')
            {
                isQuoted = !isQuoted;
            }
            else if (!isQuoted && c is '#' or ';')
            {
                break;
            }
            else if (c == '\\' && i + 1 == raw.Length)
            {
                raw = more.ReadLine() ?? "";
                i = -1;
                continue;
            }
            else
            {
                value.Append(c == '\\' ? Unescape(raw[++i]) : c);
            }

            kept = isQuoted || !char.IsWhiteSpace(c) ? value.Length : kept;
        }

        return value.ToString(0, kept);
    }

    private static char Unescape(char c) => c switch
    {
        'n' => '\n',
        't' => '\t',
        'b' => '\b',
        _ => c,
    };
}
