using System.Buffers;
using System.Globalization;
using System.Text;

namespace Plimsoll.Cli.Output;

/// <summary>
/// Paths for text output. A name is any bytes; one that could break a line, move the cursor or be taken for another is shown as git shows such names: in double
/// quotes, with `\n`, `\t`, `\"`, `\\` and `\ooo` for each other byte. So two different paths never look the same.
/// </summary>
internal static class ShownPath
{
    /// <summary>The path as it is, or quoted where that would be ambiguous.</summary>
    public static string Of(ReadOnlySpan<byte> path)
    {
        StringBuilder text = new("\"", path.Length + 2);
        bool isPlain = true;
        while (!path.IsEmpty)
        {
            bool isText = Rune.DecodeFromUtf8(path, out Rune rune, out int length) == OperationStatus.Done;
            if (isText && !MustBeEscaped(rune))
            {
                text.Append(rune.ToString());
            }
            else
            {
                isPlain = false;
                for (int i = 0; i < length; i++) text.Append(Escape(path[i]));
            }
            path = path[length..];
        }
        return isPlain ? text.ToString(1, text.Length - 1) : text.Append('"').ToString();
    }

    private static bool MustBeEscaped(Rune rune) => rune.Value is '"' or '\\' || Rune.GetUnicodeCategory(rune)
        is UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;

    private static string Escape(byte value) => value switch
    {
        (byte)'\n' => "\\n",
        (byte)'\t' => "\\t",
        (byte)'"' => "\\\"",
        (byte)'\\' => "\\\\",
        _ => "\\" + Convert.ToString(value, 8).PadLeft(3, '0'),
    };
}
