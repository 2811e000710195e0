using System.Buffers;
using System.Text;

namespace Plimsoll.Files;

/// <summary>
/// Puts a marker that says what was there in the place of each secret of a text, line by line, so that lines keep their numbers. Allocates only when there is
/// a secret. Precise rather than complete: it knows the forms of well-known tokens, private keys, passwords of URLs, and values of names such as `password`
/// that are as mixed as chance makes them; it does not know that a word is somebody's password. Not safe for several threads.
/// </summary>
public sealed class SecretRedactor
{
    private PrivateKeyText _keys;
    private ArrayBufferWriter<byte>? _shown;

    /// <summary>Starts a new text.</summary>
    public void Reset() => _keys = default;

    /// <summary>Takes lines that are not shown; a private key that begins in them may go on in those that are.</summary>
    /// <param name="text">Whole lines.</param>
    public void Pass(ReadOnlySpan<byte> text)
    {
        while (!text.IsEmpty && _keys.Concerns(text))
        {
            var end = text.IndexOf((byte)'\n');
            _keys.Next(end < 0 ? text : text[..end]);
            text = end < 0 ? default : text[(end + 1)..];
        }
    }

    /// <summary>The next line as it may be shown.</summary>
    /// <param name="line">The line, without its end.</param>
    /// <returns>The line itself where there is no secret in it, else a text that holds until the next call.</returns>
    public ReadOnlySpan<byte> Redact(ReadOnlySpan<byte> line)
    {
        if (_keys.Concerns(line))
        {
            var (start, length) = _keys.Next(line).GetOffsetAndLength(line.Length);
            if (length > 0)
            {
                return Replace(line, new SecretSpan(start, length, "private-key"));
            }
        }

        return SecretFinder.TryFind(line, 0, out var found) ? Replace(line, found) : line;
    }

    /// <summary>The places of the secrets of the next line, for who shows parts of it. A line may be a whole program.</summary>
    /// <param name="line">The line, without its end.</param>
    /// <param name="found">Called with each; they may lie in each other.</param>
    public void Find(ReadOnlySpan<byte> line, Action<SecretSpan> found)
    {
        ArgumentNullException.ThrowIfNull(found);
        for (var from = 0; _keys.Concerns(line[from..]);)
        {
            var rest = line[from..];
            var (start, length) = _keys.Next(rest).GetOffsetAndLength(rest.Length);
            if (length > 0)
            {
                found(new SecretSpan(from + start, length, "private-key"));
                from += start + length;
                continue;
            }

            // What only speaks of keys is passed, because one may follow.
            var mark = rest.IndexOf("PRIVATE KEY"u8);
            if (mark < 0)
            {
                break;
            }

            from += mark + 1;
        }

        for (var at = 0; SecretFinder.TryFind(line, at, out var one); at = one.End)
        {
            found(one);
        }
    }

    /// <summary>A text of any number of lines as it may be shown.</summary>
    public static string Redact(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var redactor = new SecretRedactor();
        StringBuilder? shown = null;
        var bytes = Encoding.UTF8.GetBytes(text);
        var at = 0;
        foreach (var range in bytes.AsSpan().Split((byte)'\n'))
        {
            var line = bytes.AsSpan(range);
            var redacted = redactor.Redact(line);
            if (shown is null && !redacted.SequenceEqual(line))
            {
                shown = new StringBuilder(Encoding.UTF8.GetString(bytes.AsSpan(0, at)));
            }

            shown?.Append(Encoding.UTF8.GetString(redacted)).Append(range.End.GetOffset(bytes.Length) < bytes.Length ? "\n" : "");
            at = range.End.GetOffset(bytes.Length) + 1;
        }

        return shown?.ToString() ?? text;
    }

    private ReadOnlySpan<byte> Replace(ReadOnlySpan<byte> line, SecretSpan found)
    {
        _shown ??= new ArrayBufferWriter<byte>();
        _shown.ResetWrittenCount();
        var at = 0;
        do
        {
            _shown.Write(line[at..found.Start]);
            _shown.Write("[redacted "u8);
            _shown.Write(Encoding.ASCII.GetBytes(found.Kind));
            _shown.Write("]"u8);
            at = found.End;
        }
        while (SecretFinder.TryFind(line, at, out found));

        _shown.Write(line[at..]);
        return _shown.WrittenSpan;
    }
}
