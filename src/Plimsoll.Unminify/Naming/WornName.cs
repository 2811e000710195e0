using System.Buffers;

namespace Plimsoll.Unminify.Naming;

/// <summary>
/// Whether a name says nothing, as minifiers and obfuscators make them. A name that somebody chose stays: no guess is better. Minifiers count in letters and
/// digits, so one or two characters never say anything here; of three, only words are taken for chosen.
/// </summary>
internal static class WornName
{
    /// <summary>The longest name that can be one, in bytes.</summary>
    public const int LengthMax = 24;

    private static readonly HashSet<string> ShortWords = new(StringComparer.OrdinalIgnoreCase)
    {
        "abs", "acc", "add", "age", "all", "any", "api", "app", "arg", "arr", "asm", "att", "bar", "bin", "bit", "box", "buf", "bug", "bus", "cap", "cat", "cfg", "chr", "cls", "cmd", "cmp", "cnt", "col", "cos",
        "css", "ctx", "cur", "cut", "day", "def", "del", "dep", "dir", "div", "doc", "dom", "dot", "dst", "dup", "elt", "end", "env", "err", "evt", "exp", "ext", "fmt", "fun", "get", "gen", "got", "has", "hex", "hit", "hue",
        "idx", "img", "inc", "ins", "int", "iso", "job", "key", "lab", "lat", "len", "lhs", "lib", "lng", "log", "low", "map", "mat", "max", "mid", "min", "mod", "msg", "mul", "neg", "net", "new", "num", "obj",
        "old", "opt", "opts", "ord", "out", "own", "pad", "pct", "pop", "pos", "pow", "pre", "ptr", "put", "raf", "raw", "red", "ref", "rem", "req", "res", "ret", "rgb", "rhs", "rng", "row", "run", "sep", "seq", "set",
        "sin", "src", "sql", "str", "sub", "sum", "svg", "sym", "tag", "tan", "tmp", "top", "two", "txt", "uid", "uri", "url", "use", "val", "vec", "vnd", "win", "xhr", "xml", "yaw", "zip", "now", "one", "off", "pkg", "ast",
    };

    private static readonly SearchValues<char> HexadecimalDigits = SearchValues.Create("0123456789abcdefABCDEF_");

    /// <summary>Whether a name is one that a machine made.</summary>
    public static bool Is(string name)
    {
        if (name.Length < 3) return true;
        if (name.Length == 3) return !ShortWords.Contains(name);
        if (name.AsSpan().Trim('_').IsEmpty || IsHexadecimal(name)) return true;
        return IsCounted(name);
    }

    /// <summary>`_0x3fa2`, as obfuscators write.</summary>
    private static bool IsHexadecimal(string name) =>
        name.StartsWith("_0x", StringComparison.Ordinal) && !name.AsSpan(3).ContainsAnyExcept(HexadecimalDigits);

    /// <summary>One or two letters and a number: `e12`, `t$1`, `_a12`.</summary>
    private static bool IsCounted(string name)
    {
        int letters = 0, at = 0;
        while (at < name.Length && !char.IsAsciiDigit(name[at]))
        {
            if (name[at] is not ('_' or '$')) letters++;
            at++;
        }

        if (letters > 2 || at == name.Length) return false;
        for (; at < name.Length; at++)
        {
            if (!char.IsAsciiDigit(name[at]) && name[at] is not ('_' or '$')) return false;
        }

        return true;
    }
}
