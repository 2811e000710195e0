using System.Text;

namespace Plimsoll.Indexing.Languages;

/// <summary>From file names, extensions, interpreters and other names to language numbers; one hash table for all.</summary>
internal sealed class DetectionTable
{
    // About 250 names; 1,024 slots keep chains short.
    private const int Slots = 1024;

    // Only so much of a file is looked at, so that the answer does not depend on how much the caller happened to read.
    private const int LookedAt = 4096;

    private const byte NameMark = (byte)'/';
    private const byte ExtensionMark = (byte)'.';
    private const byte InterpreterMark = (byte)'!';
    private const byte AliasMark = (byte)'#';

    private readonly ulong[] _keys = new ulong[Slots];
    private readonly byte[] _ids = new byte[Slots];
    private readonly byte _c;
    private readonly byte _cpp;
    private readonly byte _objectiveC;

    internal DetectionTable(Language[] languages)
    {
        Fill(ExtensionMark, DetectionList.Extensions, languages);
        Fill(NameMark, DetectionList.FileNames, languages);
        Fill(InterpreterMark, DetectionList.Interpreters, languages);
        Fill(AliasMark, DetectionList.Aliases, languages);
        _c = Number("c", languages);
        _cpp = Number("cpp", languages);
        _objectiveC = Number("objective-c", languages);
    }

    /// <summary>The number of the language that people mean by a word, or 0: another name of it, an extension without its dot, an interpreter.</summary>
    internal byte ByAlias(string word)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(word);
        foreach (byte mark in (ReadOnlySpan<byte>)[AliasMark, ExtensionMark, InterpreterMark])
        {
            byte id = Find(mark, bytes);
            if (id != 0) return id;
        }

        return 0;
    }

    /// <summary>The number of a file's language, or 0.</summary>
    internal byte Find(ReadOnlySpan<byte> path, ReadOnlySpan<byte> firstBytes)
    {
        if (firstBytes.Length > LookedAt) firstBytes = firstBytes[..LookedAt];
        ReadOnlySpan<byte> name = path[(path.LastIndexOf((byte)'/') + 1)..];
        byte id = Find(NameMark, name);
        if (id != 0) return id;
        int dot = name.LastIndexOf((byte)'.');
        if (dot >= 0 && dot + 1 < name.Length) id = Find(ExtensionMark, name[(dot + 1)..]);
        if (id == _c && name[dot + 1] is (byte)'h' or (byte)'H') return Header(firstBytes);
        if (id == 0 && dot > 0) id = Find(NameMark, name[..dot]);
        return id != 0 || !firstBytes.StartsWith("#!"u8) ? id : Interpreter(firstBytes);
    }

    /// <summary>A <c>.h</c> file is C unless its start says otherwise.</summary>
    private byte Header(ReadOnlySpan<byte> firstBytes)
    {
        if (firstBytes.IndexOf("\n@interface "u8) >= 0 || firstBytes.IndexOf("\n@protocol "u8) >= 0) return _objectiveC;
        if (firstBytes.IndexOf("\nnamespace "u8) >= 0 || firstBytes.IndexOf("\ntemplate <"u8) >= 0
            || firstBytes.IndexOf("\ntemplate<"u8) >= 0 || firstBytes.IndexOf("\nclass "u8) >= 0
            || firstBytes.IndexOf("\nusing namespace "u8) >= 0)
        {
            return _cpp;
        }

        return _c;
    }

    /// <summary>The language of a <c>#!</c> line: the last word of the interpreter's path, or the word after <c>env</c>, without its version.</summary>
    private byte Interpreter(ReadOnlySpan<byte> firstBytes)
    {
        int end = firstBytes.IndexOf((byte)'\n');
        ReadOnlySpan<byte> line = firstBytes[2..(end < 0 ? firstBytes.Length : end)].Trim(" \t\r"u8);
        while (line.Length > 0)
        {
            int space = line.IndexOf((byte)' ');
            ReadOnlySpan<byte> word = space < 0 ? line : line[..space];
            word = word[(word.LastIndexOf((byte)'/') + 1)..].TrimEnd("0123456789."u8);
            byte id = word.IsEmpty ? (byte)0 : Find(InterpreterMark, word);
            if (id != 0 || space < 0) return id;
            line = line[(space + 1)..].TrimStart((byte)' ');
        }

        return 0;
    }

    private void Fill(byte mark, string list, Language[] languages)
    {
        byte id = 0;
        foreach (string part in list.Split(' ', StringSplitOptions.RemoveEmptyEntries))
        {
            if (part[^1] == ':') id = Number(part[..^1], languages);
            else Add(Key(mark, Encoding.UTF8.GetBytes(part)), id);
        }
    }

    private void Add(ulong key, byte id)
    {
        int slot = (int)(key & (Slots - 1));
        while (_keys[slot] != 0) slot = (slot + 1) & (Slots - 1);
        _keys[slot] = key;
        _ids[slot] = id;
    }

    private byte Find(byte mark, ReadOnlySpan<byte> word)
    {
        ulong key = Key(mark, word);
        int slot = (int)(key & (Slots - 1));
        while (_keys[slot] != 0)
        {
            if (_keys[slot] == key) return _ids[slot];
            slot = (slot + 1) & (Slots - 1);
        }

        return 0;
    }

    private static byte Number(string name, Language[] languages)
    {
        foreach (Language language in languages)
        {
            if (string.Equals(language.Name, name, StringComparison.Ordinal)) return language.Id;
        }

        throw new ArgumentException($"The detection list names the language '{name}', which is not in the language list; add it there.", nameof(name));
    }

    /// <summary>64-bit FNV-1a over the lower-case letters; the table's few hundred keys are checked to be distinct by a test.</summary>
    private static ulong Key(byte mark, ReadOnlySpan<byte> word)
    {
        ulong hash = (14695981039346656037UL ^ mark) * 1099511628211UL;
        foreach (byte letter in word)
        {
            byte lower = letter is >= (byte)'A' and <= (byte)'Z' ? (byte)(letter | 0x20) : letter;
            hash = (hash ^ lower) * 1099511628211UL;
        }

        hash ^= hash >> 32;
        return hash | 1UL << 63;
    }
}
