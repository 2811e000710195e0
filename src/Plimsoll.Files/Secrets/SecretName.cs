using System.Text;

namespace Plimsoll.Files;

/// <summary>Names whose value is a secret: those that end in one of a few words, in any spelling (`dbPassword`, `DB_PASSWORD`, `db-password`).</summary>
internal static class SecretName
{
    /// <summary>The longest of the words, without separators.</summary>
    private const int Longest = 16;

    private static ReadOnlySpan<byte> Endings => "password passwd passphrase pwd "u8;

    private static ReadOnlySpan<byte> TokenEndings => "secret token apikey accesskey secretkey privatekey authkey signingkey encryptionkey accountkey credential credentials hexkey dockerconfigjson "u8;

    /// <summary>Whether a word is such a name.</summary>
    /// <param name="word">Letters, digits, underscores, hyphens.</param>
    /// <param name="isPassword">Whether it is one that people make up.</param>
    public static bool Is(ReadOnlySpan<byte> word, out bool isPassword)
    {
        isPassword = false;

        // The last letters of all endings; nearly every word of a text ends here.
        if (word.Length < 3 || (word[^1] | 0x20) is not ((byte)'d' or (byte)'e' or (byte)'t' or (byte)'n' or (byte)'y' or (byte)'l' or (byte)'s'))
        {
            return false;
        }

        Span<byte> tail = stackalloc byte[Longest];
        var at = Longest;
        for (var i = word.Length - 1; i >= 0 && at > 0; i--)
        {
            if (word[i] is not ((byte)'_' or (byte)'-'))
            {
                tail[--at] = (byte)(word[i] | 0x20);
            }
        }

        isPassword = EndsWithAny(tail[at..], Endings) || IsPass(word);
        return isPassword || EndsWithAny(tail[at..], TokenEndings);
    }

    /// <summary>`DB_PASS`, `dbPass`, `pass`; a `bypass` or a `compass` is none.</summary>
    private static bool IsPass(ReadOnlySpan<byte> word)
    {
        if (word.Length < 4 || !Ascii.EqualsIgnoreCase(word[^4..], "pass"u8))
        {
            return false;
        }

        return word.Length == 4 || word[^5] is (byte)'_' or (byte)'-' || (word[^4] == 'P' && word[^3] == 'a');
    }

    private static bool EndsWithAny(ReadOnlySpan<byte> tail, ReadOnlySpan<byte> endings)
    {
        while (!endings.IsEmpty)
        {
            var length = endings.IndexOf((byte)' ');
            if (tail.EndsWith(endings[..length]))
            {
                return true;
            }

            endings = endings[(length + 1)..];
        }

        return false;
    }
}
