using System.Buffers;
using System.Buffers.Text;
using System.Text;

namespace Plimsoll.Files;

/// <summary>
/// Finds secrets in a line: tokens of known services, values that are given to a name such as `password`, passwords in URLs. One pass over the
/// line's words and no regular expression; what is looked at ahead of a word is bounded, so a line takes time in proportion to its length.
/// </summary>
internal static class SecretFinder
{
    /// <summary>No password or token of an assignment is longer; a longer one is data.</summary>
    private const int ValueBytesMost = 512;

    private const int TokenBytesLeast = 16;

    private static readonly SearchValues<byte> Word = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-"u8);
    private static readonly SearchValues<byte> Bearer = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_-.~+/="u8);
    private static readonly SearchValues<byte> AfterAuthority = SearchValues.Create(" \t\"'`/?#<>()[],;\\|"u8);

    private static readonly SearchValues<byte> AfterPath = SearchValues.Create(" \t\"'`<>"u8);
    private static readonly SearchValues<byte> NoSetting = SearchValues.Create(" \t(){}\"'"u8);
    private static readonly SearchValues<byte> AfterPart = SearchValues.Create(" \t;\"'`<"u8);
    private static readonly SearchValues<byte> NoValue = SearchValues.Create(" \t;,\"'`"u8);

    /// <summary>Finds the next secret.</summary>
    /// <param name="line">The line, without its end.</param>
    /// <param name="from">Where to begin: 0, or the end of the secret before.</param>
    /// <param name="found">The secret.</param>
    public static bool TryFind(ReadOnlySpan<byte> line, int from, out SecretSpan found)
    {
        for (var at = from; at < line.Length;)
        {
            var skipped = line[at..].IndexOfAny(Word);
            if (skipped < 0)
            {
                break;
            }

            at += skipped;
            var length = line[at..].IndexOfAnyExcept(Word);
            length = length < 0 ? line.Length - at : length;
            if (TryWord(line, at, length, out found) && found.Start >= from)
            {
                return true;
            }

            at += length;
        }

        found = default;
        return false;
    }

    private static bool TryWord(ReadOnlySpan<byte> line, int at, int length, out SecretSpan found)
    {
        found = default;
        var end = at + length;
        if (length >= TokenBytesLeast)
        {
            var token = TokenShape.Match(line[at..], out var kind);
            if (token > 0)
            {
                found = new SecretSpan(at, token, kind);
                return true;
            }
        }

        if (end == line.Length)
        {
            return false;
        }

        return line[end] switch
        {
            (byte)'.' => TryDotted(line, at, length, out found),
            (byte)':' when line[end..].StartsWith("://"u8) => TryUrl(line, end + 3, out found),
            (byte)' ' when length == 5 && Ascii.EqualsIgnoreCase(line.Slice(at, length), "basic"u8) => TryBasic(line, end + 1, out found),
            (byte)' ' when length == 6 && Ascii.EqualsIgnoreCase(line.Slice(at, length), "bearer"u8) => TryBearer(line, end + 1, out found),
            _ => SecretName.Is(line.Slice(at, length), out var isPassword) && TryValue(line, at, end, isPassword, out found),
        };
    }

    /// <summary>Tokens of three parts between dots: those of JSON web tokens begin with `{"` in base 64.</summary>
    private static bool TryDotted(ReadOnlySpan<byte> line, int at, int length, out SecretSpan found)
    {
        found = default;
        var text = line[at..];
        if (text.StartsWith("eyJ"u8) && length >= 12)
        {
            var second = PartOf(text, length);
            var third = PartOf(text, length + 1 + second);
            if (second >= 12 && third >= 16)
            {
                found = new SecretSpan(at, length + second + third + 2, "jwt");
                return true;
            }
        }
        else if (text.StartsWith("SG."u8) && PartOf(text, 2) == 22 && PartOf(text, 25) == 43)
        {
            found = new SecretSpan(at, 69, "sendgrid-key");
            return true;
        }
        else if (text.StartsWith("hvs."u8) && PartOf(text, 3) >= 24)
        {
            found = new SecretSpan(at, 4 + PartOf(text, 3), "vault-token");
            return true;
        }

        return false;
    }

    /// <summary>How long the word behind a dot is; 0 where there is no dot.</summary>
    private static int PartOf(ReadOnlySpan<byte> text, int dot)
    {
        if (dot >= text.Length || text[dot] != '.')
        {
            return 0;
        }

        var length = text[(dot + 1)..].IndexOfAnyExcept(Word);
        return length < 0 ? text.Length - dot - 1 : length;
    }

    private static bool TryUrl(ReadOnlySpan<byte> line, int start, out SecretSpan found)
    {
        found = default;
        var rest = line[start..Math.Min(line.Length, start + ValueBytesMost)];
        var end = rest.IndexOfAny(AfterAuthority);
        if (rest.StartsWith("hooks.slack.com"u8))
        {
            return TrySlackHook(line, start, out found);
        }

        var authority = end < 0 ? rest : rest[..end];
        var host = authority.LastIndexOf((byte)'@');
        var colon = host < 0 ? -1 : authority[..host].IndexOf((byte)':');
        if (colon < 0 || host + 1 == authority.Length || SecretValue.IsPlaceholder(authority[(colon + 1)..host].IsEmpty ? "x"u8 : authority[(colon + 1)..host]))
        {
            return false;
        }

        found = new SecretSpan(start + colon + 1, host - colon - 1, "url-password");
        return true;
    }

    /// <summary>The address of a Slack hook is its secret: `/services/T…/B…/…`.</summary>
    private static bool TrySlackHook(ReadOnlySpan<byte> line, int start, out SecretSpan found)
    {
        found = default;
        var path = "hooks.slack.com/services/"u8;
        if (!line[start..].StartsWith(path))
        {
            return false;
        }

        var from = start + path.Length;
        var length = line[from..].IndexOfAny(AfterPath);
        length = length < 0 ? line.Length - from : length;
        if (length < 40 || !SecretValue.IsMixed(line.Slice(from, length)))
        {
            return false;
        }

        found = new SecretSpan(from, length, "slack-webhook");
        return true;
    }

    private static bool TryBearer(ReadOnlySpan<byte> line, int start, out SecretSpan found)
    {
        found = default;
        var rest = line[start..Math.Min(line.Length, start + ValueBytesMost)];
        var length = rest.IndexOfAnyExcept(Bearer);
        length = length < 0 ? rest.Length : length;
        if (length < TokenBytesLeast || rest.StartsWith("eyJ"u8) || !SecretValue.IsSecret(rest[..length], isPassword: false))
        {
            return false;
        }

        found = new SecretSpan(start, length, "bearer-token");
        return true;
    }

    /// <summary>What follows `Basic` in a header is a name, a colon and a password in base 64; nothing else that follows that word is.</summary>
    private static bool TryBasic(ReadOnlySpan<byte> line, int start, out SecretSpan found)
    {
        found = default;
        var rest = line[start..Math.Min(line.Length, start + ValueBytesMost)];
        var length = rest.IndexOfAnyExcept(Bearer);
        length = length < 0 ? rest.Length : length;
        Span<byte> text = stackalloc byte[ValueBytesMost];
        if (length < 8 || Base64.DecodeFromUtf8(rest[..length], text, out _, out var written) != OperationStatus.Done || text[..written].IndexOf((byte)':') < 0 || text[..written].IndexOfAnyExceptInRange((byte)' ', (byte)'~') >= 0)
        {
            return false;
        }

        found = new SecretSpan(start, length, "basic-auth");
        return true;
    }

    /// <summary>`name = "value"`, `"name": "value"`, `name=value` on a line of its own, `&lt;name>value&lt;`.</summary>
    private static bool TryValue(ReadOnlySpan<byte> line, int nameStart, int nameEnd, bool isPassword, out SecretSpan found)
    {
        found = default;
        if (!TryOperator(line, nameEnd, out var at))
        {
            return false;
        }

        var rest = line[at..Math.Min(line.Length, at + ValueBytesMost)];
        int start, length;
        var isLikely = false;
        if (rest.IsEmpty)
        {
            return false;
        }

        if (rest[0] is (byte)'"' or (byte)'\'' or (byte)'`')
        {
            (start, length) = (at + 1, rest[1..].IndexOf(rest[0]));
        }
        else if (line[nameEnd] == '>')
        {
            (start, length) = (at, rest.IndexOf((byte)'<'));
            isLikely = length > 0 && rest[length..].StartsWith("</"u8);
        }
        else if (line[nameEnd] == '=' && IsConnection(line[Math.Max(0, nameStart - ValueBytesMost)..nameStart]))
        {
            (start, length) = (at, rest.IndexOfAny(AfterPart));
            length = length < 0 ? rest.Length : length;
            isLikely = true;
        }
        else if (IsSetting(line[..nameStart]))
        {
            // A value that fills the window goes on to the end of the line: half of it must not stay.
            (start, length) = (at, (rest.Length == ValueBytesMost ? line[at..] : rest).TrimEnd(" \t\r"u8).Length);
            isLikely = line[nameEnd] == '=' && at == nameEnd + 1 && line[nameStart..nameEnd].IndexOfAnyInRange((byte)'a', (byte)'z') < 0;
        }
        else
        {
            return false;
        }

        if (length <= 0 || !IsPlain(line.Slice(start, length)) || !(SecretValue.IsSecret(line.Slice(start, length), isPassword) || (isLikely && isPassword && SecretValue.IsLikelyPassword(line.Slice(start, length)))))
        {
            return false;
        }

        var isKnown = TokenShape.Match(line.Slice(start, length), out var kind) == length;
        found = new SecretSpan(start, length, isKnown ? kind : isPassword ? "password" : "secret-value");
        return true;
    }

    /// <summary>Goes from the end of a name over what assigns a value to it.</summary>
    private static bool TryOperator(ReadOnlySpan<byte> line, int at, out int value)
    {
        value = at;
        if (line[at] == '>')
        {
            value = at + 1;
            return true;
        }

        at += line[at] is (byte)'"' or (byte)'\'' ? 1 : 0;
        at += at < line.Length && line[at] == ']' ? 1 : 0;
        at = SkipBlanks(line, at);
        if (at >= line.Length || line[at] is not ((byte)':' or (byte)'='))
        {
            return false;
        }

        var isColon = line[at] == ':';
        at++;
        at += at < line.Length && line[at] is (byte)'=' or (byte)'>' ? 1 : 0;
        at = SkipBlanks(line, at);
        value = isColon ? BehindType(line, at) : at;
        return value < line.Length;
    }

    /// <summary>A colon may be followed by a type (`token: string = "..."`).</summary>
    private static int BehindType(ReadOnlySpan<byte> line, int at)
    {
        var length = line[at..].IndexOfAnyExcept(Word);
        if (length is <= 0 or > 32)
        {
            return at;
        }

        var sign = SkipBlanks(line, at + length);
        return sign + 1 < line.Length && line[sign] == '=' && line[sign + 1] != '=' ? SkipBlanks(line, sign + 1) : at;
    }

    private static int SkipBlanks(ReadOnlySpan<byte> line, int at)
    {
        while (at < line.Length && line[at] is (byte)' ' or (byte)'\t')
        {
            at++;
        }

        return at;
    }

    /// <summary>Whether a name is all that the line has before the value, so that it needs no quotes: files of settings.</summary>
    private static bool IsSetting(ReadOnlySpan<byte> before)
    {
        before = before.Trim(" \t-"u8);
        return before.IsEmpty || before.SequenceEqual("export"u8) || before.SequenceEqual("ENV"u8) || before.SequenceEqual("set"u8)
            || (before[^1] is (byte)'.' or (byte)':' or (byte)'/' && before.IndexOfAny(NoSetting) < 0);
    }

    /// <summary>Whether a name stands behind other settings of a connection string: `Server=a;Database=b;`.</summary>
    private static bool IsConnection(ReadOnlySpan<byte> before)
    {
        before = before.TrimEnd(" "u8);
        return !before.IsEmpty && before[^1] == ';' && before[..^1].LastIndexOf((byte)'=') > before[..^1].LastIndexOf((byte)';') && !before.EndsWith("};"u8) && !before.EndsWith(");"u8);
    }

    private static bool IsPlain(ReadOnlySpan<byte> value) => !value.ContainsAny(NoValue) && value.IndexOfAnyInRange((byte)127, (byte)255) < 0;
}
