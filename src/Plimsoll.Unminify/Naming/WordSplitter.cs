using System.Runtime.CompilerServices;

namespace Plimsoll.Unminify.Naming;

/// <summary>
/// Takes names apart into words in small letters with one space between: `getFooBar2`, `get_foo_bar` and `_GetFooBar` are all "get foo bar". A number
/// at the end is left out, because it mostly tells equal names apart.
/// </summary>
internal static class WordSplitter
{
    /// <summary>Longer names are no good names for anything, and nothing can be learnt from them.</summary>
    public const int BytesMax = 40;

    /// <summary>The most bytes that the words of a name can have.</summary>
    public const int WordBytesMax = BytesMax * 2;

    /// <summary>Writes the words of a name; 0 where it has none, is too long, or has letters beyond ASCII.</summary>
    /// <param name="name">An identifier, or the text of a string.</param>
    /// <param name="words">At least <see cref="WordBytesMax"/> bytes.</param>
    /// <returns>How many bytes were written.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static int Split(ReadOnlySpan<byte> name, Span<byte> words)
    {
        if (name.Length > BytesMax) return 0;
        int length = 0, end = 0;
        bool isOpen = false;
        for (int i = 0; i < name.Length; i++)
        {
            byte letter = name[i];
            if (letter is (byte)'_' or (byte)'$' or (byte)' ' or (byte)'-')
            {
                isOpen = false;
                continue;
            }

            if (!char.IsAsciiLetterOrDigit((char)letter)) return 0;
            if (isOpen && Breaks(name, i)) isOpen = false;
            if (!isOpen && length > 0) words[length++] = (byte)' ';
            isOpen = true;
            words[length++] = (byte)char.ToLowerInvariant((char)letter);
            if (!char.IsAsciiDigit((char)letter)) end = length;
        }

        // Words of digits at the end fall away; a name that begins with digits is none.
        return end > 0 && char.IsAsciiLetterLower((char)words[0]) ? end : 0;
    }

    /// <summary>Whether a new word begins here: at `fo|Ba`, `FO|Oba`, `fo|1` and `1|f`.</summary>
    private static bool Breaks(ReadOnlySpan<byte> name, int at)
    {
        char before = (char)name[at - 1], letter = (char)name[at];
        if (char.IsAsciiDigit(before) != char.IsAsciiDigit(letter)) return true;
        if (!char.IsAsciiLetterUpper(letter)) return false;
        if (!char.IsAsciiLetterUpper(before)) return true;
        return at + 1 < name.Length && char.IsAsciiLetterLower((char)name[at + 1]);
    }
}
