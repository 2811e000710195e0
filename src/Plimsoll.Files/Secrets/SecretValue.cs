using System.Buffers;
using System.Text;

namespace Plimsoll.Files;

/// <summary>Tells values that chance made from words that people wrote. Wrong either way costs: a secret that is shown, or a line that is hidden for nothing.</summary>
internal static class SecretValue
{
    /// <summary>Fewer different bytes than this are a placeholder such as `xxxxxxxx`.</summary>
    private const int FewestDistinct = 7;

    private const int TokenBytesLeast = 16;
    private const int PasswordBytesLeast = 10;

    private static readonly SearchValues<byte> Brackets = SearchValues.Create("{}<>()"u8);

    // Written in lower case; a value with one of them says itself that it is none.
    private static readonly string[] Placeholders =
    [
        "example", "changeme", "change-me", "change_me", "placeholder", "your", "xxxx", "dummy", "sample", "redacted", "insert", "replace", "password", "passwd", "secret", "1234567", "abcdef", "foobar", "fake",
    ];

    /// <summary>Whether a value behind the name of a secret is one: no word, no reference, and as mixed as chance makes it.</summary>
    /// <param name="value">The value, without quotes.</param>
    /// <param name="isPassword">Whether a person may have made it up: shorter, but with several kinds of characters.</param>
    public static bool IsSecret(ReadOnlySpan<byte> value, bool isPassword)
    {
        if (value.Length < PasswordBytesLeast || IsReference(value) || HasPlaceholder(value))
        {
            return false;
        }

        var mix = Mix.Of(value);
        if (mix.Distinct < FewestDistinct || mix.Digits == 0 || mix.Lower + mix.Upper == 0)
        {
            return false;
        }

        var isToken = value.Length >= TokenBytesLeast && mix.Digits >= 2 && mix.Changes * 4 >= value.Length;
        var kinds = (mix.Lower > 0 ? 1 : 0) + (mix.Upper > 0 ? 1 : 0) + (mix.Marks > 0 ? 1 : 0) + 1;
        return isToken || (isPassword && kinds == 4 && mix.Changes >= 3);
    }

    /// <summary>Whether a value may be a password where the text around it says that one stands there: a file of variables, a connection string, an element. Words are passwords there too.</summary>
    public static bool IsLikelyPassword(ReadOnlySpan<byte> value) =>
        value.Length >= 6 && !IsPlaceholder(value) && Mix.Of(value) is { Lower: > 0 } mix && mix.Lower + mix.Upper + mix.Digits + mix.Marks == value.Length && mix.Distinct >= 5;

    /// <summary>Whether what follows a service's own prefix may be a real token: letters and digits, and many different ones.</summary>
    public static bool IsMixed(ReadOnlySpan<byte> value)
    {
        var mix = Mix.Of(value);
        return mix.Distinct >= FewestDistinct && mix.Digits > 0 && mix.Lower + mix.Upper > 0;
    }

    /// <summary>Whether a password of a URL stands for one: a variable, a format, or a word that documents use.</summary>
    public static bool IsPlaceholder(ReadOnlySpan<byte> value) =>
        value.Length < 3 || IsReference(value) || HasPlaceholder(value) || Mix.Of(value).Distinct < 3 || IsShortWord(value);

    private static bool IsShortWord(ReadOnlySpan<byte> value) =>
        value is [(byte)'p' or (byte)'P', ..] && (Ascii.EqualsIgnoreCase(value, "pass"u8) || Ascii.EqualsIgnoreCase(value, "pw"u8) || Ascii.EqualsIgnoreCase(value, "pwd"u8));

    private static bool IsReference(ReadOnlySpan<byte> value) =>
        value[0] is (byte)'$' or (byte)'%' or (byte)'{' or (byte)'<' or (byte)'@' or (byte)'/' or (byte)'.' or (byte)'#' or (byte)'&'
        || value.ContainsAny(Brackets) || value.IndexOf("://"u8) >= 0 || value.IndexOf("..."u8) >= 0 || value.IndexOf("${"u8) >= 0;

    private static bool HasPlaceholder(ReadOnlySpan<byte> value)
    {
        Span<char> lower = stackalloc char[Math.Min(value.Length, 128)];
        for (var i = 0; i < lower.Length; i++)
        {
            lower[i] = char.ToLowerInvariant((char)value[i]);
        }

        foreach (var placeholder in Placeholders)
        {
            if (((ReadOnlySpan<char>)lower).IndexOf(placeholder, StringComparison.Ordinal) >= 0)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>What a value is made of.</summary>
    private readonly record struct Mix(int Lower, int Upper, int Digits, int Marks, int Changes, int Distinct)
    {
        public static Mix Of(ReadOnlySpan<byte> value)
        {
            int lower = 0, upper = 0, digits = 0, marks = 0, changes = 0, before = 0;
            UInt128 seen = 0;
            foreach (var one in value)
            {
                var kind = 0;
                if (one is >= (byte)'a' and <= (byte)'z')
                {
                    (lower, kind) = (lower + 1, 1);
                }
                else if (one is >= (byte)'A' and <= (byte)'Z')
                {
                    (upper, kind) = (upper + 1, 2);
                }
                else if (one is >= (byte)'0' and <= (byte)'9')
                {
                    (digits, kind) = (digits + 1, 3);
                }
                else
                {
                    marks++;
                }

                // A capital at the start of a word is how names are written, not chance.
                changes += kind != 0 && before != 0 && kind != before && (before, kind) != (2, 1) ? 1 : 0;
                before = kind;
                seen |= UInt128.One << (one & 127);
            }

            return new Mix(lower, upper, digits, marks, changes, (int)UInt128.PopCount(seen));
        }
    }
}
