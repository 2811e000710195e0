using System.Buffers;
using Plimsoll.JavaScript.Renaming;
using Plimsoll.Unminify.Naming;

namespace Plimsoll.Unminify.Models;

/// <summary>Whether a name that a model gave may be used.</summary>
internal static class NameCheck
{
    /// <summary>The longest name; a longer one is a sentence.</summary>
    public const int LengthMax = 60;

    private static readonly SearchValues<char> Letters = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_$");

    /// <summary>Names of one letter that everybody uses for the same.</summary>
    private static readonly SearchValues<char> OneLetter = SearchValues.Create("ijkxyz");

    /// <summary>Globals of the language: a binding of that name would be read as the global.</summary>
    private static readonly HashSet<string> Globals = new(StringComparer.Ordinal)
    {
        "Array", "ArrayBuffer", "BigInt", "Boolean", "DataView", "Date", "Error", "Function", "Infinity", "Intl", "JSON", "Map", "Math", "NaN", "Number", "Object", "Promise", "Proxy", "RangeError",
        "Reflect", "RegExp", "Set", "String", "Symbol", "SyntaxError", "TypeError", "WeakMap", "WeakRef", "WeakSet", "decodeURIComponent", "encodeURIComponent", "isFinite", "isNaN", "parseFloat", "parseInt",
    };

    /// <summary>Why a name may not be used; null where it may.</summary>
    public static FallbackReason? FaultOf(string name)
    {
        if (name.Length is 0 or > LengthMax || char.IsAsciiDigit(name[0]) || name.AsSpan().ContainsAnyExcept(Letters)) return FallbackReason.Invalid;
        if (name.Contains("__", StringComparison.Ordinal) || IsPlaceholder(name)) return FallbackReason.Invalid;
        if (ReservedNames.Contains(name) || Globals.Contains(name)) return FallbackReason.Reserved;
        if (name.Length == 1) return OneLetter.Contains(name[0]) ? null : FallbackReason.TooShort;
        return name.Length == 2 && !NameStyle.IsConventional(name) ? FallbackReason.TooShort : null;
    }

    /// <summary>`_12`, as bindings are called in prompts: a model that gives it back says nothing.</summary>
    private static bool IsPlaceholder(string name) => name.Length > 1 && name[0] == '_' && !name.AsSpan(1).ContainsAnyExceptInRange('0', '9');
}
